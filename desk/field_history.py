"""Who changed which field of a dossier from what to what: identity numbers as masks only."""

from django.utils.translation import gettext_lazy as _

from certification.models import Certificate, NutritionFacts
from certification.papers import NUTRITION_FIELDS
from ikm.enums import FREE_FIELDS as IKM_FREE
from ikm.enums import MATERIAL_FIELDS as IKM_MATERIAL
from ikm.models import Ikm
from products.enums import FREE_FIELDS as PRODUCT_FREE
from products.enums import MATERIAL_FIELDS as PRODUCT_MATERIAL
from products.models import Product

ROWS = 200
MASKS = {"nik": "nik_mask", "npwp": "npwp_mask"}
FIELDS = {
    Ikm: [MASKS.get(name, name) for name in sorted(IKM_FREE | IKM_MATERIAL)],
    Product: sorted(PRODUCT_FREE | PRODUCT_MATERIAL),
    Certificate: ["kind", "number", "issuer", "issued_on", "valid_until", "document"],
    NutritionFacts: list(NUTRITION_FIELDS),
}
MASK_LABELS = {"nik_mask": _("NIK pemilik"), "npwp_mask": _("NPWP")}


def field_changes(ikm, products, certificates, facts):
    """[{"thing", "at", "by", "fields": [(label, before, after)]}], newest first; one query per kind of record."""
    found = []
    for model, objs in ((Ikm, [ikm]), (Product, products), (Certificate, certificates), (NutritionFacts, facts)):
        found += _changes_of(model, {obj.pk: obj for obj in objs})
    return sorted(found, key=lambda change: change["at"], reverse=True)


def _changes_of(model, things):
    related = [name for name in FIELDS[model] if model._meta.get_field(name).is_relation]
    rows = list(
        model.history.filter(id__in=things)
        .select_related("history_user", *related)
        .order_by("-history_date", "-history_id")[:ROWS]
    )
    # Newest first over all records; `before` is the next older row of the same record.
    last = {}
    pairs = []
    for row in reversed(rows):
        pairs.append((row, last.get(row.id)))
        last[row.id] = row
    for row, before in reversed(pairs):
        if before is None:
            continue
        fields = [
            (_label(model, name), _shown(before, name), _shown(row, name))
            for name in FIELDS[model]
            if _raw(before, name) != _raw(row, name)
        ]
        if fields:
            yield {"thing": things[row.id], "at": row.history_date, "by": row.history_user, "fields": fields}


def _label(model, name):
    return MASK_LABELS.get(name) or model._meta.get_field(name).verbose_name


def _raw(row, name):
    return getattr(row, row._meta.get_field(name).attname)


def _shown(row, name):
    field = row._meta.get_field(name)
    value = getattr(row, name)
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {text}" for key, text in value.items())
    return value if value not in (None, "") else "–"
