"""Forms that save themselves: what reaches the record, what waits as text, and who may."""

import pytest
from django.test import Client
from django.urls import reverse

from core.unfinished import kept
from ikm.editing import save_figures, save_profile
from ikm.enums import IkmState
from products.editing import save_product
from products.enums import ProductState
from products.models import Product
from reference.models import Region
from tests.factories import make_ikm, make_product, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def owner():
    return make_user(name="Siti Rahmah")


@pytest.fixture
def draft(owner):
    return make_ikm(state=IkmState.DRAFT, owner=owner, name="Lama", address="Jl. Lama 1")


def profile_url(ikm):
    return reverse("desk:path_profile", args=[ikm.pk])


def product_url(product):
    return reverse("desk:path_product", args=[product.ikm_id, product.pk])


def form_of(client, url):
    """What a browser would send back unchanged."""
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "on" if value is True else value for name, value in values.items() if value not in (None, False)}


def autosave(client, url, values, changed):
    return client.post(url, values | {"_changed": ",".join(changed)}, headers={"X-Autosave": "1"})


def test_a_changed_field_reaches_the_draft_and_nothing_else_does(sign_in, owner, draft):
    client = sign_in(owner)
    values = form_of(client, profile_url(draft)) | {"name": "Amplang Saijaan", "address": "not said to be changed"}
    answer = autosave(client, profile_url(draft), values, ["name"])
    draft.refresh_from_db()
    body = answer.json()
    assert (answer.status_code, draft.name, draft.address) == (200, "Amplang Saijaan", "Jl. Lama 1")
    assert (body["version"], body["errors"], body["waiting"], body["pending"]) == (draft.version, {}, [], False)
    assert draft.history.first().history_user == owner


def test_half_a_number_waits_and_is_shown_again(sign_in, owner, draft):
    client, url = sign_in(owner), profile_url(draft)
    values = form_of(client, url) | {"nib": "91200", "name": "Baru"}
    body = autosave(client, url, values, ["nib", "name"]).json()
    draft.refresh_from_db()
    assert (draft.name, body["waiting"], list(body["errors"])) == ("Baru", ["nib"], ["nib"])
    assert kept(owner, url) == {"nib": "91200"}
    page = client.get(url)
    assert page.context["form"]["nib"].value() == "91200"
    assert "Ketikan Anda kami simpan" in page.content.decode()
    assert form_of(sign_in(make_other_device(owner)), url)["nib"] == "91200"
    autosave(client, url, values | {"nib": "9120001234567"}, ["nib"])
    draft.refresh_from_db()
    assert (draft.nib, kept(owner, url)) == ("9120001234567", {})


def make_other_device(user):
    return type(user).objects.get(pk=user.pk)


def test_thrown_away_typing_is_gone(sign_in, owner, draft):
    client, url = sign_in(owner), profile_url(draft)
    autosave(client, url, form_of(client, url) | {"nib": "91200"}, ["nib"])
    assert client.post(url, {"discard_typing": "1"}).url == url
    assert kept(owner, url) == {}


def test_a_number_already_taken_is_judged_with_its_unit(sign_in, owner, draft):
    taken = make_ikm(state=IkmState.VERIFIED, nib="9120001234567")
    client, url = sign_in(owner), profile_url(draft)
    values = form_of(client, url) | {"nib": taken.nib}
    assert autosave(client, url, values, ["nib"]).json()["waiting"] == ["nib"]
    body = autosave(client, url, values | {"unit_number": "2"}, ["unit_number"]).json()
    draft.refresh_from_db()
    assert (draft.nib, draft.unit_number, body["waiting"], kept(owner, url)) == (taken.nib, 2, [], {})


