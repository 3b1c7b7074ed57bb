"""The owner's status page: one business in everyday words."""

import pytest
from django.urls import reverse

from desk.returning import Note, return_dossier
from ikm.enums import IkmState, Source
from ikm.models import IkmTransition
from products.enums import ProductState
from products.models import ProductTransition
from tests.factories import make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(reference_data):
    return make_user(name="Siti Rahmah")


def text(response):
    return " ".join(response.content.decode().split())


def page(sign_in, ikm):
    return sign_in(ikm.owner).get(reverse("desk:status", args=[ikm.pk]))


@pytest.mark.parametrize("state", [IkmState.DRAFT, IkmState.SUBMITTED, IkmState.VERIFIED, IkmState.INACTIVE])
def test_an_empty_business_in_every_state(sign_in, owner, state):
    answer = page(sign_in, make_ikm(state=state, owner=owner))
    assert (answer.status_code, answer.context["last"]) == (200, None)
    assert "Keadaan sekarang" in text(answer)


@pytest.mark.parametrize("state", [state for state in ProductState if state != ProductState.DISCONTINUED])
def test_a_product_in_every_state(sign_in, owner, state):
    ikm = make_ikm(state=IkmState.VERIFIED, owner=owner)
    product = make_product(ikm, state)
    shown = text(page(sign_in, ikm))
    assert str(product.owner_state_label) in shown


def test_others_do_not_see_it(sign_in, owner):
    ikm = make_ikm(owner=owner)
    url = reverse("desk:status", args=[ikm.pk])
    assert [sign_in(user).get(url).status_code for user in (make_user(), make_user("officer"))] == [404, 404]


def test_a_return_is_told_once_with_its_notes_grouped(sign_in, owner):
    officer = make_user("officer", name="Nurul")
    ikm = make_ikm(owner=owner)
    product = make_product(ikm)
    notes = [
        Note("ikm", ikm.pk, "address", "Alamat", "Tulis RT/RW."),
        Note("product", product.pk, "net_weight", "Isi bersih", "Tulis gramnya."),
    ]
    return_dossier(ikm, notes, "Tinggal sedikit.", by=officer)
    answer = page(sign_in, ikm)
    assert [thing for thing, _notes in answer.context["note_groups"]] == ["Profil usaha", str(product)]
    events = answer.context["recent"]
    assert [(one.who, one.text, one.note, one.notes) for one in events] == [
        (
            "Petugas Nurul",
            "mengembalikan berkas untuk diperbaiki",
            "Tinggal sedikit.",
            ["Alamat: Tulis RT/RW.", "Isi bersih: Tulis gramnya."],
        )
    ]
    holding = answer.context["holding"]
    assert (holding.who, holding.clock) == ("owner", None)
    assert "yang sama: Nurul." in holding.sentence
    assert answer.content.decode().count("btn-primary") == 1


def test_history_in_words_folds_after_ten(sign_in, owner):
    ikm = make_ikm(state=IkmState.VERIFIED, owner=owner)
    product = make_product(ikm)
    for _time in range(6):
        IkmTransition.objects.create(subject=ikm, name="submit", from_state="draft", to_state="submitted", by=owner)
        ProductTransition.objects.create(
            subject=product, name="bbi_reject", from_state="proposed", to_state="rejected_by_bbi", by=None, note="Buram"
        )
    answer = page(sign_in, ikm)
    assert (len(answer.context["recent"]), len(answer.context["older"])) == (10, 2)
    words = {(one.who, one.text, one.note) for one in answer.context["recent"]}
    assert words == {
        ("Anda", "mengajukan data usaha", ""),
        ("Portal", f"menyampaikan: BBI belum menerima {product}", "Buram"),
    }


def test_the_owner_confirms_what_others_filled_in(sign_in, owner):
    officer = make_user("officer", name="Nurul")
    ikm = make_ikm(owner=owner, source=Source.OFFICER, created_by=officer, mandate="Surat kuasa 3 Mei")
    shown = text(page(sign_in, ikm))
    assert "Data ini diisi oleh <b>Nurul</b> atas nama Anda. Dasarnya: Surat kuasa 3 Mei." in shown
    url = reverse("desk:confirm", args=[ikm.pk])
    assert sign_in(make_user()).post(url).status_code == 404
    sign_in(owner).post(url)
    ikm.refresh_from_db()
    assert ikm.owner_confirmed_at is not None
    assert "Benar, ini data saya" not in text(page(sign_in, ikm))


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_is_constant(sign_in, owner, django_assert_max_num_queries, count):
    ikm = make_ikm(state=IkmState.VERIFIED, owner=owner)
    for _time in range(count):
        make_product(ikm, ProductState.VERIFIED)
    client = sign_in(owner)
    with django_assert_max_num_queries(36):
        client.get(reverse("desk:status", args=[ikm.pk]))
