"""The guided path in the browser's words."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from certification.papers import answer_axis
from core.workflow import perform
from desk.models import Return, ReturnNote
from desk.views.status import journey
from ikm.editing import start_draft
from ikm.enums import IkmState, Source
from ikm.models import Ikm
from products.enums import ProductState
from products.models import Photo, Product
from products.workflow import PRODUCT
from reference.models import Region
from tests.factories import make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_user(name="Siti Rahmah")


def text(response):
    return " ".join(response.content.decode().split())


def notices(response):
    return [str(message) for message in response.context["messages"]]


def test_start_leads_by_role(reference_data, sign_in):
    places = {
        role: sign_in(make_user(role)).get(reverse("desk:start")).url
        for role in ("", "officer", "facilitator", "reviewer", "head")
    }
    assert places == {
        "": "/usaha-saya/", "officer": "/antrean/", "facilitator": "/antrean/", "reviewer": "/dasbor/",
        "head": "/usulan/",
    }  # fmt: skip


def test_the_whole_path(reference_data, sign_in, owner):
    client = sign_in(owner)
    assert "Daftarkan usaha saya" in text(client.get(reverse("desk:my_ikm")))
    answer = client.post(reverse("desk:register"))
    ikm = Ikm.objects.get(owner=owner)
    assert answer.url == reverse("desk:path_profile", args=[ikm.pk])
    assert client.post(reverse("desk:register")).url == answer.url

    village = Region.objects.filter(code__startswith="63.02.", level=4).order_by("code").first()
    profile = {
        "version": "1", "name": "Amplang Saijaan", "legal_form": "perorangan", "owner_name": "Siti Rahmah",
        "kbli": "10794", "kbli_version": "2020", "regency": "63.02", "district": village.parent_id,
        "region": village.pk, "address": "Jl. Veteran 1", "phone": "081250000001", "nib": "9120001234567",
    }  # fmt: skip
    saved = client.post(answer.url, profile | {"lanjut": "1"}, follow=True)
    assert saved.redirect_chain[-1][0] == reverse("desk:path_figures", args=[ikm.pk])
    assert notices(saved)[0].startswith("Tersimpan ")

    saved = client.post(saved.redirect_chain[-1][0], {"workers_male": "2", "sales": "90.000.000", "lanjut": "1"})
    assert saved.url == reverse("desk:path_products", args=[ikm.pk])
    product_url = client.post(saved.url).url
    assert client.post(saved.url).url == product_url
    product = Product.objects.get(ikm=ikm)
    fields = {
        "version": "1", "name": "Amplang", "category": "kerupuk", "description": "Ikan tenggiri.",
        "price_min": "25.000",
        "unit": "bungkus", "monthly_capacity": "500", "net_weight": "250", "net_weight_unit": "g",
        "shelf_life_days": "180", "storage": "room", "made_at": "home", "lanjut": "1",
    }  # fmt: skip
    saved = client.post(product_url, fields)
    assert saved.url == reverse("desk:path_photos", args=[ikm.pk, product.pk])

    picture = io.BytesIO()
    Image.new("RGB", (600, 400)).save(picture, "PNG")
    client.post(saved.url, {"kind": "front", "images": [SimpleUploadedFile("a.png", picture.getvalue())]})
    photo = Photo.objects.get(product=product)
    assert "Hapus" in text(client.get(saved.url))
    client.post(reverse("desk:path_photo_remove", args=[ikm.pk, product.pk, photo.pk]))
    assert Photo.objects.count() == 0

    review = reverse("desk:path_review", args=[ikm.pk])
    consent = reverse("desk:path_consent", args=[ikm.pk])
    agreed = client.post(consent, {"wants_bbi": "on", "propose_bbi": "on", "publish_product": "on", "lanjut": "1"})
    assert agreed.url == review
    assert "jawab ada, sedang diurus, atau belum." in text(client.get(review))
    for axis in ("halal", "nutrition", "licence"):
        answer_axis(product, axis, "in_process", by=owner)
    page = text(client.get(review))
    assert "jawab ada" not in page
    assert "Ikut terkirim: Amplang." in page

    done = client.post(review, follow=True)
    assert notices(done) == ["Terkirim. Petugas kabupaten/kota akan memeriksanya."]
    ikm.refresh_from_db()
    product.refresh_from_db()
    assert (ikm.state, product.state, ikm.wants_bbi) == ("submitted", "submitted", True)
    assert "Perjalanan ke BBI" in text(done)


def test_a_half_filled_step_is_kept(reference_data, sign_in, owner):
    ikm = make_ikm(state=IkmState.DRAFT, owner=owner, name="", address="")
    url = reverse("desk:path_profile", args=[ikm.pk])
    answer = sign_in(owner).post(url, {"version": "1", "name": "Baru", "simpan": "1"}, follow=True)
    assert answer.redirect_chain == [(url, 302)]
    ikm.refresh_from_db()
    assert (ikm.name, ikm.regency_id) == ("Baru", None)


def test_a_wrong_number_keeps_everything_typed(reference_data, sign_in, owner):
    ikm = make_ikm(state=IkmState.DRAFT, owner=owner)
    url = reverse("desk:path_profile", args=[ikm.pk])
    page = text(sign_in(owner).post(url, {"version": "1", "name": "Diketik", "nib": "12"}))
    assert 'value="Diketik"' in page
    assert "NIB harus 13 angka, yang Anda tulis 2 angka." in page


def test_regions_narrow_without_javascript_and_keep_what_was_typed(reference_data, sign_in, owner):
    ikm = make_ikm(state=IkmState.DRAFT, owner=owner, regency="63.02")
    url = reverse("desk:path_profile", args=[ikm.pk])
    answer = sign_in(owner).post(url, {"version": "1", "name": "Diketik", "regency": "63.03", "pilih": "1"})
    form = answer.context["form"]
    assert {region.parent_id for region in form.fields["district"].queryset} == {"63.03"}
    assert 'value="Diketik"' in text(answer)
    ikm.refresh_from_db()
    assert ikm.regency_id == "63.02"


def test_regions_narrow_by_htmx(reference_data, sign_in, owner):
    ikm = make_ikm(state=IkmState.DRAFT, owner=owner)
    district = Region.objects.filter(parent_id="63.03").order_by("code").first()
    page = text(
        sign_in(owner).get(
            reverse("desk:path_regions", args=[ikm.pk]), {"regency": "63.03", "district": district.pk, "region": ""}
        )
    )
    village = Region.objects.filter(parent=district).order_by("code").first()
    assert f'<option value="{village.pk}">' in page
    assert "<html" not in page


def test_a_material_change_of_a_verified_record_asks_first(reference_data, sign_in, owner):
    ikm = make_ikm(state=IkmState.VERIFIED, owner=owner)
    product = make_product(ikm, state=ProductState.ACCEPTED, accepted_at=ikm.verified_at)
    url = reverse("desk:path_product", args=[ikm.pk, product.pk])
    client = sign_in(owner)
    form = client.get(url).context["form"]
    typed = {name: "" if value is None else value for name, value in form.initial.items() if value is not False}
    client.post(url, typed | {"price_min": "30.000"})
    product.refresh_from_db()
    assert (product.state, product.price_min) == ("accepted", 30_000)
    typed |= {"name": "Nama Lain", "version": product.version}
    assert "Perubahan ini membuat data diperiksa lagi" in text(client.post(url, typed))
    product.refresh_from_db()
    assert product.name != "Nama Lain"
    client.post(url, typed | {"amend": "1"})
    product.refresh_from_db()
    assert (product.state, product.name) == ("submitted", "Nama Lain")


def test_a_stale_page_shows_both_values(reference_data, sign_in, owner):
    ikm = make_ikm(state=IkmState.DRAFT, owner=owner, name="Asal")
    url = reverse("desk:path_profile", args=[ikm.pk])
    client = sign_in(owner)
    client.post(url, {"version": "1", "name": "Satu"})
    answer = client.post(url, {"version": "1", "name": "Dua"})
    assert "nama usaha: tersimpan “Satu”, Anda menulis “Dua”." in text(answer)
    assert '<input type="hidden" name="version" value="2">' in text(answer)
    client.post(url, {"version": "2", "name": "Dua"})
    ikm.refresh_from_db()
    assert ikm.name == "Dua"


def test_notes_lead_to_their_field(reference_data, sign_in, owner):
    ikm = make_ikm(state=IkmState.RETURNED, owner=owner)
    returned = Return.objects.create(ikm=ikm, by=make_user("officer"))
    ReturnNote.objects.create(
        returned=returned, target="ikm", target_id=ikm.pk, field="address", field_label="Alamat", text="Kurang RT"
    )
    place = f'<a href="{reverse("desk:path_profile", args=[ikm.pk])}#id_address">Alamat</a>: Kurang RT'
    client = sign_in(owner)
    page = text(client.get(reverse("desk:my_ikm")))
    assert place in page
    assert f'href="{reverse("desk:path_review", args=[ikm.pk])}">Sudah diperbaiki, ajukan lagi' in page
    assert place in text(client.get(reverse("desk:path_profile", args=[ikm.pk])))


PAGES = ("path_profile", "path_figures", "path_products", "path_consent", "path_review")


@pytest.mark.parametrize("page", PAGES)
def test_strangers_see_nothing_and_neighbours_change_nothing(reference_data, sign_in, owner, page):
    ikm = make_ikm(owner=owner)
    url = reverse(f"desk:{page}", args=[ikm.pk])
    answers = {
        "stranger": sign_in(make_user()).get(url).status_code,
        "other kabupaten": sign_in(make_user("officer", region="63.03")).get(url).status_code,
        "officer": sign_in(make_user("officer")).get(url).status_code,
        "reviewer": sign_in(make_user("reviewer")).post(url).status_code,
        "owner": sign_in(owner).get(url).status_code,
    }
    assert answers == {"stranger": 404, "other kabupaten": 404, "officer": 403, "reviewer": 403, "owner": 200}


def test_a_product_of_another_ikm_is_not_found(reference_data, sign_in, owner):
    ikm, foreign = make_ikm(owner=owner), make_product(make_ikm(owner=make_user()))
    for name in ("path_product", "path_photos"):
        assert sign_in(owner).get(reverse(f"desk:{name}", args=[ikm.pk, foreign.pk])).status_code == 404


def test_an_officer_fills_in_for_an_owner(reference_data, sign_in):
    officer = make_user("officer")
    ikm = start_draft(by=officer, source=Source.OFFICER)
    url = reverse("desk:path_profile", args=[ikm.pk])
    client = sign_in(officer)
    assert "Anda mengisi atas nama <b>pemilik usaha</b>." in text(client.get(url))
    client.post(url, {"version": "1", "name": "Dibantu", "owner_name": "Udin", "mandate": "surat kuasa 3 Mei 2026"})
    ikm.refresh_from_db()
    assert (ikm.name, ikm.owner_name, ikm.mandate) == ("Dibantu", "Udin", "surat kuasa 3 Mei 2026")


def test_an_owner_is_not_asked_for_a_mandate(reference_data, sign_in, owner):
    ikm = make_ikm(state=IkmState.DRAFT, owner=owner)
    page = text(sign_in(owner).get(reverse("desk:path_profile", args=[ikm.pk])))
    assert 'name="mandate"' not in page
    assert "Anda mengisi atas nama" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_owners_page_asks_the_same_number_of_queries(
    reference_data, sign_in, owner, django_assert_num_queries, count
):
    ikm = make_ikm(state=IkmState.VERIFIED, owner=owner)
    for _ in range(count):
        make_product(ikm, category="kerupuk", state=ProductState.VERIFIED)
    client = sign_in(owner)
    client.get(reverse("desk:my_ikm"))
    with django_assert_num_queries(12):
        client.get(reverse("desk:my_ikm"))


def test_the_journey_shows_where_a_product_came_back(reference_data, owner):
    product = make_product(make_ikm(state=IkmState.VERIFIED, owner=owner))
    officer = make_user("officer")
    perform(PRODUCT, product, "return", by=officer, note="Ganti foto")
    product.refresh_from_db()
    rows = list(product.transitions.all())
    steps = journey(product, rows)
    assert [step["status"] for step in steps] == ["done", "back", "todo", "todo", "todo"]
    assert steps[1]["note"].startswith("Perlu diperbaiki, ")
    assert steps[1]["note"].endswith(". Ganti foto")


def test_the_owners_page_says_per_axis_where_a_product_stands(reference_data, sign_in, owner):
    product = make_product(make_ikm(state=IkmState.VERIFIED, owner=owner), category="kerupuk")
    answer_axis(product, "halal", "in_process", by=owner)
    page = text(sign_in(owner).get(reverse("desk:my_ikm")))
    assert '<dt>Halal</dt><dd><span class="state wait">Proses</span>' in page
    assert '<dt>Izin edar</dt><dd><span class="state back">Belum</span>' in page


def test_a_product_is_ended_and_taken_up_again_from_its_page(reference_data, sign_in, owner):
    ikm = make_ikm(state=IkmState.VERIFIED, owner=owner)
    product = make_product(ikm, state=ProductState.VERIFIED)
    client = sign_in(owner)
    url = reverse("desk:path_product", args=[ikm.pk, product.pk])
    ended = client.post(reverse("desk:act", args=["product", product.pk, "discontinue"]), {"next": url})
    assert ended.url == url
    assert f'<a href="{url}">{product}</a>' in text(client.get(reverse("desk:path_products", args=[ikm.pk])))
    assert "Diproduksi lagi" in text(client.get(url))


def test_consent_typed_for_an_owner_is_on_paper(reference_data, sign_in):
    officer = make_user("officer")
    ikm = make_ikm(created_by=officer)
    data = {"propose_bbi": "on", "publish_product": "on", "wants_bbi": "on"}
    sign_in(officer).post(reverse("desk:path_consent", args=[ikm.pk]), data)
    assert [(row.purpose, row.on_paper) for row in ikm.consents.order_by("purpose")] == [
        ("propose_bbi", True), ("publish_product", True),
    ]  # fmt: skip


def test_bent_addresses_of_the_path_find_something(reference_data, sign_in, owner):
    ikm = make_ikm(owner=owner)
    client = sign_in(owner)
    page = client.get(reverse("desk:path_figures", args=[ikm.pk]), {"tahun": "9" * 5000})
    assert page.context["year"] == timezone.localdate().year - 1
    page = client.get(reverse("desk:path_regions", args=[ikm.pk]), {"regency": "63.\0", "district": "63.\0.1"})
    assert (page.status_code, page.content.decode().count("<option")) == (200, 16)