def test_a_place_is_saved_from_the_top_down(sign_in, owner):
    ikm = make_ikm(state=IkmState.DRAFT, owner=owner)
    client, url = sign_in(owner), profile_url(ikm)
    values = form_of(client, url)
    autosave(client, url, values | {"regency": "63.03"}, ["regency"])
    ikm.refresh_from_db()
    assert (ikm.region_id, ikm.regency_id, kept(owner, url)) == ("63.03", "63.03", {})
    village = Region.objects.filter(code__startswith="63.03.", level=4).order_by("code").first()
    place = {"regency": "63.03", "district": village.parent_id, "region": village.pk, "version": ""}
    autosave(client, url, values | place, ["district", "region"])
    ikm.refresh_from_db()
    assert (ikm.region_id, ikm.regency_id) == (village.pk, "63.03")


def test_one_shop_address_leaves_the_others(sign_in, owner, draft):
    draft.shop_links = {"instagram": "https://www.instagram.com/a", "shopee": "https://shopee.co.id/b"}
    draft.save()
    client, url = sign_in(owner), profile_url(draft)
    values = form_of(client, url) | {"link_instagram": "not an address ://", "link_shopee": "baru"}
    body = autosave(client, url, values, ["link_instagram", "link_shopee"]).json()
    draft.refresh_from_db()
    assert draft.shop_links == {"instagram": "https://www.instagram.com/a", "shopee": "https://shopee.co.id/baru"}
    assert (body["waiting"], list(kept(owner, url))) == (["link_instagram"], ["link_instagram"])


def test_an_identity_number_is_saved_whole_or_nowhere(sign_in, owner, draft):
    client, url = sign_in(owner), profile_url(draft)
    values = form_of(client, url)
    autosave(client, url, values | {"nik": "63020"}, ["nik"])
    draft.refresh_from_db()
    assert (draft.nik, kept(owner, url)) == ("", {})
    autosave(client, url, values | {"nik": "6302014501900001"}, ["nik"])
    draft.refresh_from_db()
    assert (draft.nik, kept(owner, url)) == ("6302014501900001", {})
    autosave(client, url, values | {"nik": ""}, ["nik"])
    draft.refresh_from_db()
    assert draft.nik == "6302014501900001"


def test_a_number_that_waits_for_the_button_is_not_called_saved(sign_in, owner):
    ikm = make_ikm(state=IkmState.VERIFIED, owner=owner, name="Sudah Diperiksa")
    client, url = sign_in(owner), profile_url(ikm)
    body = autosave(client, url, form_of(client, url) | {"nik": "6302014501900001"}, ["nik"]).json()
    assert (body["waiting"], body["pending"], kept(owner, url)) == (["nik"], True, {})


@pytest.mark.parametrize("state", [IkmState.SUBMITTED, IkmState.VERIFIED])
def test_outside_a_draft_typing_waits_until_the_button(sign_in, owner, state):
    ikm = make_ikm(state=state, owner=owner, name="Lama", address="Jl. Lama 1")
    village = Region.objects.filter(code__startswith="63.03.", level=4).order_by("code").first()
    client, url = sign_in(owner), profile_url(ikm)
    typed = {"name": "Setengah", "address": "Jl. B"}
    typed |= {"regency": "63.03", "district": village.parent_id, "region": village.pk}
    body = autosave(client, url, form_of(client, url) | typed, list(typed)).json()
    ikm.refresh_from_db()
    assert (ikm.name, ikm.address, ikm.regency_id, ikm.version) == ("Lama", "Jl. Lama 1", "63.02", 1)
    assert (body["pending"], kept(owner, url)) == (True, typed)
    page = client.get(url)
    shown = page.context["form"]
    assert {name: shown[name].value() for name in typed} == typed
    assert village.name in page.content.decode()
    assert "belum berlaku" in page.content.decode()


def test_typing_taken_back_waits_no_longer(sign_in, owner):
    ikm = make_ikm(state=IkmState.VERIFIED, owner=owner, address="Jl. Lama 1")
    client, url = sign_in(owner), profile_url(ikm)
    values = form_of(client, url)
    autosave(client, url, values | {"address": "Jl. B"}, ["address"])
    body = autosave(client, url, values, ["address"]).json()
    assert (body["waiting"], body["pending"], kept(owner, url)) == ([], False, {})


