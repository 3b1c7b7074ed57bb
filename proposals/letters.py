"""The letter of a batch (Permendagri 1/2023: kop, nomor, sifat, lampiran, hal, isi, tanda tangan) as PDF."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.pdf import render_pdf
from proposals.exports import axis_text, capacity_text, price_text
from proposals.forms import DEFAULT_ADDRESSEE, DEFAULT_PLACE
from reference.models import Office


def letter_data(batch):
    """Everything the Typst template prints; only frozen copies and what was signed."""
    items = list(batch.items.filter(dropped_at=None).order_by("position", "pk"))
    office = Office.objects.for_region(batch.province_id, on=batch.letter_date or timezone.localdate())
    signed = batch.signed_as
    regencies = sorted({item.frozen["ikm"]["regency"] for item in items})
    return {
        "title": batch.title,
        "government": _("PEMERINTAH PROVINSI %(name)s") % {"name": batch.province.name.upper()},
        "office": (signed.get("office") or (office.name if office else _("Dinas Perindustrian"))).upper(),
        "office_address": signed.get("address") or (office.address if office else ""),
        "office_phone": signed.get("phone") or (office.phone if office else ""),
        "place": _("Banjarbaru") if batch.province_id == "63" else batch.province.name,
        "date": date_format(batch.letter_date, "j F Y") if batch.letter_date else _("(tanggal menyusul)"),
        "number": batch.letter_number or _("(nomor menyusul)"),
        "attachment": _("1 (satu) berkas"),
        "addressee": batch.addressee or str(DEFAULT_ADDRESSEE),
        "addressee_place": batch.addressee_place or str(DEFAULT_PLACE),
        "count": len(items),
        "regency_count": len(regencies),
        "regencies": ", ".join(regencies),
        "sha256": batch.sha256,
        "locked_on": date_format(timezone.localtime(batch.locked_at), "j F Y") if batch.locked_at else "",
        "signer_name": signed.get("name", ""),
        "signer_nip": signed.get("nip", ""),
        "signer_position": signed.get("position", "") or _("Kepala Dinas"),
        "signed_on": date_format(timezone.localtime(batch.signed_at), "j F Y, H.i") if batch.signed_at else "",
        "is_draft": batch.signed_at is None,
        "rows": [
            {
                "no": str(item.position),
                "ikm": item.frozen["ikm"]["name"],
                "owner": item.frozen["ikm"]["owner_name"],
                "regency": item.frozen["ikm"]["regency"],
                "nib": item.frozen["ikm"]["nib"],
                "product": item.frozen["product"]["name"],
                "kbli": item.frozen["ikm"]["kbli"],
                "halal": axis_text(item.frozen, "halal"),
                "nutrition": axis_text(item.frozen, "nutrition"),
                "licence": axis_text(item.frozen, "licence"),
                "capacity": capacity_text(item.frozen["product"]),
                "price": price_text(item.frozen["product"]),
            }
            for item in items
        ],
    }


def letter_pdf(batch):
    """PDF bytes; identical whenever it is printed from the same batch."""
    return render_pdf("proposals/letter.typ", letter_data(batch))
