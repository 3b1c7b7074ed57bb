"""Lists as a workbook: one list of columns per list, identity numbers masked, a sheet saying who took it and when."""

import tempfile

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from certification.readiness import words
from core import audit
from core.lists import in_chunks
from core.spreadsheets import Column, write_xlsx
from desk.row_parts import district

IKM_COLUMNS = [
    Column(_("Nama usaha"), lambda ikm: ikm.name, 32),
    Column(_("Pemilik"), lambda ikm: ikm.owner_name, 28),
    Column(_("NIB"), lambda ikm: ikm.nib, 16, "identity"),
    Column(_("NIK"), lambda ikm: ikm.nik_mask, 20, "identity"),
    Column(_("NPWP"), lambda ikm: ikm.npwp_mask, 22, "identity"),
    Column(_("KBLI"), lambda ikm: ikm.kbli, 8, "identity"),
    Column(_("Kabupaten/kota"), lambda ikm: ikm.regency, 26),
    Column(_("Kecamatan"), lambda ikm: district(ikm), 22),
    Column(_("Desa/kelurahan"), lambda ikm: ikm.region if ikm.region and ikm.region.level == 4 else "", 22),
    Column(_("Alamat"), lambda ikm: ikm.address, 36),
    Column(_("Nomor HP"), lambda ikm: ikm.phone, 18, "identity"),
    Column(_("Skala industri"), lambda ikm: ikm.get_industry_scale_display(), 18),
    Column(_("Skala usaha"), lambda ikm: ikm.get_business_scale_display(), 18),
    Column(_("Status"), lambda ikm: ikm.state_label, 18),
    Column(_("Status sejak"), lambda ikm: ikm.state_since, 18, "datetime"),
]


def _axis(position):
    """The word of one axis: 0 halal, 1 gizi, 2 izin edar."""

    def word(product):
        axes = words(getattr(product, "readiness", None))
        return axes[position]["word_label"] if axes else ""

    return word


PRODUCT_COLUMNS = [
    Column(_("Produk"), lambda product: product.name, 32),
    Column(_("IKM"), lambda product: product.ikm.name, 32),
    Column(_("Kabupaten/kota"), lambda product: product.regency, 26),
    Column(_("Kategori"), lambda product: product.category, 24),
    Column(_("Merek"), lambda product: product.brand, 20),
    Column(_("Harga (Rp)"), lambda product: product.price_min, 14, "number"),
    Column(_("Harga tertinggi (Rp)"), lambda product: product.price_max, 14, "number"),
    Column(_("Satuan"), lambda product: product.unit, 12),
    Column(_("Kapasitas sebulan"), lambda product: product.monthly_capacity, 14, "number"),
    Column(_("Halal"), _axis(0), 14),
    Column(_("Gizi"), _axis(1), 14),
    Column(_("Izin edar"), _axis(2), 14),
    Column(_("Status"), lambda product: product.state_label, 24),
    Column(_("Status sejak"), lambda product: product.state_since, 18, "datetime"),
]


def export(name, columns, queryset, *, by, filters):
    """A temporary file with the rows of `queryset`, and an audit event saying who took how many by which filters."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    counted = _Counted(in_chunks(queryset))
    write_xlsx(file, [(name, columns, counted), (_t("Keterangan"), *_imprint(by))])
    file.seek(0)
    label = queryset.model._meta.model_name
    audit.record(f"{label}.exported", by=by, rows=counted.number, filters=filters)
    return file


class _Counted:
    """Rows that know afterwards how many they were."""

    def __init__(self, rows):
        self.rows, self.number = rows, 0

    def __iter__(self):
        for row in self.rows:
            self.number += 1
            yield row


def _imprint(by):
    taken = date_format(timezone.localtime(timezone.now()), "j F Y, H.i")
    rows = [
        (_t("Diunduh oleh"), f"{by} ({by.login})"),
        (_t("Waktu (WITA)"), taken),
        (_t("Catatan"), _t("Berisi data pribadi (UU 27/2022). Pakai untuk tugas dinas dan jangan disebarkan.")),
    ]
    return [Column("", lambda row: row[0], 20), Column("", lambda row: row[1], 80)], rows
