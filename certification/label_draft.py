"""A printable draft of a food label, front and back at true size, as PDF. Never the print-ready label itself."""

from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.labelling import Panel, Status, is_non_halal
from certification.nutrition import label_context
from core.pdf import drawable, render_pdf
from products.enums import WeightUnit


@dataclass(frozen=True)
class Size:
    """A panel in millimetres; `upto` the net weight in g or ml it suits."""

    key: str
    label: str
    width: int
    height: int
    upto: int | None


SIZES = (
    Size("kecil", gettext_lazy("Kecil, 60 × 90 mm"), 60, 90, 100),
    Size("sedang", gettext_lazy("Sedang, 80 × 120 mm"), 80, 120, 500),
    Size("besar", gettext_lazy("Besar, 100 × 150 mm"), 100, 150, None),
)
MIDDLE = SIZES[1]
SHORT_NAME = 45


def size_of(key, product):
    """The `Size` asked for; an unknown or empty key gives the one that suits the net weight."""
    for size in SIZES:
        if size.key == key:
            return size
    if not product.net_weight or product.net_weight_unit == WeightUnit.PIECE:
        return MIDDLE
    return next(size for size in SIZES if size.upto is None or product.net_weight <= size.upto)


def draft_pdf(product, items, facts, size, on):
    """PDF bytes; the same data on the same day gives the same bytes."""
    return render_pdf("certification/label_draft.typ", draft_data(product, items, facts, size, on))


def draft_data(product, items, facts, size, on):
    """What the Typst template prints, from the `Item`s of `labelling.label_check`; every text drawable."""
    short = Truncator(str(product)).chars(SHORT_NAME)
    parts = {item.key: _part(item) for item in items}
    back = [_part(item) for item in items if item.panel == Panel.BACK]
    table = facts if _is_shown(items, "nutrition") else None
    return _one_line(
        {
            "title": _("Rancangan label %(product)s") % {"product": short},
            "author": product.ikm.name,
            "size": {"width": size.width, "height": size.height},
            "front": {key: part for key, part in parts.items() if part["panel"] == Panel.FRONT},
            "back": [part for part in back if part["text"] or part["missing"]],
            "is_non_halal": is_non_halal(product),
            "nutrition": _nutrition(label_context(table)),
            "words": {
                "front": _("Depan"),
                "back": _("Belakang"),
                "more": _("Belakang, lanjutan"),
                "logo": _("Tempat logo Halal Indonesia dari BPJPH"),
                "draft": _("RANCANGAN, belum untuk dicetak. Periksa dengan Dinas Kesehatan atau BPOM."),
                "scale": _("Cetak pada skala 100% supaya ukurannya benar."),
                "too_long": _("Tidak muat pada ukuran ini dengan huruf setinggi 1 mm. Pilih ukuran lebih besar."),
                "mark": _("%(product)s · dibuat %(day)s · Portal BBI Kalsel")
                % {"product": short, "day": date_format(on, "j F Y")},
            },
        }
    )


def _part(item):
    text, missing = item.value, ""
    if not text and item.status == Status.MISSING:
        missing = _("BELUM ADA: %(part)s") % {"part": _lower(item.title)}
    elif not text and item.status == Status.CHECK:
        missing = _("PERLU DICEK: %(part)s") % {"part": _lower(item.title)}
    return {"key": item.key, "panel": item.panel, "text": text, "missing": missing}


def _lower(title):
    return title[:1].lower() + title[1:]


def _is_shown(items, key):
    return any(item.key == key and item.status == Status.PRESENT for item in items)


def _nutrition(context):
    if context is None:
        return None
    is_per_pack = context["is_per_pack"]
    serving = _("Isi kemasan %(amount)s %(unit)s") if is_per_pack else _("Takaran saji %(amount)s %(unit)s")
    servings = _("%(count)s Sajian per Kemasan") % {"count": _amount(context["servings"])}
    return {
        "title": _("INFORMASI NILAI GIZI"),
        "serving": serving % {"amount": _amount(context["stated"]), "unit": context["unit"]},
        "servings": "" if is_per_pack else servings,
        "per": _("JUMLAH PER KEMASAN") if is_per_pack else _("JUMLAH PER SAJIAN"),
        "percent": _("% AKG*"),
        "rows": [
            {
                "name": row.label,
                "amount": f"{_amount(row.rounded)} {row.unit}",
                "percent": "" if row.percent_akg is None else f"{row.percent_akg}%",
                "is_sub": row.nutrient in ("saturated_fat", "sugar"),
                "is_main": row.nutrient == "energy",
            }
            for row in context["rows"]
        ],
        "note": _(
            "*Persen AKG berdasarkan kebutuhan energi 2150 kkal. Kebutuhan energi Anda mungkin lebih tinggi atau lebih "
            "rendah."
        ),
    }


def _amount(value):
    """25.000 → 25; 2.5 → 2,5"""
    return number_format(value.normalize() if value else 0, force_grouping=False) if value % 1 else str(int(value))


def _one_line(data):
    """The same structure with the blanks and line ends of every text made one blank."""
    if isinstance(data, dict):
        return {key: _one_line(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_one_line(value) for value in data]
    return " ".join(drawable(data).split()) if isinstance(data, str) else data
