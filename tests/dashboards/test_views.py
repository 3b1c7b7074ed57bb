from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from dashboards import figures
from dashboards.proposing import ready_products
from ikm.enums import IkmState, Purpose
from products.enums import ProductState
from products.models import Product
from proposals.building import add_products, start_batch
from proposals.models import Batch
from reference.models import Estimate
from tests.factories import BANJAR, KOTABARU, agree, make_certificate, make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/dasbor/"


def make_ready(regency=KOTABARU, **fields):
    """An eligible product whose owner agrees to the proposal."""
    ikm = make_ikm(state=IkmState.VERIFIED, regency=regency, owner=make_user())
    agree(ikm, Purpose.PROPOSE_BBI)
    return make_product(ikm=ikm, state=ProductState.ELIGIBLE, **fields)


@pytest.fixture
def world():
    for regency in (KOTABARU, KOTABARU, BANJAR):
        make_ready(regency)
        make_ikm(state=IkmState.SUBMITTED, regency=regency)
        ikm = make_ikm(state=IkmState.VERIFIED, regency=regency)
        for state in ProductState:
            make_product(ikm=ikm, state=state)
        one_left = make_product(ikm=ikm, state=ProductState.VERIFIED, category="kerupuk")
        make_certificate(one_left, kind="pirt", state="claimed")
        make_certificate(one_left, kind="halal", number=f"ID6311000{one_left.pk:05d}")
    make_ikm(state=IkmState.INACTIVE)
    figures.refresh()


