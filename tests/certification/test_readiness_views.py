"""“Tinggal satu dokumen”: who sees which rows, the counts, the shared papers, pages of any length."""

import pytest
from django.urls import reverse

from certification.models import Readiness, Requirement
from certification.one_left import one_left
from certification.readiness import refresh
from ikm.enums import IkmState
from products.enums import ProductState
from products.models import Product
from tests.factories import BANJAR, KOTABARU, make_certificate, make_ikm, make_nutrition, make_product, make_user

pytestmark = pytest.mark.django_db

LIST, BY_IKM = "/sertifikat/kesiapan/", "/sertifikat/kesiapan/usaha/"


@pytest.fixture(autouse=True)
def _two_rules():
    """Crackers need a halal certificate and a P-IRT, for sure, and nothing else."""
    Requirement.objects.filter(category="kerupuk").delete()
    for axis, permits in (("halal", ["halal"]), ("licence", ["pirt"])):
        Requirement.objects.create(
            category_id="kerupuk", axis=axis, obligation="mandatory", accepted_permits=permits, confidence="H",
            sentence="Wajib.", order=0,
        )  # fmt: skip


def crackers(ikm, having="pirt", **fields):
    """A product that lacks the other paper."""
    product = make_product(ikm=ikm, category="kerupuk", **fields)
    if having:
        make_certificate(product, having)
    return product


def verified(regency=KOTABARU, **fields):
    return make_ikm(state=IkmState.VERIFIED, regency=regency, **fields)


def names(response, key="product"):
    return {str(row[key]) for row in response.context["rows"]}


@pytest.fixture
def world():
    return {
        "here": crackers(verified(), name="Amplang Kotabaru"),
        "there": crackers(verified(BANJAR), name="Amplang Banjar"),
        "licence": crackers(verified(), having="halal", name="Kerupuk Kotabaru"),
        "draft": crackers(verified(), name="Draf", state=ProductState.DRAFT),
        "two": crackers(verified(), having="", name="Kurang dua"),
    }


HERE = {"Amplang Kotabaru", "Kerupuk Kotabaru"}


@pytest.mark.parametrize(
    ("role", "expected"),
    [("officer", HERE), ("reviewer", HERE | {"Amplang Banjar"}), ("head", HERE | {"Amplang Banjar"})],
)
def test_staff_see_their_region(world, sign_in, role, expected):
    response = sign_in(make_user(role)).get(LIST)
    assert names(response) == expected


def test_a_facilitator_sees_the_assigned_ikm_only(world, sign_in):
    facilitator = make_user("facilitator")
    world["there"].ikm.facilitators.add(facilitator)
    assert names(sign_in(facilitator).get(LIST)) == {"Amplang Banjar"}


@pytest.mark.parametrize("role", ["officer", "reviewer", "head", "facilitator"])
def test_the_stored_regency_shows_what_visible_to_shows(world, role):
    user = make_user(role)
    visible = Product.objects.visible_to(user).exclude(readiness__last_axis="")
    assert set(one_left(user).values_list("pk", flat=True)) == set(visible.values_list("pk", flat=True))


@pytest.mark.parametrize("url", [LIST, BY_IKM])
def test_owners_and_strangers_do_not_get_in(client, sign_in, url):
    assert sign_in(make_user()).get(url).status_code == 403
    assert client.get(url).status_code == 302


def test_filters(world, sign_in):
    client = sign_in(make_user("reviewer"))
    assert names(client.get(LIST, {"axis": "licence"})) == {"Kerupuk Kotabaru"}
    assert names(client.get(LIST, {"kabupaten": BANJAR})) == {"Amplang Banjar"}
    assert names(client.get(LIST, {"axis": "lain"})) == set()


def test_counts_by_kabupaten_and_axis(world, sign_in):
    places = sign_in(make_user("reviewer")).get(LIST).context["places"]
    assert [(place["code"], [count for *_, count in place["parts"]], place["total"]) for place in places] == [
        (KOTABARU, [1, 0, 1], 2),
        (BANJAR, [1, 0, 0], 1),
    ]


