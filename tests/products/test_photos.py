"""Photos: re-encoded, several at once, removed with their files."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from PIL import Image

from products.forms import PhotoForm
from products.photos import add_photos, remove_photo
from tests.factories import make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db


def picture(name="foto.png"):
    written = io.BytesIO()
    Image.new("RGB", (900, 600), "#0e5a4b").save(written, "PNG")
    return SimpleUploadedFile(name, written.getvalue())


def posted(*uploads, **kwargs):
    return PhotoForm({"kind": "label"}, MultiValueDict({"images": list(uploads)}), **kwargs)


def test_several_photos_are_kept_as_jpegs_and_removed(reference_data, django_capture_on_commit_callbacks):
    owner = make_user()
    product = make_product(make_ikm(owner=owner))
    form = posted(picture(), picture("b.png"))
    assert form.is_valid(), form.errors
    photos = add_photos(product, form.cleaned_data["images"], "label", by=owner)
    assert [(p.kind, p.order, p.image.name[-4:], p.thumbnail.width) for p in photos] == [
        ("label", 0, ".jpg", 480),
        ("label", 1, ".jpg", 480),
    ]
    storage, name = photos[0].image.storage, photos[0].image.name
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(photos[0], by=owner)
    assert (product.photos.count(), storage.exists(name)) == (1, False)


def test_a_web_page_named_jpg_is_refused():
    form = posted(picture(), SimpleUploadedFile("kue.jpg", b"<html>halo</html>"))
    assert form.errors == {"images": ["kue.jpg: Berkas ini bukan foto. Kirim JPG, PNG, WebP, atau HEIC."]}


def test_too_many_photos_are_refused():
    assert posted(picture(), already=8).errors == {
        "images": ["Paling banyak 8 foto per produk; sudah ada 8. Hapus dahulu yang tidak perlu."]
    }


def test_strangers_add_nothing(reference_data):
    with pytest.raises(PermissionDenied):
        add_photos(make_product(make_ikm(owner=make_user())), [], "front", by=make_user())
