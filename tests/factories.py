"""Makers of test records with sensible defaults; traits are keyword arguments."""

import datetime
from itertools import count

from django.utils import timezone

from accounts.models import User
from certification.enums import CertificateState
from certification.models import Certificate, NutritionFacts
from core.changes import announce
from ikm.enums import IkmState, Purpose
from ikm.models import Consent, Ikm
from products.enums import ProductState
from products.models import Product
from reference.models import Region, Unit

_numbers = count(1)
KOTABARU, BANJAR = "63.02", "63.03"


def make_user(role="", region=None, **fields):
    """A user; `role` with a default region: 63.02 for the kabupaten's staff, 63 for the province's."""
    number = next(_numbers)
    if role and region is None:
        region = "63" if role in ("reviewer", "head") else KOTABARU
    fields.setdefault("name", f"Orang {number}")
    if role:
        fields.setdefault("email", f"orang{number}@contoh.id")
    else:
        fields.setdefault("phone", f"+6281250{number:06d}")
    user = User(role=role, region_id=region, **fields)
    user.set_unusable_password()
    user.save()
    return user


def make_ikm(state=IkmState.SUBMITTED, regency=KOTABARU, owner=None, **fields):
    """A complete IKM in any state, of a regency, with or without an owner."""
    number = next(_numbers)
    fields.setdefault("name", f"Usaha {number}")
    fields.setdefault("owner_name", f"Pemilik {number}")
    fields.setdefault("nib", f"{9100000000000 + number}")
    fields.setdefault("address", "Jl. Contoh 1")
    fields.setdefault("phone", f"+6281350{number:06d}")
    fields.setdefault("kbli", "10794")
    fields.setdefault("kbli_version", "2020")
    fields.setdefault("region_id", _village(regency))
    if state not in (IkmState.DRAFT,):
        fields.setdefault("submitted_at", timezone.now())
    if state == IkmState.VERIFIED:
        fields.setdefault("verified_at", timezone.now())
    ikm = Ikm.objects.create(state=state, regency_id=regency, owner=owner, **fields)
    announce(Ikm, [ikm.pk])
    return ikm


def _village(regency):
    return (
        Region.objects.filter(code__startswith=f"{regency}.", level=4)
        .order_by("code")
        .values_list("code", flat=True)[0]
    )


def make_product(ikm=None, state=ProductState.SUBMITTED, category="anyaman", **fields):
    """A complete product; the default category needs no certificate."""
    number = next(_numbers)
    ikm = ikm or make_ikm(state=IkmState.VERIFIED)
    fields.setdefault("name", f"Produk {number}")
    fields.setdefault("description", "Dibuat dengan tangan.")
    fields.setdefault("price_min", 25_000)
    fields.setdefault("unit_id", _unit())
    fields.setdefault("monthly_capacity", 100)
    fields.setdefault("net_weight", 250)
    fields.setdefault("shelf_life_days", 90)
    fields.setdefault("storage", "room")
    fields.setdefault("made_at", "home")
    if state in (ProductState.VERIFIED, ProductState.ELIGIBLE, ProductState.PROPOSED, ProductState.ACCEPTED):
        fields.setdefault("verified_at", timezone.now())
    product = Product.objects.create(ikm=ikm, state=state, category_id=category, **fields)
    announce(Product, [product.pk])
    return product


def _unit():
    return Unit.objects.order_by("code").values_list("code", flat=True)[0]


def make_certificate(product, kind="pirt", state=CertificateState.VERIFIED, **fields):
    """A paper covering one product."""
    number = next(_numbers)
    fields.setdefault("number", f"21563020{number % 10**5:05d}30")
    if kind == "pirt":
        fields.setdefault("valid_until", datetime.date(2030, 12, 31))
    certificate = Certificate.objects.create(ikm=product.ikm, kind=kind, state=state, **fields)
    certificate.products.add(product)
    announce(Certificate, [certificate.pk])
    return certificate


def make_nutrition(product, state=CertificateState.VERIFIED, **fields):
    values = {
        "basis": "table", "serving_milli": 25_000, "pack_milli": 100_000, "fat_mg": 20_000, "saturated_fat_mg": 8_000,
        "protein_mg": 6_000, "carbohydrate_mg": 65_000, "sugar_mg": 12_000, "sodium_mg": 420,
    }  # fmt: skip
    facts = NutritionFacts.objects.create(product=product, state=state, **(values | fields))
    announce(NutritionFacts, [facts.pk])
    return facts


def agree(ikm, *purposes, by=None):
    """Consent of the owner for some or all purposes."""
    by = by or ikm.owner or make_user()
    Consent.objects.bulk_create([Consent(ikm=ikm, purpose=purpose, by=by) for purpose in purposes or Purpose.values])
