from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from catalog import showing
from catalog.forms import CatalogFilterForm
from catalog.models import Listing
from core.lists import honest_count
from core.paging import page
from core.svg import placeholder_picture
from products.models import Photo, Product
from reference.models import Region

NEWEST = ("-listed_at", "-pk")
ON_HOME = 12
ON_PAGE = 24
OF_THE_MAKER = 4
PICTURE_LIVES = 600


@login_not_required
@require_safe
def home(request):
    numbers = showing.counts()
    newest = Listing.objects.for_cards().order_by(*NEWEST)[:ON_HOME]
    context = {
        "numbers": numbers,
        "tabs": showing.group_tabs(numbers),
        "regencies": showing.regency_links(numbers),
        "cards": [showing.card(listing) for listing in newest],
    }
    return render(request, "catalog/home.html", context)


@login_not_required
@require_safe
def product_list(request):
    return _listings(request, "catalog/product_list.html", Listing.objects.all(), {})


@login_not_required
@require_safe
def regency(request, code):
    region = get_object_or_404(Region.objects.regencies(), pk=code)
    return _listings(request, "catalog/regency.html", Listing.objects.filter(regency=region), {"region": region})


def _listings(request, template, listings, context):
    form = CatalogFilterForm(request.GET)
    listings, is_near = form.apply(listings)
    found = page(listings.for_cards(), request, keys=NEWEST, size=ON_PAGE)
    context |= {
        "form": form,
        "q": form.value("q") or "",
        "group": form.value("kelompok") or "",
        "page": found,
        "cards": [showing.card(listing) for listing in found.rows],
        "count": honest_count(listings),
        "is_near": is_near,
        "tabs": showing.group_tabs(showing.counts()),
        "is_narrowed": bool(form.value("q") or form.value("kabupaten")),
    }
    return render(request, template, context)


@login_not_required
@require_safe
def product_detail(request, product_pk):
    listing = get_object_or_404(Listing.objects.for_detail(), pk=product_pk)
    product = listing.product
    page_url = request.build_absolute_uri(reverse("catalog:product_detail", args=[product.pk]))
    text = showing.share_text(product, product.ikm.name, page_url)
    more = Listing.objects.for_cards().filter(product__ikm=product.ikm_id).exclude(pk=listing.pk)
    photos = [showing.photo_url(photo) for photo in product.photos.all()]
    picture_url = photos[0] if photos else reverse("catalog:picture", args=[product.pk])
    context = {
        "listing": listing,
        "product": product,
        "photos": photos,
        "picture_url": picture_url,
        "share_picture": request.build_absolute_uri(picture_url) if photos else "",
        "price": showing.price(product),
        "description": showing.description(product),
        "category": showing.category_name(listing.category),
        "place": showing.place(listing),
        "proofs": showing.proofs(product),
        "nutrition": showing.nutrition(product),
        "whatsapp_url": showing.whatsapp_url(product, page_url),
        "share_text": text,
        "share_url": showing.share_url(text),
        "cards": [showing.card(other) for other in more.order_by(*NEWEST)[:OF_THE_MAKER]],
    }
    return render(request, "catalog/product_detail.html", context)


@login_not_required
@require_safe
def photo(request, photo_pk):
    """A photo of a listed product for everybody, else for whoever sees the product; `?kecil` gives the small one."""
    found = get_object_or_404(Photo, pk=photo_pk)
    is_public = _check_visible(request, found.product_id)
    file = found.thumbnail if "kecil" in request.GET and found.thumbnail else found.image
    try:
        response = FileResponse(file.open("rb"), content_type="image/jpeg")
    except OSError as error:
        raise Http404 from error
    return _cached(response, is_public)


@login_not_required
@require_safe
def picture(request, product_pk):
    """A cloth in the colour of the category, for a product without a photo."""
    is_public = _check_visible(request, product_pk)
    product = get_object_or_404(Product.objects.select_related("category"), pk=product_pk)
    drawn = placeholder_picture(product.name, product.category.color if product.category else "")
    drawn = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return _cached(HttpResponse(drawn, content_type="image/svg+xml"), is_public)


def _check_visible(request, product_pk):
    """True for what everybody sees, False for what this person sees; 404 for the rest."""
    if Listing.objects.filter(pk=product_pk).exists():
        return True
    get_object_or_404(Product.objects.visible_to(request.user), pk=product_pk)
    return False


def _cached(response, is_public):
    patch_cache_control(response, max_age=PICTURE_LIVES, **{"public" if is_public else "private": True})
    return response