@pytest.mark.parametrize(
    ("state", "price"),
    [
        (ProductState.DRAFT, 30_000),
        (ProductState.RETURNED, 30_000),
        (ProductState.SUBMITTED, 25_000),
        (ProductState.VERIFIED, 25_000),
        (ProductState.ACCEPTED, 25_000),
    ],
)
def test_a_price_of_a_product_goes_live_only_by_the_button(sign_in, owner, state, price):
    product = make_product(ikm=make_ikm(state=IkmState.VERIFIED, owner=owner), state=state)
    client, url = sign_in(owner), product_url(product)
    autosave(client, url, form_of(client, url) | {"price_min": "30.000"}, ["price_min"])
    assert Product.objects.get(pk=product.pk).price_min == price
    assert kept(owner, url) == ({} if price == 30_000 else {"price_min": "30.000"})
    client.post(url, form_of(client, url) | {"simpan": "1"})
    assert (Product.objects.get(pk=product.pk).price_min, kept(owner, url)) == (30_000, {})


def test_prices_are_judged_together(sign_in, owner):
    product = make_product(
        ikm=make_ikm(state=IkmState.DRAFT, owner=owner), state=ProductState.DRAFT, price_min=10, price_max=20
    )
    client, url = sign_in(owner), product_url(product)
    body = autosave(client, url, form_of(client, url) | {"price_min": "30"}, ["price_min"]).json()
    product.refresh_from_db()
    assert (product.price_min, body["waiting"]) == (10, ["price_min"])


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 200), ("facilitator", 200), ("stranger", 404), ("officer", 403), ("far", 404)],
)
def test_only_who_keeps_the_record_saves(sign_in, owner, who, status):
    ikm = make_ikm(state=IkmState.RETURNED, owner=owner, name="Lama")
    people = {
        "owner": owner,
        "facilitator": make_user("facilitator"),
        "stranger": make_user(),
        "officer": make_user("officer"),
        "far": make_user("officer", "63.03"),
    }
    ikm.facilitators.add(people["facilitator"])
    values = form_of(sign_in(owner), profile_url(ikm)) | {"name": "Baru", "version": "1"}
    answer = autosave(sign_in(people[who]), profile_url(ikm), values, ["name"])
    ikm.refresh_from_db()
    assert (answer.status_code, ikm.name) == (status, "Baru" if status == 200 else "Lama")


def test_two_devices_never_overwrite_each_other(sign_in, owner, draft):
    client, url = sign_in(owner), profile_url(draft)
    values = form_of(client, url)
    save_profile(draft, {"name": "Dari HP lain", "phone": "+6281250009999"}, by=owner, version=1)
    typed = values | {"name": "Dari HP ini", "address": "Jl. Baru 2"}
    answer = autosave(client, url, typed, ["name", "address"])
    body = answer.json()
    draft.refresh_from_db()
    assert (answer.status_code, draft.name, draft.address) == (409, "Dari HP lain", "Jl. Baru 2")
    assert body["conflicts"] == [
        {
            "field": "name",
            "label": "Nama usaha",
            "stored": "Dari HP lain",
            "typed": "Dari HP ini",
            "values": {"name": "Dari HP lain"},
        }
    ]
    assert body["version"] == draft.version
    assert body["values"] == {"phone": "+6281250009999"}
    decided = autosave(client, url, typed | {"version": body["version"]}, ["name"])
    draft.refresh_from_db()
    assert (decided.status_code, draft.name) == (200, "Dari HP ini")


def test_untouched_fields_learn_what_changed_elsewhere(sign_in, owner, draft):
    client, url = sign_in(owner), profile_url(draft)
    values = form_of(client, url)
    save_profile(draft, {"name": "Dari HP lain"}, by=owner, version=1)
    body = autosave(client, url, values, []).json()
    assert (body["version"], body["values"]) == (2, {"name": "Dari HP lain"})


