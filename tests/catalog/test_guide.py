"""The public pages of “Butuh izin apa?”."""

import datetime
import random
import string

import pytest
from django.urls import reverse

from accounts.middleware import LANGUAGE_COOKIE
from certification import guide
from reference.models import Office, ProductCategory
from tests.factories import KOTABARU, make_user

pytestmark = pytest.mark.django_db

FULL = {
    "produk": "kerupuk", "tempat": "rumah", "cara": "kering", "simpan": "ruang", "tahan": "180", "kemasan": "plastik",
    "siap": "ya", "klaim": "tidak", "hewan": "tidak", "haram": "tidak", "skala": "mikro", "bentuk": "perorangan",
}  # fmt: skip


def text(response):
    return " ".join(response.content.decode().split())


def page(client, **query):
    return client.get(reverse("guide"), query)


def test_address_is_short_and_public(client):
    assert reverse("guide") == "/butuh-izin-apa/"
    response = page(client)
    assert "Apa produk Anda?" in text(response)
    assert "Pertanyaan 1 dari paling banyak 6" in text(response)
    assert [group["label"] for group in response.context["groups"]][:3] == ["Makanan", "Minuman", "Jamu dan suplemen"]


def test_questions_follow_one_another_and_keep_the_answers(client):
    seen, answers = [], {}
    for key, value in FULL.items():
        response = page(client, **answers)
        question = response.context.get("question")
        title = str(question.title) if question else "Apa produk Anda?"
        if title not in seen:
            seen.append(title)
        assert all(f'name="{k}" value="{v}"' in text(response) for k, v in response.context.get("kept", {}).items())
        answers[key] = value
    assert seen == [
        "Apa produk Anda?",
        "Dibuat di mana dan bagaimana?",
        "Disimpan bagaimana, tahan berapa lama?",
        "Dijual dalam kemasan apa?",
        "Apa isi dan tulisan kemasannya?",
        "Seperti apa usahanya?",
    ]
    assert "Yang wajib: P-IRT, sertifikat halal, dan informasi nilai gizi." in text(page(client, **answers))


def test_a_part_left_out_is_named(client):
    response = page(client, produk="kerupuk", tempat="rumah", langkah="pembuatan")
    assert [part.key for part in response.context["missing"]] == ["cara"]
    assert "Masih ada yang belum dijawab" in text(response)
    assert page(client, produk="kerupuk").context["missing"] == []


def test_an_answer_can_be_changed_and_the_others_stay(client):
    response = page(client, **FULL, ubah="penyimpanan")
    assert response.context["question"].key == "penyimpanan"
    assert set(response.context["kept"]) == set(FULL) - {"simpan", "tahan"}
    assert 'name="simpan" value="ruang" required checked' in text(response)
    assert "ubah=pembuatan" in response.context["back_query"]
    assert page(client, **FULL, ubah="produk").context["groups"][0]["is_open"] is True
    assert page(client, **FULL, ubah="tidak-ada").context["advice"].headline.startswith("Yang wajib")


def test_answer_page_says_everything(client):
    office = {"region_id": KOTABARU, "name": "Dinas Perindustrian Kotabaru", "phone": "0518-21001"}
    Office.objects.create(valid_from=datetime.date(2020, 1, 1), **office)
    shown = text(page(client, **FULL | {"bentuk": "pt"}))
    for sentence in (
        "Sejak 17 Oktober 2026",
        "PerBPOM 22/2018; PerBPOM 4/2024; PP 28/2025",
        "keyakinan tinggi",
        "Gratis lewat kuota SEHATI; bila kuota habis Rp230.000.",
        "Keyakinan keterangan: sedang",
        "Belum diketahui",
        "https://oss.go.id",
        "https://ptsp.halal.go.id",
        "Menurut sebagian dinas, PT tidak dapat mengajukan P-IRT.",
        "Kepkaban BPJPH 146/2025",
        "Dinas Perindustrian Kotabaru",
        "0518-21001",
        "Daftar sekarang",
        "https://wa.me/?text=Izin%20untuk%20Kerupuk",
        "Nutri-Level",
    ):
        assert sentence in shown, sentence


def test_sign_up_carries_the_answers(client):
    response = page(client, **FULL, x="<script>")
    assert response.context["signup_url"].startswith("/masuk/signup/?next=%2Fmulai%2Fproduk%2F%3Fproduk%3Dkerupuk%26")
    assert "script" not in response.context["signup_url"]
    assert "Tambahkan sebagai produk" not in text(response)


def test_signed_in_people_add_it_as_a_product(sign_in):
    shown = text(page(sign_in(make_user()), **FULL))
    assert "Tambahkan sebagai produk" in shown
    assert "Daftar sekarang" not in shown
    shown = text(page(sign_in(make_user("officer")), **FULL))
    assert "Tambahkan sebagai produk" not in shown
    assert "Daftar sekarang" not in shown


@pytest.mark.parametrize("queries", [1, 4])
def test_queries(client, django_assert_num_queries, queries):
    with django_assert_num_queries(queries):
        page(client, **(FULL if queries == 4 else {}))


def test_pages_are_light_and_may_be_kept_a_while(client):
    for query in ({}, {"produk": "kerupuk"}, FULL):
        response = page(client, **query)
        assert len(response.content) < 60_000
        assert response.headers["Cache-Control"] == "private, max-age=600"
        assert "Cookie" in response.headers["Vary"]


def test_signed_in_pages_are_not_kept(sign_in):
    assert "max-age" not in page(sign_in(make_user()), **FULL).headers.get("Cache-Control", "")


def test_english_visitors_are_told_that_it_is_indonesian(client):
    client.cookies[LANGUAGE_COOKIE] = "en"
    response = page(client, **FULL)
    assert '<html lang="id">' in text(response)
    assert response.headers["Content-Language"] == "id"
    assert 'lang="en"><svg class="icon"' in text(response)
    assert "This guide is in Indonesian only, because it quotes Indonesian law." in text(response)
    assert "Yang wajib" in text(response)
    assert "Panduan ini hanya berbahasa Indonesia" not in text(page(client))


def test_every_category_answers_whatever_is_unknown(client):
    for code in ProductCategory.objects.values_list("pk", flat=True):
        response = page(client, produk=code, **dict.fromkeys(guide.PARTS, guide.UNKNOWN))
        assert response.status_code == 200
        assert response.context["advice"].headline


def test_odd_addresses_never_break_the_page(client):
    chance = random.Random(20261124)
    keys = [*guide.PARTS, "produk", "ubah", "langkah", "x"]
    for _number in range(150):
        query = {}
        for key in chance.sample(keys, chance.randint(1, len(keys))):
            offered = [c.value for c in guide.PARTS[key].choices] if key in guide.PARTS else ["kerupuk", "jamu", "isi"]
            noise = "".join(chance.choices(string.printable + "é\x00", k=chance.randint(0, 60)))
            query[key] = chance.choice([*offered, *offered, noise, [noise, noise], "-1", "9" * 30])
        assert client.get(reverse("guide"), query).status_code == 200


def test_only_reading(client):
    assert client.post(reverse("guide"), FULL).status_code == 405


@pytest.mark.parametrize("name", ["home", "account_signup"])
def test_it_is_found_from_the_first_pages(client, name):
    shown = text(client.get(reverse(name)))
    assert shown.count('href="/butuh-izin-apa/"') >= 3
