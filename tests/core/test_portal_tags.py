from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from core.templatetags import portal


@pytest.fixture(autouse=True)
def indonesian():
    with translation.override("id"):
        yield


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "Rp0"), (1_500_000, "Rp1.500.000"), (-2500, "-Rp2.500"), (None, "–"), ("", "–")],
)
def test_rupiah(value, text):
    assert portal.rupiah(value) == text


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (1_500_000, "1.500.000"), (None, "–")])
def test_number(value, text):
    assert portal.number(value) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"), [(43.6, 0, "44%"), (0, 0, "0%"), (12.34, 1, "12,3%"), (None, 0, "–"), ("?", 0, "–")]
)
def test_percent(value, decimals, text):
    assert portal.percent(value, decimals) == text


def test_dates_are_read_in_kalimantan():
    late = datetime(2026, 11, 15, 18, 42, tzinfo=UTC)
    assert portal.tanggal(late) == "Senin, 16 November 2026"
    assert portal.waktu(late) == "02.42 WITA"
    assert portal.tanggal_pendek(date(2026, 11, 16)) == "16 Nov 2026"
    assert portal.tanggal(None) == portal.tanggal_pendek(None) == portal.waktu(None) == "–"


@pytest.mark.parametrize(
    ("value", "text"),
    [("6371012345678901", "6371**********01"), ("12345", "*****"), ("", ""), (None, "")],
)
def test_mask_id(value, text):
    assert portal.mask_id(value) == text


@pytest.mark.parametrize(
    ("phone", "text", "url"),
    [
        ("0812-3456-7890", "", "https://wa.me/6281234567890"),
        ("+62 812 3456 7890", "Halo & salam", "https://wa.me/6281234567890?text=Halo%20%26%20salam"),
        ("81234567890", "", "https://wa.me/6281234567890"),
        ("", "Halo", ""),
        (None, "", ""),
    ],
)
def test_wa_link(phone, text, url):
    assert portal.wa_link(phone, text) == url


def test_query_string_changes_one_parameter_and_keeps_the_others():
    request = RequestFactory().get("/", {"q": "amplang", "after": "9", "kind": ["a", "b"]})
    context = {"request": request}
    assert portal.query_string(context, after=None) == "?q=amplang&kind=a&kind=b"
    assert portal.query_string(context, q="", kind="c") == "?after=9&kind=c"
    assert portal.query_string({"request": RequestFactory().get("/")}) == "?"


def test_icon_escapes_its_label():
    drawn = portal.icon("bell", '"<')
    assert 'aria-label="&quot;&lt;"' in drawn
    assert "#bell" in drawn


@pytest.mark.parametrize(("audience", "label"), [("", "Dikembalikan"), ("owner", "Perlu diperbaiki")])
def test_state_badge_speaks_to_its_audience(audience, label):
    subject = SimpleNamespace(state_label="Dikembalikan", owner_state_label="Perlu diperbaiki", state_kind="back")
    drawn = Template("{% state_badge subject audience %}").render(Context({"subject": subject, "audience": audience}))
    assert drawn.strip() == f'<span class="state back">{label}</span>'