def messages_of(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize(("role", "status"), [("officer", 200), ("reviewer", 200), ("head", 200), ("admin", 200)])
def test_staff_see_the_dashboard(sign_in, role, status):
    assert sign_in(make_user(role, None if role != "admin" else "63")).get(ADDRESS).status_code == status


@pytest.mark.parametrize("role", ["", "facilitator"])
def test_others_do_not(sign_in, role):
    assert sign_in(make_user(role)).get(ADDRESS).status_code == 403


def test_before_the_first_count_the_page_says_so(sign_in):
    page = sign_in(make_user("reviewer")).get(ADDRESS).content.decode()
    assert "Angka belum pernah dihitung" in page


def test_officer_sees_only_the_own_kabupaten(sign_in, world):
    response = sign_in(make_user("officer", BANJAR)).get(ADDRESS)
    board = response.context["board"]
    assert {regency for regency, _key in board.rows} == {BANJAR}
    assert response.context["cards"][0]["count"] == 3
    assert [row["name"] for row in response.context["waits"]] == ["Banjar"]
    assert {product.regency_id for product, _axes in response.context["ready"]} == {BANJAR}
    assert not response.context["can_propose"]


def test_admin_reads_figures_without_rows(sign_in, world):
    response = sign_in(make_user("admin", "63")).get(ADDRESS)
    assert [card["url"] for card in response.context["cards"]] == ["", "", "", ""]
    assert response.context["shows_ready"] is False


class _Links(HTMLParser):
    """{address: the number shown} of every link to a list whose text ends or begins with a number."""

    def __init__(self):
        super().__init__()
        self.href, self.text, self.found = "", "", {}

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.href, self.text = dict(attrs).get("href", ""), ""

    def handle_data(self, data):
        self.text += f" {data.strip()}"

    def handle_endtag(self, tag):
        if tag == "a" and urlsplit(self.href).path in ("/ikm/", "/produk/", "/sertifikat/"):
            numbers = [word for word in self.text.split() if word.isdecimal()]
            if numbers:
                self.found[self.href] = int(numbers[0])


def shown_numbers(response):
    links = _Links()
    links.feed(response.content.decode())
    return links.found


def rows_behind(client, address):
    context = client.get(address).context
    return int(context["count"] if "count" in context else context["count_text"].split()[0])


@pytest.mark.parametrize(("role", "region"), [("reviewer", "63"), ("head", "63"), ("officer", KOTABARU)])
def test_every_number_opens_as_many_rows(sign_in, world, role, region):
    client = sign_in(make_user(role, region))
    shown = shown_numbers(client.get(ADDRESS))
    opened = {address: rows_behind(client, address) for address in shown}
    assert shown == opened
    assert len(shown) > 15


def test_every_number_carries_its_address(sign_in, world):
    shown = shown_numbers(sign_in(make_user("reviewer")).get(ADDRESS))
    queries = [tuple(sorted((name, *values) for name, values in parse_qs(urlsplit(a).query).items())) for a in shown]
    assert (("state", "eligible"),) in queries
    assert (("kabupaten", KOTABARU), ("state", "submitted")) in queries
    assert (("halal", "belum"), ("state", "live")) in queries


def test_kabupaten_without_estimate_says_so(sign_in, world):
    Estimate.objects.create(region_id=KOTABARU, year=2026, value=8, source="uji", is_example=True)
    places = sign_in(make_user("reviewer")).get(ADDRESS).context["places"]
    by_code = {place["code"]: (place["count"], place["percent"], place["note"]) for place in places}
    assert by_code[KOTABARU] == (6, 75, "6 IKM terdaftar, dari perkiraan 8 (contoh)")
    assert by_code[BANJAR] == (3, None, "3 IKM terdaftar, belum ada perkiraan")
    assert len(by_code) == 13


@pytest.mark.parametrize("rows", [1, 3])
def test_dashboard_takes_a_fixed_number_of_queries(sign_in, rows, django_assert_num_queries):
    for _ in range(rows):
        make_ready()
    figures.refresh()
    client = sign_in(make_user("reviewer"))
    client.get(ADDRESS)
    # Session and user, then ten of the page.
    with django_assert_num_queries(12):
        response = client.get(ADDRESS)
    assert len(response.context["ready"]) == rows


def test_ready_are_agreed_eligible_and_free():
    ready = make_ready()
    make_product(state=ProductState.ELIGIBLE)
    taken = make_ready()
    reviewer = make_user("reviewer")
    add_products(start_batch("Usulan", by=reviewer), [taken], by=reviewer)
    assert list(ready_products(reviewer)) == [ready]
    assert list(ready_products(make_user("officer", BANJAR))) == []


def test_propose_starts_a_batch_and_tells_what_was_left_out(sign_in):
    ready, taken = make_ready(name="Tas"), make_ready(name="Kain")
    other = make_user("reviewer")
    add_products(start_batch("Lain", by=other), [taken], by=other)
    reviewer = make_user("reviewer")

    response = sign_in(reviewer).post("/dasbor/usulkan/", {"products": [ready.pk, taken.pk]})

    batch = Batch.objects.get(created_by=reviewer)
    assert response.url == reverse("proposals:batch_detail", args=[batch.pk])
    assert [item.product for item in batch.items.all()] == [ready]
    assert messages_of(response) == [
        "1 produk masuk usulan.",
        "Kain tidak masuk: sudah ada dalam usulan yang belum selesai.",
    ]


def test_propose_adds_to_an_open_batch(sign_in):
    reviewer = make_user("reviewer")
    batch = start_batch("Usulan November", by=reviewer)
    ready = make_ready()
    sign_in(reviewer).post("/dasbor/usulkan/", {"products": [ready.pk], "batch": batch.pk})
    assert list(Batch.objects.all()) == [batch]
    assert [item.product for item in batch.items.all()] == [ready]


def test_propose_leaves_no_empty_batch(sign_in):
    product = make_product(state=ProductState.ELIGIBLE, name="Tanpa izin")
    response = sign_in(make_user("reviewer")).post("/dasbor/usulkan/", {"products": [product.pk]})
    assert response.url == ADDRESS
    assert messages_of(response) == ["Tanpa izin tidak masuk: pemiliknya belum menyetujui usulan ke BBI."]
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Centang dahulu produk yang akan diusulkan."),
        (
            {"products": ["999999"]},
            "Salah satu produk tidak ditemukan lagi. Muat ulang halaman ini, lalu pilih kembali.",
        ),
        ({"products": ["x"]}, "Pilihan produk tidak terbaca. Muat ulang halaman ini, lalu pilih kembali."),
    ],
)
def test_propose_without_a_sensible_choice_gets_a_sentence(sign_in, data, sentence):
    assert messages_of(sign_in(make_user("reviewer")).post("/dasbor/usulkan/", data)) == [sentence]


def test_propose_into_a_foreign_batch_is_refused(sign_in):
    batch = Batch.objects.create(province_id="63", title="Lama", created_by=make_user("reviewer"), state="cancelled")
    response = sign_in(make_user("reviewer")).post(
        "/dasbor/usulkan/", {"products": [make_ready().pk], "batch": batch.pk}
    )
    assert messages_of(response) == [
        "Usulan itu sudah dikunci atau tidak ada lagi. Pilih usulan lain atau buat yang baru."
    ]
    assert not batch.items.exists()


@pytest.mark.parametrize("role", ["", "officer", "head", "admin", "facilitator"])
@pytest.mark.parametrize("address", ["/dasbor/usulkan/", "/dasbor/hitung-ulang/"])
def test_only_reviewers_propose_and_count_anew(sign_in, role, address):
    product = make_ready()
    assert sign_in(make_user(role)).post(address, {"products": [product.pk]}).status_code == 403
    assert not Batch.objects.exists()


def test_counting_anew(sign_in):
    make_ready()
    client = sign_in(make_user("reviewer"))
    assert client.post("/dasbor/hitung-ulang/").url == ADDRESS
    assert client.get(ADDRESS).context["cards"][1]["count"] == Product.objects.filter(state="eligible").count() == 1
