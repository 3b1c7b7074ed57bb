import re

import pytest
from django.urls import reverse

pytestmark = pytest.mark.usefixtures("reference_data")


def options(client, name, **parameters):
    response = client.get(reverse(f"reference:{name}"), parameters)
    assert response.status_code == 200
    return re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)</option>', response.content.decode())


def test_districts_of_a_regency_come_sorted_with_the_chosen_one(client):
    found = options(client, "region_options", induk="63.06", terpilih="63.06.05")
    assert found[0] == ("", "", "Pilih kecamatan")
    assert len(found) == 12
    assert [row[2] for row in found[1:]] == sorted(row[2] for row in found[1:])
    assert [row[0] for row in found if row[1]] == ["63.06.05"]


def test_the_select_may_send_its_own_name(client):
    found = options(client, "region_options", **{"ikm-district": "63.01.01"})
    assert found[0] == ("", "", "Pilih desa/kelurahan")
    assert ("63.01.01.2001", "", "Benua Lawas") in found


def test_no_parameter_lists_the_regencies_of_the_province(client):
    found = options(client, "region_options")
    assert found[0] == ("", "", "Pilih kabupaten/kota")
    assert len(found) == 14


@pytest.mark.parametrize("parent", ["", "99.99", "63.06' OR 1=1", "<b>"])
def test_nonsense_offers_nothing(client, parent):
    assert [row[0] for row in options(client, "region_options", induk=parent)] == [""]


def test_fragments_may_be_kept_for_a_day_and_refuse_a_post(client):
    response = client.get(reverse("reference:region_options"), {"induk": "63.06"})
    assert response.headers["Cache-Control"] == "public, max-age=86400"
    assert client.post(reverse("reference:region_options")).status_code == 405


def test_kbli_is_found_by_number_and_by_words(client):
    assert options(client, "kbli_options", q="10796", versi="2020") == [("10796", "", "10796 Dodol (KBLI 2020)")]
    both = options(client, "kbli_options", q="dodol")
    assert [row[2] for row in both] == ["10796 Dodol (KBLI 2020)", "10796 Dodol (KBLI 2025)"]
    assert [row[0] for row in options(client, "kbli_options", q="rotan anyaman", versi="2025")] == ["16291"]
    assert options(client, "kbli_options", q="") == []
    assert options(client, "kbli_options", q="%") == []
    assert len(options(client, "kbli_options", q="1")) == 20


def test_fragments_need_one_query(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(reverse("reference:region_options"), {"induk": "63.06"})
    with django_assert_num_queries(1):
        client.get(reverse("reference:kbli_options"), {"q": "dodol"})


def test_endless_search_text_is_cut(client):
    assert len(options(client, "kbli_options", q="1 " * 1200)) == 20
