"""Guided path, the photos of a product: sent one by one, shown with advice, removed again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.views.frame import kept_product, path_page, saved_sentence
from products import photos
from products.forms import MOST_PHOTOS, PhotoForm
from products.models import Photo


def path_photos(request, ikm_pk, product_pk):
    ikm, product = kept_product(request, ikm_pk, product_pk)
    shots = list(product.photos.all())
    form = PhotoForm(request.POST or None, request.FILES or None, already=len(shots))
    if request.method == "POST" and form.is_valid():
        photos.add_photos(product, form.cleaned_data["images"], form.cleaned_data["kind"], by=request.user)
        messages.success(request, saved_sentence())
        return redirect("desk:path_photos", ikm.pk, product.pk)
    return path_page(
        request, "desk/path_photos.html", ikm, "produk",
        form=form, product=product, photos=shots, is_full=len(shots) >= MOST_PHOTOS,
    )  # fmt: skip


@require_POST
def path_photo_remove(request, ikm_pk, product_pk, photo_pk):
    ikm, product = kept_product(request, ikm_pk, product_pk)
    photo = get_object_or_404(Photo.objects.select_related("product__ikm"), pk=photo_pk, product=product)
    photos.remove_photo(photo, by=request.user)
    messages.success(request, _("Foto dihapus."))
    return redirect("desk:path_photos", ikm.pk, product.pk)
