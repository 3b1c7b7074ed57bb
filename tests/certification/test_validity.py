import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from certification.models import Certificate
from certification.papers import add_certificate, change_certificate
from certification.validity import (
    Validity,
    asked_since,
    end_to_store,
    latest_anniversary,
    validity,
    validity_of,
    years_later,
)
from reference.models import Holiday
from reference.working_days import Calendar
from tests.factories import make_certificate, make_ikm, make_product, make_user

D = datetime.date
TODAY = D(2026, 11, 24)
PIRT, PIRT_NO_YEAR = "P-IRT 2066302010012-30", "2066302010012"
HALAL = "ID63110001234560124"
PRINTED_RULE = "Berlaku sampai tanggal yang tercetak."
UNKNOWN = "Tanggal berakhirnya belum diketahui. Isi tanggal yang tercetak pada sertifikat."

pytestmark = pytest.mark.django_db


def known(found):
    return found.until, found.source, found.is_estimated


def test_halal_never_ends_and_is_asked_after_a_year():
    found = validity("halal", TODAY, printed=D(2025, 1, 1), asked_since=D(2025, 11, 24))
    assert found == Validity(
        None,
        "Sertifikat halal BPJPH berlaku tanpa batas waktu selama bahan dan cara membuat tidak berubah "
        "(UU 33/2014 Pasal 42 jo. UU 6/2023).",
        "rule", TODAY, asks_change=True, change_due_on=TODAY,
    )  # fmt: skip
    assert (found.is_over, found.is_change_due) == (False, True)
    assert not validity("halal", TODAY, asked_since=D(2025, 11, 25)).is_change_due


def test_old_mui_is_guided_to_bpjph():
    sentence = "Sertifikat MUI lama: ajukan ulang ke BPJPH."
    found = validity("halal_mui", TODAY, issued_on=D(2019, 1, 1))
    assert (known(found), found.rule, found.is_over) == ((None, "none", False), sentence, False)
    found = validity("halal_mui", TODAY, printed=D(2022, 1, 1))
    assert (known(found), found.rule, found.is_over) == ((D(2022, 1, 1), "printed", False), sentence, True)


def test_pirt_ends_with_the_year_of_its_number_unless_a_date_is_known():
    decoded = {"valid_until": D(2030, 12, 31)}
    assert known(validity("pirt", TODAY, decoded=decoded)) == (D(2030, 12, 31), "number", False)
    assert known(validity("pirt", TODAY, decoded=decoded, printed=D(2030, 12, 31))) == (
        D(2030, 12, 31),
        "number",
        False,
    )
    found = validity("pirt", TODAY, decoded=decoded, printed=D(2029, 5, 1))
    assert (known(found), found.rule) == ((D(2029, 5, 1), "printed", False), PRINTED_RULE)
    found = validity("pirt", TODAY, issued_on=D(2024, 2, 29))
    assert (known(found), found.rule) == (
        (D(2029, 2, 28), "rule", False), "P-IRT berlaku 5 tahun sejak terbit (PerBPOM 22/2018 jo. 4/2024).",
    )  # fmt: skip
    assert (known(validity("pirt", TODAY)), validity("pirt", TODAY).rule) == ((None, "none", False), UNKNOWN)


def test_md_opens_a_year_before_and_closes_ten_working_days_before():
    Holiday.objects.filter(date__range=[D(2027, 5, 1), D(2027, 7, 1)]).delete()
    found = validity("md", TODAY, printed=D(2027, 6, 30))
    assert (known(found), found.renew_from, found.renew_by) == (
        (D(2027, 6, 30), "printed", False), D(2026, 6, 30), D(2027, 6, 16),
    )  # fmt: skip
    assert found.may_renew
    Holiday.objects.create(date=D(2027, 6, 21), name="Libur contoh")
    assert validity("ml", TODAY, printed=D(2027, 6, 30)).renew_by == D(2027, 6, 15)
    assert not validity("md", TODAY, printed=D(2027, 11, 25)).may_renew
    assert not validity("md", TODAY, printed=D(2026, 11, 23)).may_renew
    found = validity("md", TODAY, issued_on=D(2021, 1, 4))
    assert (known(found), found.is_over) == ((D(2026, 1, 4), "rule", True), False)


@pytest.mark.parametrize(
    ("kind", "until"),
    [
        ("cosmetic", D(2029, 4, 12)),
        ("slhs", D(2029, 4, 13)),
        ("tkdn", D(2031, 4, 13)),
        ("brand", D(2036, 4, 13)),
    ],
)
def test_usual_life_is_an_estimate_that_is_never_stored(kind, until):
    found = validity(kind, D(2040, 1, 1), issued_on=D(2026, 4, 13))
    assert (known(found), found.is_over) == ((until, "rule", True), False)
    assert end_to_store(kind, "NA18260500350", D(2026, 4, 13)) is None
    printed = validity(kind, D(2040, 1, 1), issued_on=D(2026, 4, 13), printed=D(2028, 1, 1))
    assert (known(printed), printed.is_over) == ((D(2028, 1, 1), "printed", False), True)


