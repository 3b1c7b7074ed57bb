"""The photo page: one by one in JSON for its script, whole forms without it."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode
from PIL import Image

from products.models import Photo
from tests.factories import make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db

JSON = {"HTTP_X_AUTOSAVE": "1", "HTTP_ACCEPT": "application/json"}


def jpeg(name="foto.jpg", colour="#0e5a4b", size=(900, 700)):
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, "JPEG")
    return SimpleUploadedFile(name, written.getvalue(), content_type="image/jpeg")


@pytest.fixture
def owner():
    return make_user()


@pytest.fixture
def product(reference_data, owner):
    return make_product(make_ikm(owner=owner), name="Amplang")


@pytest.fixture
def client(sign_in, owner):
    return sign_in(owner)


def page(product, name="path_photos", *more):
    return reverse(f"desk:{name}", args=[product.ikm_id, product.pk, *more])


def send(client, product, upload, key=None, kind="front"):
    body = {"images": upload, "kind": kind, "upload_key": str(key or uuid.uuid4())}
    return client.post(page(product), body, **JSON)


def give(product, count):
    return [
        Photo.objects.create(product=product, image="a.jpg", thumbnail="", kind="other", order=place)
        for place in range(count)
    ]


def test_one_photo_answers_with_its_card(client, product):
    answer = send(client, product, jpeg(colour="#101010"))
    photo = product.photos.get()
    said = answer.json()
    card = said.pop("card")
    assert (answer.status_code, said) == (
        200,
        {
            "pk": photo.pk, "advice": ["Foto agak gelap. Coba foto di dekat jendela."], "count": 1, "is_full": False,
            "next_kind": "label",
        },
    )  # fmt: skip
    assert f'data-photo="{photo.pk}"' in card
    assert 'alt="Tampak depan: Amplang"' in card
    assert "Foto agak gelap. Coba foto di dekat jendela." in card
    assert "csrfmiddlewaretoken" in card


def test_sent_again_it_is_the_same_photo_even_when_all_places_are_taken(client, product):
    give(product, 7)
    key = uuid.uuid4()
    first = send(client, product, jpeg(), key).json()
    again = send(client, product, SimpleUploadedFile("x.jpg", b"torn"), key).json()
    assert (again["pk"], again["count"], again["is_full"]) == (first["pk"], 8, True)
    refused = send(client, product, jpeg())
    assert (refused.status_code, refused.json()) == (
        422,
        {"error": "Paling banyak 8 foto per produk; sudah ada 8. Hapus dahulu yang tidak perlu."},
    )


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (("kue.jpg", b"<html>halo</html>"), "Berkas ini bukan foto. Kirim JPG, PNG, WebP, atau HEIC."),
        (("surat.pdf", b"%PDF-1.4\n"), "Ini berkas PDF, bukan foto. PDF sertifikat diunggah di halaman sertifikat."),
    ],
)
def test_a_wrong_file_answers_with_a_sentence(client, product, upload, sentence):
    answer = send(client, product, SimpleUploadedFile(*upload))
    assert (answer.status_code, answer.json(), product.photos.count()) == (422, {"error": sentence}, 0)


def test_a_wrong_key_stores_nothing(client, product):
    assert send(client, product, jpeg(), "bukan-kunci").status_code == 422
    assert product.photos.count() == 0


def test_an_expired_sign_in_and_a_stranger(client, product, sign_in):
    assert send(sign_in(make_user()), product, jpeg()).status_code == 404
    client.logout()
    answer = send(client, product, jpeg())
    assert (answer.status_code, answer.json()) == (
        401,
        {"login": f"/masuk/login/?{urlencode({'next': page(product)})}"},
    )
    assert product.photos.count() == 0


def test_plain_forms_do_everything_without_a_script(client, product):
    client.post(page(product), {"images": [jpeg(), jpeg("b.jpg")], "kind": "front"})
    one, two = product.photos.all()
    client.post(page(product, "path_photo_change", two.pk), {"kind": "label"})
    client.post(page(product, "path_photo_change", two.pk), {"kind": "label", "utama": "1"})
    assert [(photo.pk, photo.kind) for photo in product.photos.all()] == [(two.pk, "label"), (one.pk, "front")]
    refused = client.post(page(product, "path_photo_change", two.pk), {"kind": "x"}, follow=True)
    assert "Pilih dahulu jenis fotonya." in refused.content.decode()
    assert client.post(page(product, "path_photo_remove", two.pk)).url == page(product)
    assert client.post(page(product, "path_photo_remove", one.pk), **JSON).json() == {
        "count": 0, "is_full": False, "next_kind": "front",
    }  # fmt: skip


def test_photos_of_another_product_are_not_here(client, product):
    [photo] = give(make_product(product.ikm), 1)
    for name in ("path_photo_change", "path_photo_remove"):
        assert client.post(page(product, name, photo.pk), {"kind": "label"}).status_code == 404
        assert client.get(page(product, name, photo.pk)).status_code == 405
    assert Photo.objects.get(pk=photo.pk).kind == "other"


def test_the_page_asks_as_often_for_three_photos_as_for_one(client, product):
    send(client, product, jpeg())
    client.get(page(product))
    with CaptureQueriesContext(connection) as one:
        client.get(page(product))
    for _again in range(2):
        send(client, product, jpeg())
    with CaptureQueriesContext(connection) as three:
        client.get(page(product))
    assert len(three) == len(one)
