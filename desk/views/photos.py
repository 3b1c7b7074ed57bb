"""Guided path, the photos of a product: sent one by one, shown with advice, changed and removed again.

The page's script sends each photo by itself with `X-Autosave: 1` and reads JSON; without it the same forms are sent
whole and answered with a page.
"""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.workflow import TransitionRefused
from desk.autosave import is_autosave
from desk.views.frame import kept_product, path_page, saved_sentence
from products import photos
from products.enums import PhotoKind
from products.forms import PhotoKindForm, SentPhotoForm
from products.models import Photo


def path_photos(request, ikm_pk, product_pk):
    ikm, product = kept_product(request, ikm_pk, product_pk)
    shots = list(product.photos.all())
    if request.method == "POST" and is_autosave(request):
        return _take_one(request, ikm, product, shots)
    form = SentPhotoForm(
        request.POST or None, request.FILES or None, already=len(shots), initial={"kind": photos.next_kind(shots)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            photos.add_photos(product, form.cleaned_data["images"], form.cleaned_data["kind"], by=request.user)
        except TransitionRefused as refused:
            form.add_error("images", str(refused))
        else:
            messages.success(request, saved_sentence())
            return redirect("desk:path_photos", ikm.pk, product.pk)
    return path_page(
        request, "desk/path_photos.html", ikm, "produk",
        form=form, product=product, photos=shots, kinds=PhotoKind.choices, is_full=len(shots) >= photos.MOST_PHOTOS,
    )  # fmt: skip


def _take_one(request, ikm, product, shots):
    """One photo with its key: the card of the photo, or a sentence that no repetition changes."""
    key = request.POST.get("upload_key", "")
    photo = next((shot for shot in shots if key and shot.upload_key == key), None)
    if photo is None:
        form = SentPhotoForm(request.POST, request.FILES, already=len(shots))
        if not form.is_valid():
            return JsonResponse({"error": _first_sentence(form)}, status=422)
        data = form.cleaned_data
        try:
            [photo] = photos.add_photos(
                product, data["images"][:1], data["kind"], by=request.user, upload_key=data["upload_key"]
            )
        except TransitionRefused as refused:
            return JsonResponse({"error": str(refused)}, status=422)
        shots = [*(shot for shot in shots if shot.pk != photo.pk), photo]
    card = {
        "photo": photo, "ikm": ikm, "product": product, "kinds": PhotoKind.choices, "is_first": photo.pk == shots[0].pk,
    }  # fmt: skip
    answer = {
        "card": render_to_string("desk/_path_photo.html", card, request),
        "pk": photo.pk,
        "advice": photo.advice_sentences,
    }
    return JsonResponse(answer | _room(shots))


def _first_sentence(form):
    """Without the name of the file, which the page shows beside it."""
    name, sentences = next(iter(form.errors.items()))
    upload = form.files.get(name)
    return sentences[0].removeprefix(f"{upload.name}: ") if upload else sentences[0]


def _room(shots):
    return {
        "count": len(shots),
        "is_full": len(shots) >= photos.MOST_PHOTOS,
        "next_kind": photos.next_kind(shots),
    }


@require_POST
def path_photo_change(request, ikm_pk, product_pk, photo_pk):
    """Another kind, or the first place."""
    ikm, product, photo = _kept_photo(request, ikm_pk, product_pk, photo_pk)
    form = PhotoKindForm(request.POST)
    if "utama" in request.POST:
        photos.make_first(photo, by=request.user)
        messages.success(request, _("Foto ini sekarang foto utama."))
    elif form.is_valid():
        photos.set_kind(photo, form.cleaned_data["kind"], by=request.user)
        messages.success(request, saved_sentence())
    else:
        messages.error(request, _("Pilih dahulu jenis fotonya."))
    return redirect("desk:path_photos", ikm.pk, product.pk)


@require_POST
def path_photo_remove(request, ikm_pk, product_pk, photo_pk):
    ikm, product, photo = _kept_photo(request, ikm_pk, product_pk, photo_pk)
    photos.remove_photo(photo, by=request.user)
    if is_autosave(request):
        return JsonResponse(_room(list(product.photos.all())))
    messages.success(request, _("Foto dihapus."))
    return redirect("desk:path_photos", ikm.pk, product.pk)


def _kept_photo(request, ikm_pk, product_pk, photo_pk):
    ikm, product = kept_product(request, ikm_pk, product_pk)
    photo = get_object_or_404(Photo.objects.select_related("product__ikm"), pk=photo_pk, product=product)
    return ikm, product, photo
