"""Photos of a product: stored as our own JPEGs with a small one beside each."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.changes import announce
from core.files import thumbnail
from products.models import Photo, Product


def add_photos(product, images, kind, *, by):
    """Store cleaned images (core.files.clean_image) behind those already there."""
    _check(product, by)
    with transaction.atomic():
        place = product.photos.count()
        photos = []
        for image in images:
            small = thumbnail(image)
            image.seek(0)
            photo = Photo(product=product, kind=kind, order=place)
            photo.image.save(image.name, image, save=False)
            photo.thumbnail.save(small.name, small, save=False)
            photo.save()
            photos.append(photo)
            place += 1
        announce(Product, [product.pk], by=by)
    return photos


def remove_photo(photo, *, by):
    """The row at once, its files when the transaction has held."""
    _check(photo.product, by)
    files = [photo.image, photo.thumbnail]
    with transaction.atomic():
        photo.delete()
        announce(Product, [photo.product_id], by=by)
        transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files if file.name])


def _check(product, by):
    if not by.has_perm("products.edit_free_product", product):
        raise PermissionDenied
