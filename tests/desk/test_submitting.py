"""“Ajukan” as one act."""

import pytest
from django.core.exceptions import PermissionDenied

from certification.enums import CertificateState
from certification.models import Certificate
from core.models import Outbox
from core.workflow import TransitionRefused
from desk.models import ReturnNote
from desk.returning import Note, return_dossier
from desk.submitting import submit_everything
from ikm.enums import IkmState
from ikm.models import Ikm
from products.enums import ProductState
from products.models import Product
from tests.factories import make_certificate, make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_user()


def states(ikm):
    products = list(Product.objects.filter(ikm=ikm).order_by("pk").values_list("state", flat=True))
    return Ikm.objects.get(pk=ikm.pk).state, products


def test_profile_and_finished_products_go_together_and_drafts_stay(reference_data, owner):
    ikm = make_ikm(state=IkmState.DRAFT, owner=owner)
    officer = make_user("officer")
    make_user("officer", region="63.03")
    full = make_product(ikm, state=ProductState.DRAFT)
    half = make_product(ikm, state=ProductState.DRAFT, description="")
    done = submit_everything(ikm, by=owner)
    assert (done.products, done.papers, done.left) == ([full], [], [half])
    assert states(ikm) == ("submitted", ["submitted", "draft"])
    assert list(Outbox.objects.filter(channel="app").values_list("recipient", "subject", "body")) == [
        (officer.pk, f"{ikm} mengajukan data untuk diperiksa", str(full))
    ]


def test_an_unanswered_mandatory_axis_keeps_the_product_back(reference_data, owner):
    ikm = make_ikm(state=IkmState.DRAFT, owner=owner)
    food = make_product(ikm, state=ProductState.DRAFT, category="kerupuk")
    assert submit_everything(ikm, by=owner).left == [food]


def test_an_incomplete_profile_refuses_everything(reference_data, owner):
    ikm = make_ikm(state=IkmState.DRAFT, owner=owner, address="")
    make_product(ikm, state=ProductState.DRAFT)
    with pytest.raises(TransitionRefused, match="Tuliskan alamat usaha: jalan, nomor, RT/RW."):
        submit_everything(ikm, by=owner)
    assert states(ikm) == ("draft", ["draft"])


def test_joining_bbi_without_consent_is_refused(reference_data, owner):
    ikm = make_ikm(state=IkmState.DRAFT, owner=owner, wants_bbi=True)
    with pytest.raises(TransitionRefused, match="setujui dahulu penyerahan data ke program BBI"):
        submit_everything(ikm, by=owner)


def test_a_repaired_file_answers_the_return_and_goes_back_to_who_returned_it(reference_data, owner):
    ikm = make_ikm(owner=owner)
    officer, colleague = make_user("officer"), make_user("officer")
    product = make_product(ikm)
    paper = make_certificate(product, state=CertificateState.CLAIMED)
    notes = [
        Note("ikm", ikm.pk, "address", "Alamat", "Kurang RT"),
        Note("product", product.pk, "name", "Nama", "Salah ketik"),
        Note("certificate", paper.pk, "document", "Berkas", "Buram"),
    ]
    returned = return_dossier(ikm, notes, by=officer)
    Outbox.objects.all().delete()
    done = submit_everything(ikm, by=owner)
    assert states(ikm) == ("submitted", ["submitted"])
    assert (done.papers, Certificate.objects.get(pk=paper.pk).state) == ([paper], "claimed")
    returned.refresh_from_db()
    assert returned.answered_at is not None
    assert not ReturnNote.objects.filter(resolved_at=None).exists()
    told = set(Outbox.objects.filter(channel="app").values_list("recipient", flat=True))
    assert told == {officer.pk}
    assert colleague.pk not in told


def test_an_unrepaired_returned_product_stops_the_whole_act(reference_data, owner):
    ikm = make_ikm(state=IkmState.RETURNED, owner=owner)
    make_product(ikm, state=ProductState.RETURNED, name="Tikar", description="")
    with pytest.raises(TransitionRefused, match="Tikar: Ceritakan produk ini"):
        submit_everything(ikm, by=owner)
    assert states(ikm) == ("returned", ["returned"])


def test_pressing_twice_is_a_sentence(reference_data, owner):
    ikm = make_ikm(state=IkmState.DRAFT, owner=owner)
    submit_everything(ikm, by=owner)
    with pytest.raises(TransitionRefused, match="Tidak ada yang perlu diajukan"):
        submit_everything(ikm, by=owner)
    assert ikm.transitions.count() == 1


def test_strangers_submit_nothing(reference_data, owner):
    ikm = make_ikm(state=IkmState.DRAFT, owner=owner)
    with pytest.raises(PermissionDenied):
        submit_everything(ikm, by=make_user())