def test_a_product_in_two_tabs(sign_in, owner):
    product = make_product(ikm=make_ikm(state=IkmState.DRAFT, owner=owner), state=ProductState.DRAFT)
    client, url = sign_in(owner), product_url(product)
    values = form_of(client, url)
    save_product(product, {"price_min": 40_000}, by=owner)
    answer = autosave(client, url, values | {"price_min": "50.000"}, ["price_min"])
    conflict = answer.json()["conflicts"][0]
    assert (answer.status_code, conflict["stored"], conflict["typed"]) == (409, "40000", "50000")
    assert conflict["values"] == {"price_min": "40.000"}


def test_figures_save_themselves_and_never_overwrite(sign_in, owner, draft):
    url = f"{reverse('desk:path_figures', args=[draft.pk])}?tahun=2025"
    client = sign_in(owner)
    body = autosave(client, url, {"sales": "90.000.000", "version": "0"}, ["sales"]).json()
    assert (body["version"], draft.figures.get().sales) == (1, 90_000_000)
    late = autosave(client, url, {"sales": "80.000.000", "capital": "5", "version": "0"}, ["sales", "capital"])
    figures = draft.figures.get()
    assert (late.status_code, figures.sales, figures.capital) == (409, 90_000_000, 5)
    save_figures(draft, 2025, {"investment": 7}, by=owner, version=2)
    page = client.post(url, {"sales": "1", "capital": "5", "investment": "8", "version": "2", "simpan": "1"})
    assert "Orang lain lebih dahulu mengubah isian ini" in page.content.decode()
    figures.refresh_from_db()
    assert (figures.sales, figures.investment, figures.version) == (90_000_000, 7, 3)


def test_figures_of_a_checked_business_wait(sign_in, owner):
    ikm = make_ikm(state=IkmState.VERIFIED, owner=owner)
    url = f"{reverse('desk:path_figures', args=[ikm.pk])}?tahun=2025"
    body = autosave(sign_in(owner), url, {"sales": "9", "version": "0"}, ["sales"]).json()
    assert (body["pending"], ikm.figures.count(), kept(owner, url)) == (True, 0, {"sales": "9"})


def test_papers_wait_as_text_until_saved(sign_in, owner):
    product = make_product(
        ikm=make_ikm(state=IkmState.DRAFT, owner=owner), state=ProductState.DRAFT, category="kerupuk"
    )
    client = sign_in(owner)
    answer_url = reverse("desk:path_answer", args=[product.ikm_id, product.pk, "halal"])
    body = autosave(client, answer_url, {"answer": "in_process", "application_number": "SH-1"}, ["application_number"])
    assert (body.json()["waiting"], product.answers.count()) == (["application_number"], 0)
    assert client.get(answer_url).context["form"]["application_number"].value() == "SH-1"
    client.post(answer_url, {"answer": "in_process", "application_number": "SH-12"})
    assert (product.answers.get().application_number, kept(owner, answer_url)) == ("SH-12", {})

    add_url = reverse("desk:path_certificate_add", args=[product.ikm_id, product.pk, "halal"])
    autosave(client, add_url, {"number_raw": "ID6311", "products": [product.pk]}, ["number_raw", "products"])
    form = client.get(add_url).context["form"]
    assert (form["number_raw"].value(), form["products"].value()) == ("ID6311", [str(product.pk)])

    table_url = reverse("desk:path_nutrition", args=[product.ikm_id, product.pk])
    autosave(client, table_url, {"fat_mg": "1,"}, ["fat_mg"])
    assert client.get(table_url).context["form"]["fat_mg"].value() == "1,"


