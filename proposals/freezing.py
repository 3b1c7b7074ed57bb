"""The frozen copy of a batch: what was proposed, word for word, and one SHA-256 over all of it.

The copy is plain JSON (sorted keys, integers for rupiah, grams and millilitres, ISO dates), so the same rows always
give the same hash, on either database, a year later too.
"""

import hashlib
import json

from certification.enums import CertificateState
from certification.readiness import words
from certification.requirements import required, rule_book
from ikm.enums import Purpose
from reference.enums import AXIS_OF_KIND

FORMAT = 1


def batch_items(batch):
    """The items that count, in order, with everything freezing reads."""
    return (
        batch.items.filter(dropped_at=None)
        .select_related(
            "product__ikm__regency",
            "product__ikm__region__parent",
            "product__category",
            "product__unit",
            "product__readiness",
        )
        .prefetch_related("product__certificates", "product__photos", "product__ikm__consents")
        .order_by("position", "pk")
    )


def frozen_copy(product, on, book=None):
    """Everything BBI is told about one product, as on the day `on`; no NIK, no NPWP."""
    ikm = product.ikm
    rules = required(product, on, book)
    return {
        "format": FORMAT,
        "product": {
            "id": product.pk,
            "name": product.name,
            "brand": product.brand,
            "category": product.category.name,
            "description": product.description,
            "description_en": product.description_en,
            "price_min": product.price_min,
            "price_max": product.price_max,
            "unit": product.unit.name if product.unit else "",
            "monthly_capacity": product.monthly_capacity,
            "net_weight": product.net_weight,
            "net_weight_unit": product.net_weight_unit if product.net_weight else "",
            "photos": [photo.image.name for photo in product.photos.all()],
        },
        "ikm": {
            "id": ikm.pk,
            "name": ikm.name,
            "owner_name": ikm.owner_name,
            "nib": ikm.nib,
            "kbli": ikm.kbli,
            "kbli_version": ikm.kbli_version,
            "regency": ikm.regency.name,
            "village": ikm.region.name if ikm.region else "",
            "district": ikm.region.parent.name if ikm.region and ikm.region.parent else "",
            "address": ikm.address,
            "phone": ikm.phone,
            "business_scale": ikm.business_scale,
        },
        "certification": [
            {
                "axis": word["axis"],
                "obligation": word["obligation"],
                "status": word["status"],
                "word": word["word"],
                "legal_basis": rules[word["axis"]].legal_basis,
                "papers": _papers(product, word["axis"]),
            }
            for word in words(getattr(product, "readiness", None))
        ],
        "consent": sorted(
            consent.text_version
            for consent in ikm.consents.all()
            if consent.purpose == Purpose.PROPOSE_BBI and consent.withdrawn_at is None
        ),
    }


def _papers(product, axis):
    return [
        {
            "kind": paper.kind,
            "number": paper.number or paper.number_raw,
            "valid_until": paper.valid_until.isoformat() if paper.valid_until else None,
            "state": paper.state,
        }
        for paper in sorted(product.certificates.all(), key=lambda paper: paper.pk)
        if AXIS_OF_KIND.get(paper.kind) == axis and paper.state in (CertificateState.VERIFIED, CertificateState.CLAIMED)
    ]


def batch_hash(copies):
    """SHA-256 (hex) over the canonical JSON of the copies, in order."""
    canonical = json.dumps(copies, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def freeze(batch, on):
    """Store the frozen copies and return the hash; called inside the lock's transaction."""
    book = rule_book(on)
    items = list(batch_items(batch))
    for position, item in enumerate(items, start=1):
        item.position = position
        item.frozen = frozen_copy(item.product, on, book)
    batch.items.model.objects.bulk_update(items, ["position", "frozen"], batch_size=200)
    return batch_hash([item.frozen for item in items])


def is_intact(batch):
    """True when the stored copies still give the stored hash: what a reader checks a year later."""
    copies = [item.frozen for item in batch.items.filter(dropped_at=None).order_by("position", "pk")]
    return bool(batch.sha256) and batch_hash(copies) == batch.sha256
