"""Keeps the catalogue in step: accepted, consented, still certified products are listed; the rest leave by themselves.

A handler of core.changes, run in the transaction of every write to a product, certificate, nutrition or IKM;
readiness is refreshed before it (certification registers first).
"""

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.models import Listing
from certification.enums import AxisStatus, CertificateState
from certification.models import Certificate
from core.changes import register
from ikm.enums import IkmState, Purpose
from ikm.models import Consent
from products.enums import ProductState
from products.models import Product
from reference.enums import PermitKind

CHUNK = 2000
SEALS = {
    PermitKind.HALAL: "Halal",
    PermitKind.PIRT: "P-IRT",
    PermitKind.MD: "BPOM MD",
    PermitKind.TR: "BPOM TR",
    PermitKind.SD: "BPOM SD",
    PermitKind.COSMETIC: "BPOM NA",
    PermitKind.AKD: "AKD",
    PermitKind.PKD: "PKD",
    PermitKind.SLHS: "SLHS",
    PermitKind.SNI: "SNI",
    PermitKind.BRAND: gettext_noop("Merek"),
    PermitKind.SVLK: "SVLK",
    PermitKind.TKDN: "TKDN",
}


def listable(products):
    """Accepted by BBI, IKM verified, consent in force, nothing mandatory missing."""
    consent = Consent.objects.filter(ikm=OuterRef("ikm"), purpose=Purpose.PUBLISH_PRODUCT, withdrawn_at=None)
    return products.filter(
        Exists(consent), state=ProductState.ACCEPTED, ikm__state=IkmState.VERIFIED, readiness__missing_count=0
    )


def sync(pks, by=None):
    """Make the listings of these products right. A fixed number of queries per 2,000 products."""
    pks = sorted(set(pks))
    for start in range(0, len(pks), CHUNK):
        _sync_chunk(pks[start : start + CHUNK])


def _sync_chunk(pks):
    today = timezone.localdate()
    products = list(
        listable(Product.objects.filter(pk__in=pks)).select_related("ikm", "category", "regency", "readiness")
    )
    Listing.objects.filter(product__in=pks).exclude(product__in=[product.pk for product in products]).delete()
    seals = _seals([product.pk for product in products], today)
    Listing.objects.bulk_create(
        [
            Listing(
                product=product,
                category=product.category,
                group=product.category.group,
                regency=product.regency,
                search_text=search_text(product),
                seals=_with_nutrition(seals.get(product.pk, []), product),
                checked_on=today,
                listed_at=product.accepted_at or timezone.now(),
            )
            for product in products
        ],
        update_conflicts=True,
        unique_fields=["product"],
        update_fields=["category", "group", "regency", "search_text", "seals", "checked_on", "listed_at"],
        batch_size=500,
    )


def search_text(product):
    """What a search looks through: names, maker, category, place, description, in one casefolded line."""
    parts = (
        product.name,
        product.brand,
        product.category.name,
        product.category.name_en,
        product.ikm.name,
        product.regency.name,
        product.description,
        product.description_en,
    )
    return " ".join(part for part in parts if part).casefold()


def _seals(pks, today):
    found = {}
    papers = (
        Certificate.objects.filter(products__in=pks, state=CertificateState.VERIFIED)
        .exclude(valid_until__lt=today)
        .values_list("products", "kind")
        .distinct()
    )
    for product, kind in papers:
        if kind in SEALS:
            found.setdefault(product, []).append(SEALS[kind])
    return found


def _with_nutrition(seals, product):
    has_facts = product.readiness.nutrition_status == AxisStatus.VERIFIED
    return sorted(seals, key=list(SEALS.values()).index) + ([gettext_noop("Gizi")] if has_facts else [])


register(Product._meta.label_lower, sync)