def test_a_row_says_the_step_who_helps_and_how_to_reach_the_owner(world, sign_in):
    page = sign_in(make_user("officer")).get(LIST).content.decode()
    assert "Urus sertifikat halal untuk Amplang Kotabaru." in page
    assert "Pendamping proses produk halal (PPH)" in page
    assert f"https://wa.me/{world['here'].ikm.phone.removeprefix('+')}?text=Assalamu" in page
    assert reverse("assistance:case_open", args=[world["here"].ikm_id]) + "?kind=halal_self" in page


def test_a_head_reads_and_does_nothing(world, sign_in):
    page = sign_in(make_user("head")).get(LIST).content.decode()
    assert "Urus sertifikat halal untuk Amplang Kotabaru." in page
    assert "wa.me" not in page
    assert "Buka pendampingan" not in page


def test_pages_go_on_by_key(sign_in, monkeypatch):
    for number in range(5):
        crackers(verified([KOTABARU, BANJAR][number % 2]), having=["pirt", "halal"][number % 2], name=f"P{number}")
    client, seen, url = sign_in(make_user("reviewer")), [], LIST
    monkeypatch.setattr("certification.views.readiness.page.__defaults__", (("last_axis", "regency_id", "pk"), 2))
    while url:
        response = client.get(url)
        seen += [row["product"].pk for row in response.context["rows"]]
        url = response.context["page"].next_url and LIST + response.context["page"].next_url
    assert seen == list(
        Readiness.objects.exclude(last_axis="").order_by("last_axis", "regency", "pk").values_list("pk", flat=True)
    )


def test_one_halal_certificate_that_finishes_several_products(sign_in):
    both, blocked, single = verified(name="Dua sekaligus"), verified(name="Kurang lain"), verified(name="Satu saja")
    crackers(both, name="Amplang"), crackers(both, name="Kerupuk")
    crackers(both, name="Tidak lagi", having="", state=ProductState.DISCONTINUED)
    crackers(blocked), crackers(blocked), crackers(blocked, having="")
    crackers(single)
    response = sign_in(make_user("officer")).get(BY_IKM)
    assert [(str(row["ikm"]), [str(product) for product in row["products"]]) for row in response.context["rows"]] == [
        ("Dua sekaligus", ["Amplang", "Kerupuk"])
    ]
    assert "Satu sertifikat halal menyelesaikan 2 produk" in response.content.decode()


def test_a_permit_per_product_is_no_shared_paper_but_slhs_is(sign_in):
    ikm = verified()
    crackers(ikm, having="halal"), crackers(ikm, having="halal")
    client = sign_in(make_user("officer"))
    assert names(client.get(BY_IKM, {"axis": "licence"}), "ikm") == set()
    Requirement.objects.filter(category="kerupuk", axis="licence").update(accepted_permits=["slhs"])
    refresh(ikm.products.values_list("pk", flat=True))
    assert names(client.get(BY_IKM, {"axis": "licence"}), "ikm") == {str(ikm)}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("url", "queries"), [(LIST, 7), (BY_IKM, 6)])
def test_queries_do_not_grow_with_the_rows(sign_in, django_assert_num_queries, count, url, queries):
    for _ in range(count):
        ikm = verified()
        crackers(ikm), crackers(ikm)
    client = sign_in(make_user("officer"))
    client.get(url)
    with django_assert_num_queries(queries):
        assert len(client.get(url).context["rows"]) == count * (2 if url == LIST else 1)


def test_the_owner_reads_the_step_on_the_own_page(sign_in):
    owner = make_user()
    ikm = verified(owner=owner)
    product = crackers(ikm, name="Amplang")
    make_nutrition(product)
    page = sign_in(owner).get("/usaha-saya/").content.decode()
    assert "Urus sertifikat halal untuk Amplang." in page
    assert "Pendamping proses produk halal (PPH)" in page
