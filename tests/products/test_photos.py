"""Photos: re-encoded, several at once, removed with their files."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.datastructures import MultiValueDict
from PIL import Image

from core.files import clean_image
from core.workflow import TransitionRefused
from products import photos
from products.forms import PhotoForm
from products.models import Photo
from products.photos import add_photos, make_first, next_kind, remove_photo, set_kind
from tests.factories import make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db


def picture(name="foto.png", colour="#0e5a4b", size=(900, 600)):
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, "PNG")
    return SimpleUploadedFile(name, written.getvalue())


def posted(*uploads, **kwargs):
    return PhotoForm({"kind": "label"}, MultiValueDict({"images": list(uploads)}), **kwargs)


def test_several_photos_are_kept_as_jpegs_and_removed(reference_data, django_capture_on_commit_callbacks):
    owner = make_user()
    product = make_product(make_ikm(owner=owner))
    form = posted(picture(), picture("b.png"))
    assert form.is_valid(), form.errors
    added = add_photos(product, form.cleaned_data["images"], "label", by=owner)
    assert [(p.kind, p.order, p.image.name[-4:], p.thumbnail.width) for p in added] == [
        ("label", 0, ".jpg", 480),
        ("label", 1, ".jpg", 480),
    ]
    storage, name = added[0].image.storage, added[0].image.name
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(added[0], by=owner)
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


def image(colour="#0e5a4b", size=(900, 700)):
    return clean_image(picture(colour=colour, size=size))


@pytest.fixture
def owner():
    return make_user()


@pytest.fixture
def product(reference_data, owner):
    return make_product(make_ikm(owner=owner))


def test_an_upload_sent_twice_is_stored_once(product, owner):
    [first] = add_photos(product, [image()], "front", by=owner, upload_key="a-1")
    [again] = add_photos(product, [image()], "label", by=owner, upload_key="a-1")
    [other] = add_photos(product, [image()], "label", by=owner, upload_key="a-2")
    assert (again.pk, again.kind) == (first.pk, "front")
    assert [photo.pk for photo in product.photos.all()] == [first.pk, other.pk]


def test_a_key_is_of_one_product(product, owner):
    other = make_product(product.ikm)
    for one in (product, other):
        add_photos(one, [image()], "front", by=owner, upload_key="a-1")
    assert (product.photos.count(), other.photos.count()) == (1, 1)


def test_a_faster_twin_wins_and_leaves_no_file(product, owner, monkeypatch):
    """Where rows cannot be locked the constraint decides; the loser's files go."""
    [first] = add_photos(product, [image()], "front", by=owner, upload_key="a-1")
    answers = iter([None, first])
    monkeypatch.setattr(photos, "sent_before", lambda *_args: next(answers))
    saved = []
    storage = Photo._meta.get_field("image").storage
    monkeypatch.setattr(storage, "delete", lambda name: saved.append(name))
    assert add_photos(product, [image()], "front", by=owner, upload_key="a-1") == [first]
    assert len(saved) == 2
    assert product.photos.count() == 1


def test_no_ninth_photo_and_nothing_left_of_it(product, owner):
    add_photos(product, [image(size=(60, 40))] * 7, "other", by=owner)
    with pytest.raises(TransitionRefused) as refused:
        add_photos(product, [image(), image()], "front", by=owner)
    assert str(refused.value) == "Paling banyak 8 foto per produk; sudah ada 7. Hapus dahulu yang tidak perlu."
    assert product.photos.count() == 7


def test_advice_is_kept_with_the_photo(product, owner):
    [photo] = add_photos(product, [image("#101010")], "front", by=owner)
    assert Photo.objects.get(pk=photo.pk).advice_sentences == ["Foto agak gelap. Coba foto di dekat jendela."]


def test_another_first_photo_and_another_kind(product, owner):
    one, two, three = add_photos(product, [image(), image(), image()], "front", by=owner)
    make_first(three, by=owner)
    set_kind(two, "label", by=owner)
    assert [(photo.pk, photo.kind, photo.order) for photo in product.photos.all()] == [
        (three.pk, "front", 0),
        (one.pk, "front", 1),
        (two.pk, "label", 2),
    ]
    remove_photo(Photo.objects.get(pk=one.pk), by=owner)
    [four] = add_photos(product, [image()], "other", by=owner)
    assert four.order == 3
    for change in (lambda by: make_first(two, by=by), lambda by: set_kind(two, "front", by=by)):
        with pytest.raises(PermissionDenied):
            change(make_user())


def test_the_next_kind_is_one_still_missing():
    assert [next_kind([Photo(kind=kind) for kind in kinds]) for kinds in (
        [], ["front"], ["label"], ["front", "label"], ["front", "label", "in_use"],
    )] == ["front", "label", "front", "in_use", "other"]  # fmt: skip


def test_the_second_photo_costs_the_queries_of_the_first(product, owner):
    with CaptureQueriesContext(connection) as one:
        add_photos(product, [image()], "front", by=owner, upload_key="a-1")
    with CaptureQueriesContext(connection) as later:
        add_photos(product, [image()], "front", by=owner, upload_key="a-2")
    assert len(later) == len(one)
