"""Whom the owner asks, and with which words."""

import datetime
from urllib.parse import unquote

import pytest

from desk.asking import ask_officer, desk_to_ask
from ikm.models import Ikm
from reference.models import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def ikm(reference_data):
    Office.objects.all().delete()
    return Ikm(pk=7, name="Amplang", regency_id="63.02")


def office(region, **fields):
    return Office.objects.create(
        region_id=region, name=f"Dinas {region}", valid_from=datetime.date(2020, 1, 1), **fields
    )


def test_whatsapp_names_the_step(ikm, django_assert_num_queries):
    office("63.02", phone="0518-21000", whatsapp="081250000009")
    with django_assert_num_queries(1):
        url = ask_officer(ikm, "di langkah Profil usaha")
    assert url.startswith("https://wa.me/6281250000009?text=")
    assert unquote(url.split("text=")[1]) == (
        "Halo, saya mengisi data usaha Amplang (nomor 7) di Portal BBI Kalsel, di langkah Profil usaha. "
        "Saya ingin bertanya: "
    )


def test_a_landline_is_shown_with_its_hours(ikm):
    office("63.02", phone="0518-21000", hours="08.00–16.00")
    found = desk_to_ask(ikm)
    assert (found.name, found.url, found.phone, found.hours) == ("Dinas 63.02", "", "0518-21000", "08.00–16.00")


def test_the_province_answers_for_an_unreachable_office(ikm):
    office("63.02")
    assert desk_to_ask(ikm) is None
    office("63", phone="081250000001")
    assert desk_to_ask(ikm).url.startswith("https://wa.me/6281250000001?")
    assert desk_to_ask(Ikm(pk=8)).name == "Dinas 63"


def test_what_lies_at_the_province_is_asked_there(ikm):
    office("63.02", phone="081250000009")
    office("63", phone="081250000001")
    assert (desk_to_ask(ikm).name, desk_to_ask(ikm, at_province=True).name) == ("Dinas 63.02", "Dinas 63")
