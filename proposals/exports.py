"""The list that goes with the letter, from the frozen copies alone: the same file a year later."""

from django.utils.translation import gettext as _

from certification.enums import AxisStatus, Word
from core.spreadsheets import Column
from reference.enums import PermitKind


def axis_text(copy, axis):
    """“Ada: P-IRT 206…” / “Proses” / “Belum” / “Tidak wajib” for one axis of a frozen copy."""
    for entry in copy["certification"]:
        if entry["axis"] == axis:
            papers = ", ".join(f"{PermitKind(p['kind']).label} {p['number']}".strip() for p in entry["papers"])
            word = str(Word(entry["word"]).label)
            if entry["status"] == AxisStatus.CLAIMED:
                word = _("Ada, menunggu diperiksa")
            return f"{word}: {papers}" if papers else word
    return ""


def price_text(product):
    low, high = product["price_min"], product["price_max"]
    if low is None:
        return ""
    text = f"Rp{low:,}".replace(",", ".")
    return text if high in (None, low) else f"{text}–Rp{high:,}".replace(",", ".")


def capacity_text(product):
    if product["monthly_capacity"] is None:
        return ""
    number = f"{product['monthly_capacity']:,}".replace(",", ".")
    return _("%(number)s %(unit)s/bulan") % {"number": number, "unit": product["unit"]}


def place_text(ikm):
    return ", ".join(part for part in (ikm["address"], ikm["village"], ikm["district"], ikm["regency"]) if part)


def item_columns():
    """Columns over BatchItem; headings and values in one list."""
    return [
        Column(_("No."), lambda item: item.position, width=6, kind="number"),
        Column(_("Nama IKM"), lambda item: item.frozen["ikm"]["name"], width=28),
        Column(_("Pemilik"), lambda item: item.frozen["ikm"]["owner_name"], width=22),
        Column(_("NIB"), lambda item: item.frozen["ikm"]["nib"], width=16, kind="identity"),
        Column(_("Alamat"), lambda item: place_text(item.frozen["ikm"]), width=40),
        Column(_("Produk"), lambda item: item.frozen["product"]["name"], width=28),
        Column(_("Kategori"), lambda item: item.frozen["product"]["category"], width=22),
        Column(_("KBLI"), lambda item: item.frozen["ikm"]["kbli"], width=9, kind="identity"),
        Column(_("Versi KBLI"), lambda item: item.frozen["ikm"]["kbli_version"], width=10, kind="identity"),
        Column(_("Halal"), lambda item: axis_text(item.frozen, "halal"), width=30),
        Column(_("Gizi"), lambda item: axis_text(item.frozen, "nutrition"), width=22),
        Column(_("Izin edar"), lambda item: axis_text(item.frozen, "licence"), width=30),
        Column(_("Kapasitas"), lambda item: capacity_text(item.frozen["product"]), width=20),
        Column(_("Harga"), lambda item: price_text(item.frozen["product"]), width=22),
        Column(_("Keterangan"), lambda item: item.frozen["product"]["description"], width=50),
    ]