@pytest.mark.parametrize("kind", ["tr", "ht", "ff", "sd", "akd", "pkd", "sni", "svlk", "other"])
def test_other_papers_know_only_their_printed_date(kind):
    assert known(validity(kind, TODAY, issued_on=D(2024, 1, 1))) == (None, "none", False)
    found = validity(kind, TODAY, printed=TODAY)
    assert (known(found), found.rule, found.is_over) == ((TODAY, "printed", False), PRINTED_RULE, False)


def test_stored_end_of_each_way_to_know_it():
    assert end_to_store("pirt", PIRT, D(2024, 5, 1)) == D(2030, 12, 31)
    assert end_to_store("pirt", PIRT, typed=D(2028, 5, 1)) == D(2028, 5, 1)
    assert end_to_store("pirt", PIRT_NO_YEAR, D(2024, 5, 1)) == D(2029, 5, 1)
    assert end_to_store("pirt", PIRT_NO_YEAR) is None
    assert end_to_store("halal", HALAL, D(2024, 5, 1), typed=D(2028, 5, 1)) is None
    assert end_to_store("md", "MD224510107115", D(2024, 5, 1)) is None
    assert end_to_store("md", "MD224510107115", typed=D(2028, 5, 1)) == D(2028, 5, 1)


def test_years_and_anniversaries():
    assert (years_later(D(2024, 2, 29), 1), years_later(D(2028, 2, 29), -4)) == (D(2025, 2, 28), D(2024, 2, 29))
    assert latest_anniversary(D(2025, 11, 25), TODAY) is None
    assert latest_anniversary(D(2025, 11, 24), TODAY) == TODAY
    assert latest_anniversary(D(2022, 12, 1), TODAY) == D(2025, 12, 1)
    assert latest_anniversary(D(2027, 1, 1), TODAY) is None


def test_question_counts_from_the_latest_that_is_known():
    entered = datetime.datetime(2026, 1, 1, 20, tzinfo=datetime.UTC)
    paper = SimpleNamespace(issued_on=None, unchanged_on=None, changed_on=None, verified_at=None, created_at=entered)
    assert asked_since(paper) == D(2026, 1, 2)
    paper.issued_on = D(2020, 1, 1)
    assert asked_since(paper) == D(2020, 1, 1)
    paper.verified_at = datetime.datetime(2021, 5, 1, 1, tzinfo=datetime.UTC)
    assert asked_since(paper) == D(2021, 5, 1)
    paper.unchanged_on, paper.changed_on = D(2022, 5, 2), D(2023, 5, 2)
    assert asked_since(paper) == D(2023, 5, 2)


def test_certificate_tells_its_validity_and_last_answer():
    product = make_product(category="kerupuk")
    paper = make_certificate(product, "halal", number=HALAL, issued_on=D(2024, 1, 1), unchanged_on=D(2026, 3, 5))
    found = validity_of(paper, TODAY)
    assert (found.change_due_on, found.said) == (
        D(2027, 3, 5), "Pemilik menyatakan bahan dan proses tidak berubah pada 5 Maret 2026.",
    )  # fmt: skip
    paper.changed_on = D(2026, 3, 5)
    assert validity_of(paper, TODAY).said == "Pemilik menyatakan bahan atau proses berubah pada 5 Maret 2026."


def test_validities_of_many_papers_share_the_calendar(django_assert_num_queries):
    product = make_product(category="kerupuk")
    papers = [make_certificate(product, "md", number=f"MD22451010711{n}", valid_until=D(2027, 6, 30)) for n in range(3)]
    for shown in (papers[:1], papers):
        with django_assert_num_queries(1):
            calendar = Calendar()
            assert {validity_of(paper, TODAY, calendar).renew_from for paper in shown} == {D(2026, 6, 30)}


def test_end_date_read_from_the_number_follows_a_new_number_and_a_typed_one_stays():
    owner = make_user()
    ikm = make_ikm(owner=owner)
    product = make_product(ikm, category="kerupuk")
    paper = add_certificate(ikm, [product], "pirt", PIRT, by=owner)
    assert paper.valid_until == D(2030, 12, 31)
    paper = change_certificate(paper, {"number_raw": "2066302010012-31", "valid_until": D(2030, 12, 31)}, by=owner)
    assert paper.valid_until == D(2031, 12, 31)
    paper = change_certificate(paper, {"valid_until": D(2031, 3, 1)}, by=owner)
    paper = change_certificate(paper, {"number_raw": "2066302010012-29"}, by=owner)
    assert Certificate.objects.get(pk=paper.pk).valid_until == D(2031, 3, 1)
    paper = change_certificate(paper, {"number_raw": "2066302010012-29", "valid_until": None}, by=owner)
    assert paper.valid_until == D(2029, 12, 31)


def test_pirt_without_a_year_follows_its_issue_date():
    owner = make_user()
    ikm = make_ikm(owner=owner)
    product = make_product(ikm, category="kerupuk")
    paper = add_certificate(ikm, [product], "pirt", PIRT_NO_YEAR, issued_on=D(2024, 5, 1), by=owner)
    assert paper.valid_until == D(2029, 5, 1)
    paper = change_certificate(paper, {"issued_on": D(2025, 5, 1)}, by=owner)
    assert paper.valid_until == D(2030, 5, 1)
    assert timezone.localdate(paper.created_at) == timezone.localdate()
