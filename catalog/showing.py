"""What a public page shows of a listing: words, numbers and seals; never anything about a person."""

from urllib.parse import quote

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.listing import SEALS
from catalog.models import Listing
from certification.enums import CertificateState
from certification.nutrition import is_per_pack, label_rows, servings_per_pack
from core.templatetags.portal import rupiah
from ikm.enums import Purpose
from ikm.models import Consent
from products.enums import WeightUnit
from reference.enums import CategoryGroup
from reference.models import Region
from reference.numbers import wa_link

COUNTS_LIVE = 60


def counts():
    """{"groups": {group: n}, "regencies": {code: n}, "total": n}, at most a minute old."""
    return cache.get_or_set("catalog.counts", _count, COUNTS_LIVE)


def _count():
    found = {"groups": {}, "regencies": {}, "total": 0}
    for group, regency, count in Listing.objects.order_by().values_list("group", "regency").annotate(count=Count("pk")):
        found["groups"][group] = found["groups"].get(group, 0) + count
        found["regencies"][regency] = found["regencies"].get(regency, 0) + count
        found["total"] += count
    return found


def group_tabs(numbers):
    """[(group, label, count)] of the groups that have something to show."""
    return [
        (group, label, numbers["groups"][group])
        for group, label in CategoryGroup.choices
        if numbers["groups"].get(group)
    ]


def regency_links(numbers):
    """[(region, short name, count)] of every kabupaten/kota, those without a product too."""
    return [
        (region, short_name(region.name), numbers["regencies"].get(region.pk, 0))
        for region in Region.objects.regencies().order_by("code")
    ]


def short_name(name):
    return name.removeprefix("Kabupaten ")


def card(listing):
    """The values of components/product_card.html."""
    product = listing.product
    photo = next(iter(product.photos.all()), None)
    return {
        "url": reverse("catalog:product_detail", args=[product.pk]),
        "name": product.name,
        "maker": product.ikm.name,
        "place": short_name(listing.regency.name),
        "price": price(product),
        "photo_url": photo_url(photo) + "?kecil" if photo else "",
        "seals": [{"label": _(seal), "kind": "ok"} for seal in listing.seals],
    }


def photo_url(photo):
    return reverse("catalog:photo", args=[photo.pk])


def price(product):
    if not product.price_min:
        return ""
    if product.price_max and product.price_max > product.price_min:
        return f"{rupiah(product.price_min)}–{rupiah(product.price_max)}"
    return rupiah(product.price_min)


def description(product):
    """In English when the page is and the maker wrote it, else as written."""
    return product.description_en if get_language() == "en" and product.description_en else product.description


def category_name(category):
    return category.name_en if get_language() == "en" and category.name_en else category.name


def place(listing):
    """Kecamatan and kabupaten; the desa and the address stay private."""
    region = listing.product.ikm.region
    while region is not None and region.level > 3:
        region = region.parent
    names = [region.name] if region is not None and region.level == 3 else []
    return ", ".join([*names, listing.regency.name])


def proofs(product):
    """Papers somebody has checked and that are in force: seal, name, number, checked on, valid until."""
    papers = product.certificates.filter(state=CertificateState.VERIFIED).filter(
        Q(valid_until=None) | Q(valid_until__gte=timezone.localdate())
    )
    return [
        {
            "seal": _(SEALS[paper.kind]),
            "name": paper.get_kind_display(),
            "number": paper.number or paper.number_raw,
            "checked_at": paper.verified_at,
            "valid_until": paper.valid_until,
        }
        for paper in sorted(papers.filter(kind__in=SEALS), key=lambda paper: (list(SEALS).index(paper.kind), paper.pk))
    ]


def nutrition(product):
    """The label of verified nutrition facts, or None."""
    facts = getattr(product, "nutrition", None)
    if facts is None or facts.state != CertificateState.VERIFIED:
        return None
    return {
        "facts": facts,
        "unit": "ml" if product.net_weight_unit == WeightUnit.MILLILITRE else "g",
        "rows": label_rows(facts),
        "servings": servings_per_pack(facts),
        "is_per_pack": is_per_pack(facts),
    }


def whatsapp_url(product, page_url):
    """A chat with the maker, the message ready; empty unless the owner lets the number be shown."""
    if not Consent.objects.in_force(Purpose.PUBLISH_CONTACT).filter(ikm=product.ikm_id).exists():
        return ""
    text = _("Halo, saya melihat %(product)s di Portal BBI Kalsel: %(url)s Apakah masih tersedia?") % {
        "product": product.name,
        "url": page_url,
    }
    try:
        return wa_link(product.ikm.whatsapp or product.ikm.phone, text)
    except ValidationError:
        return ""


def share_text(product, maker, page_url):
    return _("%(product)s buatan %(maker)s, Kalimantan Selatan: %(url)s") % {
        "product": product.name,
        "maker": maker,
        "url": page_url,
    }


def share_url(text):
    return f"https://wa.me/?text={quote(text)}"