def test_a_refused_form_keeps_its_texts_should_the_page_be_closed(sign_in, owner, draft):
    client, url = sign_in(owner), profile_url(draft)
    client.post(url, form_of(client, url) | {"nib": "12", "name": "Baru", "nik": "12", "lanjut": "1"})
    assert {name: kept(owner, url).get(name) for name in ("nib", "name", "nik")} == {
        "nib": "12", "name": "Baru", "nik": None,
    }  # fmt: skip


def test_queries_of_one_autosave(sign_in, owner, draft, django_assert_num_queries):
    client, url = sign_in(owner), profile_url(draft)
    values = form_of(client, url) | {"version": ""}
    autosave(client, url, values | {"name": "A"}, ["name"])
    with django_assert_num_queries(28):
        autosave(client, url, values | {"name": "Amplang"}, ["name"])
    with django_assert_num_queries(10):
        autosave(client, url, values | {"nib": "91"}, ["nib"])


def test_an_expired_sign_in_answers_an_autosave_with_the_way_back(client, owner, draft):
    url = profile_url(draft)
    answer = autosave(client, url, {"name": "Baru"}, ["name"])
    assert (answer.status_code, answer.json()["login"].split("?")[1]) == (
        401,
        f"next=%2Fusaha%2F{draft.pk}%2Fprofil%2F",
    )


def test_an_expired_form_is_carried_through_signing_in(client, owner, draft):
    url = profile_url(draft)
    owner.set_password("banua-maju-2026")
    owner.save()
    page = client.post(url, {"name": "Diketik lama", "nik": "6302014501900001", "typist": owner.pk, "simpan": "1"})
    sealed = page.context["kept_typing"]
    assert (page.status_code, "Kata sandi" in page.content.decode()) == (200, True)
    assert sealed in page.content.decode().replace("&#x27;", "'").replace("&amp;", "&").replace("&#x2B;", "+")
    sign_in_form = {"login": owner.phone, "password": "wrong", "next": url, "kept_typing": sealed}
    client.post(reverse("account_login"), sign_in_form)
    entered = client.post(reverse("account_login"), {"login": owner.phone, "password": "banua-maju-2026", "next": url})
    assert entered.url == url
    assert kept(owner, url) == {"name": "Diketik lama"}
    assert client.get(url).context["form"]["name"].value() == "Diketik lama"


def test_somebody_elses_typing_is_dropped_at_sign_in(client, owner, draft):
    other = make_user()
    other.set_password("banua-maju-2026")
    other.save()
    page = client.post(profile_url(draft), {"name": "Diketik lama", "typist": owner.pk})
    login = {"login": other.phone, "password": "banua-maju-2026", "kept_typing": page.context["kept_typing"]}
    client.post(reverse("account_login"), login)
    assert (kept(other, profile_url(draft)), kept(owner, profile_url(draft))) == ({}, {})


def test_a_button_pressed_without_a_sign_in_leads_back_to_its_page(client, owner, draft):
    review = reverse("desk:path_review", args=[draft.pk])
    answer = client.post(reverse("desk:register"), headers={"Referer": f"http://testserver{review}"})
    assert answer.url.endswith(f"?next=/usaha/{draft.pk}/periksa/")
    foreign = client.post(review, headers={"Referer": "https://jahat.example/"})
    assert foreign.url.endswith(f"?next=/usaha/{draft.pk}/periksa/")


def test_a_form_of_an_earlier_sign_in_loses_nothing(owner, draft):
    url, strict = profile_url(draft), Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    strict.get(url)
    typed = {"name": "Diketik lama", "typist": owner.pk, "csrfmiddlewaretoken": "x" * 64}
    foreign = strict.post(url, typed, headers={"Origin": "https://jahat.example"})
    assert (foreign.status_code, kept(owner, url)) == (403, {})
    own = strict.post(url, typed, headers={"Origin": "http://testserver"})
    assert (own.status_code, kept(owner, url)) == (403, {"name": "Diketik lama"})
    assert f'href="{url}"' in own.content.decode()
    assert strict.post(url, typed, headers={"X-Autosave": "1"}).status_code == 403
