"""Photos of a product: stored as our own JPEGs with a small one beside each."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.changes import announce
from core.files import thumbnail
from core.photo_advice import judge
from core.workflow import TransitionRefused
from ikm.editing import lock
from products.enums import PhotoKind
from products.models import Photo, Product

MOST_PHOTOS = 8
# Kinds a product should have, in the order they are asked for.
WANTED = (PhotoKind.FRONT, PhotoKind.LABEL, PhotoKind.IN_USE)


def add_photos(product, images, kind, *, by, upload_key=""):
    """Store cleaned images (core.files.clean_image) behind those already there.

    `upload_key` names one upload of one image: sent again after a lost answer it gives back the photo already stored.
    """
    _check(product, by)
    if upload_key and len(images) != 1:
        raise ValueError("An upload key names one image.")
    prepared = [(image, thumbnail(image), judge(image)) for image in images]
    written = []
    try:
        with transaction.atomic():
            lock(Product, product.pk)
            if found := sent_before(product, upload_key):
                return [found]
            _check_room(product, len(images))
            place = _next_place(product)
            photos = []
            for number, (image, small, advice) in enumerate(prepared):
                photo = Photo(
                    product=product, kind=kind, order=place + number, upload_key=upload_key, advice=advice
                )  # fmt: skip
                for file, content in ((photo.image, image), (photo.thumbnail, small)):
                    content.seek(0)
                    file.save(content.name, content, save=False)
                    written.append(file)
                photo.save()
                photos.append(photo)
            announce(Product, [product.pk], by=by)
    except BaseException as error:
        for file in written:
            file.storage.delete(file.name)
        found = sent_before(product, upload_key) if isinstance(error, IntegrityError) else None
        if found:
            return [found]
        raise
    return photos


def sent_before(product, upload_key):
    """The photo this upload has already become, or None."""
    return Photo.objects.filter(product=product, upload_key=upload_key).first() if upload_key else None


def next_kind(photos):
    """The kind to suggest for the next photo: the first one still missing."""
    there = {photo.kind for photo in photos}
    return next((kind for kind in WANTED if kind not in there), PhotoKind.OTHER)


def set_kind(photo, kind, *, by):
    _check(photo.product, by)
    with transaction.atomic():
        Photo.objects.filter(pk=photo.pk).update(kind=kind)
        announce(Product, [photo.product_id], by=by)


def make_first(photo, *, by):
    """The photo comes first wherever the product is shown; the others keep their order behind it."""
    _check(photo.product, by)
    with transaction.atomic():
        lock(Product, photo.product_id)
        rows = list(Photo.objects.filter(product=photo.product_id))
        rows.sort(key=lambda row: row.pk != photo.pk)
        for place, row in enumerate(rows):
            row.order = place
        Photo.objects.bulk_update(rows, ["order"])
        announce(Product, [photo.product_id], by=by)


def remove_photo(photo, *, by):
    """The row at once, its files when the transaction has held."""
    _check(photo.product, by)
    files = [photo.image, photo.thumbnail]
    with transaction.atomic():
        photo.delete()
        announce(Product, [photo.product_id], by=by)
        transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files if file.name])


def too_many(already):
    return _("Paling banyak %(most)s foto per produk; sudah ada %(already)s. Hapus dahulu yang tidak perlu.") % {
        "most": MOST_PHOTOS,
        "already": already,
    }


def _check_room(product, more):
    already = Photo.objects.filter(product=product).count()
    if already + more > MOST_PHOTOS:
        raise TransitionRefused(too_many(already))


def _next_place(product):
    last = Photo.objects.filter(product=product).aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def _check(product, by):
    if not by.has_perm("products.edit_free_product", product):
        raise PermissionDenied
