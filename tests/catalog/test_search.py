import pytest
from django.urls import reverse

from catalog.models import Listing
from catalog.search import search, spellings
from tests.catalog.test_views import make_listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf():
    make_listed(name="Kripik Pisang Kepok", category="anyaman")
    make_listed(name="Amplang Tenggiri", category="anyaman")
    make_listed(name="Kain Sasirangan 100% Sutra", category="sasirangan")


def found(text):
    listings, is_near = search(Listing.objects.all(), text)
    return sorted(listing.product.name for listing in listings), is_near


@pytest.mark.parametrize(
    ("text", "names", "is_near"),
    [
        ("KRIPIK pisang", ["Kripik Pisang Kepok"], False),
        ("keripik pisang", ["Kripik Pisang Kepok"], False),
        ("kerupuk ikan", ["Amplang Tenggiri"], False),
        ("pisang tenggiri", [], True),
        ("100%", ["Kain Sasirangan 100% Sutra"], False),
        ("sasirngan", ["Kain Sasirangan 100% Sutra"], True),
        ("amplng", ["Amplang Tenggiri"], True),
        ("mobil listrik", [], True),
    ],
)
def test_search(shelf, text, names, is_near):
    assert found(text) == (names, is_near)


def test_empty_search_finds_everything(shelf):
    assert found("   ") == (["Amplang Tenggiri", "Kain Sasirangan 100% Sutra", "Kripik Pisang Kepok"], False)


def test_spellings_replace_whole_phrases_only():
    assert spellings("keripik singkong") == ["keripik singkong", "kripik singkong", "chips singkong"]
    assert spellings("kuenya") == ["kuenya"]


def test_near_matches_say_so_on_the_page(client, shelf):
    page = client.get(reverse("catalog:product_list"), {"q": "sasirngan"}).content.decode()
    assert "Tidak ada yang persis “sasirngan”. Ini yang ejaannya mirip." in page


def test_a_search_without_any_hit_offers_a_way_on(client, shelf):
    page = client.get(reverse("catalog:product_list"), {"q": "zzzzzzzz"}).content.decode()
    assert "Belum ada produk yang cocok" in page
