"""The next step in words: from stored columns alone, for every code readiness can write."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.enums import CaseKind
from certification.enums import Answer, CertificateState
from certification.models import CertificateAnswer, Readiness, Requirement
from certification.next_steps import GUIDES, message_to_owner, next_step, read
from certification.readiness import refresh
from ikm.enums import IkmState
from tests.factories import make_certificate, make_ikm, make_product

pytestmark = pytest.mark.django_db

KOTABARU = "Kabupaten Kotabaru"


def step_of(product, **extra):
    return next_step(Readiness.objects.get(product=product), product, **extra)


def make_amplang(**fields):
    return make_product(category="kerupuk", name="Amplang Tenggiri", **fields)


def test_nothing_asked_is_no_step():
    assert step_of(make_product(category="anyaman")) is None
    assert next_step(None) is None


def test_a_missing_permit():
    step = step_of(make_amplang(), place=KOTABARU, helpers=["Rina"])
    assert (step.what, step.document, step.kind) == ("Urus P-IRT untuk Amplang Tenggiri.", "P-IRT", "back")
    assert step.who == ("Rina", f"Dinas Kesehatan {KOTABARU}", f"Petugas dinas perindustrian {KOTABARU}")
    assert (step.url_name, step.case_kind, step.is_advised) == ("desk:path_product_certificates", "pirt", False)


@pytest.mark.parametrize(
    ("state", "what", "how", "url_name"),
    [
        (
            CertificateState.CLAIMED,
            "Menunggu petugas memeriksa P-IRT untuk produk ini.",
            "Pemilik tidak perlu berbuat apa-apa; kabar dikirim setelah diperiksa.",
            "",
        ),
        (
            CertificateState.RETURNED,
            "Perbaiki P-IRT untuk produk ini: petugas mengembalikannya.",
            "Baca catatan petugas, betulkan nomor atau berkasnya, lalu ajukan lagi.",
            "desk:path_product_certificates",
        ),
        (
            CertificateState.REFUSED,
            "Perbaiki P-IRT untuk produk ini: petugas menolaknya.",
            "Baca alasan petugas, betulkan nomor atau berkasnya, lalu ajukan lagi.",
            "desk:path_product_certificates",
        ),
        (
            CertificateState.REVOKED,
            "Urus lagi P-IRT untuk produk ini: yang lama dicabut.",
            str(GUIDES["pirt"].how),
            "desk:path_product_certificates",
        ),
    ],
)
def test_a_paper_that_does_not_count_says_why(state, what, how, url_name):
    product = make_product(category="kerupuk")
    Requirement.objects.filter(category="kerupuk").exclude(axis="licence").delete()
    make_certificate(product, "pirt", state=state)
    step = next_step(Readiness.objects.get(product=product))
    assert (step.what, step.how, step.url_name) == (what, how, url_name)


def test_an_answer_in_process_keeps_the_permit_in_mind():
    product = make_amplang()
    Requirement.objects.filter(category="kerupuk").exclude(axis="licence").delete()
    CertificateAnswer.objects.create(product=product, axis="licence", answer=Answer.IN_PROCESS)
    refresh([product.pk])
    step = step_of(product)
    assert (step.what, step.kind) == ("Selesaikan pengurusan P-IRT untuk Amplang Tenggiri.", "wait")
    assert step.how == "Begitu terbit, tulis nomornya dan unggah berkasnya di portal ini."


def test_an_advised_step_carries_the_word_of_the_law():
    product = make_amplang()
    Requirement.objects.filter(category="kerupuk").exclude(axis="halal").delete()
    Requirement.objects.filter(category="kerupuk").update(confidence="M")
    refresh([product.pk])
    step = step_of(product)
    assert (step.axis, step.is_advised) == ("halal", True)
    assert step.legal == "Wajib menurut keterangan yang belum pasti"


def test_nutrition_is_filled_in_here():
    product = make_amplang()
    Requirement.objects.filter(category="kerupuk").exclude(axis="nutrition").delete()
    refresh([product.pk])
    step = step_of(product, place=KOTABARU)
    assert (step.what, step.url_name) == ("Isi informasi nilai gizi untuk Amplang Tenggiri.", "desk:path_nutrition")
    assert step.who == (f"Petugas dinas perindustrian {KOTABARU}",)


@pytest.mark.parametrize(("scale", "kind"), [("micro", "halal_self"), ("medium", "halal_regular")])
def test_the_help_for_halal_fits_the_scale(scale, kind):
    product = make_amplang(ikm=make_ikm(state=IkmState.VERIFIED, business_scale=scale))
    Requirement.objects.filter(category="kerupuk").exclude(axis="halal").delete()
    refresh([product.pk])
    assert step_of(product).case_kind == kind


def test_every_help_named_is_one_that_can_be_opened():
    named = {guide.case_kind for guide in GUIDES.values()} - {""} | {"halal_regular"}
    assert named <= set(CaseKind.values)


def test_words_need_no_query():
    readiness = Readiness.objects.select_related("product__ikm").get(product=make_amplang())
    with CaptureQueriesContext(connection) as queries:
        step = next_step(readiness, readiness.product, place=KOTABARU)
        message_to_owner(step, "Siti", "Amplang Siti")
    assert len(queries) == 0


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("licence.missing.pirt+md", ("licence", "missing", ["pirt", "md"])),
        ("halal.claimed", ("halal", "claimed", [])),
    ],
)
def test_read(code, parts):
    assert read(code) == parts


def test_message():
    step = step_of(make_amplang())
    assert message_to_owner(step, "Siti", "Amplang Siti").startswith(
        "Assalamu'alaikum, Bapak/Ibu Siti dari Amplang Siti. Kami dari dinas perindustrian. "
        "Urus P-IRT untuk Amplang Tenggiri. "
    )
