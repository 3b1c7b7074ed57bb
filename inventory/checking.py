"""Every row of a sheet gets one verdict, with a sentence for everything that is wrong or was repaired.

Nothing is written here. `check` asks the register in sets: a fixed number of queries per 500 businesses.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.rules import covers
from core.fields import digest
from ikm.enums import FREE_FIELDS, REGISTERED_STATES, IkmState
from ikm.models import Ikm, YearlyFigures
from inventory.enums import SheetKind, Verdict
from inventory.fields import BIG, BY_NAME, hide, is_empty, plain
from inventory.mapping import in_thousands, key_of, label_of
from inventory.places import Outside, Places, Unclear
from products.models import Product, ProductFigures
from reference.models import Kbli
from reference.numbers import mask

CHUNK = 500
IMPORT_REASON = "import"
TOTAL_WORDS = re.compile(r"(sub\s*|grand\s*)?(jumlah|total)(\s+(keseluruhan|seluruhnya|umum|akhir))?\s*:?", re.I)
SECRETS = {"nik", "npwp"}
FIGURE_FIELDS = {item.name for item in YearlyFigures._meta.concrete_fields} - {"id", "ikm", "year"}
COUNT_NAMES = {
    Verdict.NEW: "new", Verdict.CHANGED: "changed", Verdict.SAME: "same", Verdict.DUPLICATE: "duplicates",
    Verdict.ERROR: "errors", Verdict.IGNORED: "ignored",
}  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """`region` is the scope (63 or 63.02); `in_thousands` None follows the headings."""

    kind: str
    region: str
    year: int | None = None
    in_thousands: bool | None = None


@dataclass
class Row:
    number: int
    cells: list
    verdict: str = ""
    problems: list = field(default_factory=list)
    repairs: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    parts: dict = field(default_factory=lambda: defaultdict(dict))
    regency: str = ""
    region: str = ""
    year: int | None = None
    group: "Group | None" = None
    product: Product | None = None
    product_changes: dict = field(default_factory=dict)
    product_figure_changes: dict = field(default_factory=dict)
    ikm_id: int | None = None
    product_id: int | None = None

    def settle(self, verdict, column="", message="", value=""):
        self.verdict = str(verdict)
        if message:
            self.problems.append(note(self.number, column, value, message))


@dataclass
class Group:
    """Rows of the sheet that are one business. `values` and `figures` hold the first filled cell of each."""

    rows: list = field(default_factory=list)
    values: dict = field(default_factory=dict)
    figures: dict = field(default_factory=lambda: defaultdict(dict))
    products: dict = field(default_factory=dict)
    regency: str = ""
    region: str = ""
    ikm: Ikm | None = None
    ikm_changes: dict = field(default_factory=dict)
    figure_changes: dict = field(default_factory=dict)

    @property
    def name_key(self):
        return self.values["name"].casefold()[:200]


@dataclass
class Outcome:
    rows: list
    groups: list
    notices: list

    @property
    def counts(self):
        found = Counter(row.verdict for row in self.rows)
        return {"rows": len(self.rows), **{name: found[str(verdict)] for verdict, name in COUNT_NAMES.items()}}

    @property
    def problems(self):
        return [problem for row in self.rows for problem in row.problems]

    @property
    def repairs(self):
        return self.notices + [repair for row in self.rows for repair in row.repairs]


def note(row, column, value, message):
    return {"row": row, "column": column, "value": hide(plain(value))[:120], "message": str(message)}


def check(reading, mapping, setting):
    """Outcome of a sheet: `reading` from `pipeline.read`, `mapping` {heading: field name or None}."""
    reader = Reader(reading, mapping, setting)
    rows = [reader.read(number, cells) for number, cells in reading.rows]
    groups = gather([row for row in rows if not row.verdict], reader, setting.kind)
    compare(groups, reader, setting)
    return Outcome(rows, groups, reader.notices)


class Reader:
    """One row at a time: cells to values, place to codes; knows the headings to complain under."""

    def __init__(self, reading, mapping, setting):
        self.setting = setting
        self.columns = [
            (index, header, BY_NAME[mapping[header]])
            for index, header in enumerate(reading.headers)
            if mapping.get(header)
        ]
        self.header_of = {item.name: header for _index, header, item in self.columns}
        self.header_keys = [key_of(header) for header in reading.headers]
        self.places = Places(setting.region)
        self.kbli = set(Kbli.objects.values_list("version", "code"))
        self.multiplied = {
            index
            for index, header, item in self.columns
            if item.is_money and (in_thousands(header) if setting.in_thousands is None else setting.in_thousands)
        }
        self.notices = [
            note(reading.header_row, header, "", _("Nilai rupiah kolom ini dikalikan 1.000."))
            for index, header, _item in self.columns
            if index in self.multiplied
        ]

    def column(self, name):
        return self.header_of.get(name, str(label_of(name)))

    def read(self, number, cells):
        row = Row(number, cells, year=self.setting.year)
        if reason := self.why_ignored(cells):
            row.settle(Verdict.IGNORED)
            row.repairs += [] if reason == "blank" else [note(number, "", "", reason)]
            return row
        self.read_cells(row)
        self.place(row)
        if row.verdict:
            row.problems, row.repairs = row.problems[-1:], []
            return row
        self.complete(row)
        if row.problems:
            row.verdict = str(Verdict.ERROR)
        return row

    def why_ignored(self, cells):
        texts = [plain(cell) for cell in cells]
        filled = [text for text in texts if text]
        if not filled:
            return "blank"
        if TOTAL_WORDS.fullmatch(filled[0]) and len(filled) < max(2, len(self.header_keys)):
            return _("Baris jumlah dilewati.")
        same = sum(bool(text) and key_of(text) == key for text, key in zip(texts, self.header_keys, strict=False))
        if same >= 2 and same >= 0.6 * len(filled):
            return _("Baris judul yang berulang dilewati.")
        bare = [text.strip("()") for text in filled]
        if len(bare) > 2 and bare == [str(count) for count in range(1, len(bare) + 1)]:
            return _("Baris nomor kolom dilewati.")
        return ""

    def read_cells(self, row):
        for index, header, item in self.columns:
            cell = row.cells[index] if index < len(row.cells) else None
            text = plain(cell)
            if is_empty(text):
                if text:
                    row.repairs.append(note(row.number, header, text, _("Dianggap kosong.")))
                continue
            shown = safe(text) if item.is_secret else text
            notes = []
            try:
                value = item.read(cell, notes)
                if index in self.multiplied:
                    value = thousandfold(value)
            except ValidationError as error:
                row.problems.append(note(row.number, header, shown, error.messages[0]))
                continue
            row.repairs += [note(row.number, header, shown, sentence) for sentence in notes]
            if value not in ("", None):
                row.parts[item.part][item.target] = value

    def place(self, row):
        """Outside the region: ignored with a sentence; unclear: a problem."""
        try:
            row.regency = self.places.regency_of(row.parts["place"])
        except Outside as refused:
            row.settle(Verdict.IGNORED, self.place_column(), refused, row.parts["place"].get("regency", ""))
            return
        except Unclear as refused:
            row.problems.append(note(row.number, self.place_column(), row.parts["place"].get("regency", ""), refused))
            return
        place, values = row.parts["place"], row.parts["ikm"]
        row.region, lost = self.places.deepest(row.regency, place.get("district"), place.get("village"))
        if lost:
            message = _("Tidak ditemukan di %(regency)s; ditulis di alamat: %(names)s.") % {
                "regency": self.places.regencies.by_code[row.regency].name,
                "names": ", ".join(lost),
            }
            row.repairs.append(
                note(row.number, self.column("village" if place.get("village") else "district"), "", message)
            )
        parts = [values.get("address", ""), *lost]
        if place.get("postcode") and place["postcode"] not in parts[0]:
            parts.append(place["postcode"])
        if address := ", ".join(filter(None, parts)):
            values["address"] = address[:300]

    def place_column(self):
        return next(
            (
                self.header_of[name]
                for name in ("regency", "regency_code", "province", "province_code")
                if name in self.header_of
            ),
            str(label_of("regency")),
        )

    def complete(self, row):
        values = row.parts["ikm"]
        row.year = row.parts["hint"].get("year", row.year)
        broken = {problem["column"] for problem in row.problems}
        if "name" not in values and self.column("ikm_name") not in broken:
            row.problems.append(
                note(row.number, self.column("ikm_name"), "", _("Nama usaha kosong. Setiap baris perlu nama usaha."))
            )
        if self.setting.kind == SheetKind.COMBINED:
            if "name" not in row.parts["product"] and self.column("product_name") not in broken:
                row.problems.append(
                    note(
                        row.number,
                        self.column("product_name"),
                        "",
                        _("Nama produk kosong. Setiap baris perlu satu produk."),
                    )
                )
            if row.parts["product"].get("price_min") == 0:
                del row.parts["product"]["price_min"]
            if row.year is None and (row.parts["figures"] or row.parts["product_figures"]):
                row.problems.append(
                    note(
                        row.number, self.column("year"), "", _("Tahun angka belum diisi. Pilih tahun untuk lembar ini.")
                    )
                )
        if "kbli" in values:
            version = values.get("kbli_version") or (
                "2025"
                if ("2020", values["kbli"]) not in self.kbli and ("2025", values["kbli"]) in self.kbli
                else "2020"
            )
            values["kbli_version"] = version
        else:
            values.pop("kbli_version", None)

    def is_kbli_known(self, values):
        return "kbli" not in values or (values["kbli_version"], values["kbli"]) in self.kbli


def safe(text):
    """An identity number as it may be shown; what a spreadsheet ruined (6.3E+15) identifies nobody."""
    return text if "e+" in text.casefold() else mask(re.sub(r"\D", "", text))


def thousandfold(value):
    if value > BIG // 1000:
        raise ValidationError(_("Angka ini terlalu besar untuk dikalikan 1.000."))
    return value * 1000


def keys_of(row):
    """What makes two rows of one sheet one business; an empty number never counts."""
    values = row.parts["ikm"]
    name = values["name"].casefold()[:200]
    keys = []
    if values.get("nib"):
        keys.append(("nib", values["nib"], values.get("unit_number", 1)))
    if values.get("nik"):
        keys.append(("nik", digest(values["nik"]), name))
    if values.get("phone"):
        keys.append(("phone", values["phone"], name))
    keys.append(("name", name, values.get("owner_name", "").casefold(), row.regency))
    return keys


def gather(rows, reader, kind):
    """Groups in sheet order; repeated businesses (or products, in a combined sheet) become duplicates."""
    groups, known = [], {}
    for row in rows:
        keys = keys_of(row)
        group = next(
            (known[key] for key in keys if key in known and not clashes(known[key].values, row.parts["ikm"])), None
        )
        if group is None:
            group = Group(regency=row.regency, region=row.region)
            groups.append(group)
        elif kind == SheetKind.IKM:
            message = _("Usaha ini sudah ada di baris %(row)d. Hapus salah satu bila memang sama.") % {
                "row": group.rows[0].number
            }
            row.settle(Verdict.DUPLICATE, reader.column("ikm_name"), message, row.parts["ikm"]["name"])
            continue
        if kind == SheetKind.COMBINED:
            product_key = row.parts["product"]["name"].casefold()[:200]
            if product_key in group.products:
                message = _("Produk ini sudah ada di baris %(row)d untuk usaha yang sama.") % {
                    "row": group.products[product_key].number
                }
                row.settle(Verdict.DUPLICATE, reader.column("product_name"), message, row.parts["product"]["name"])
                continue
            group.products[product_key] = row
        for key in keys:
            known.setdefault(key, group)
        join(group, row)
    return groups


def join(group, row):
    """Add the row; where it contradicts an earlier one about the same business, the earlier one holds."""
    ignored = [name for name, value in row.parts["ikm"].items() if group.values.setdefault(name, value) != value]
    figures = group.figures[row.year] if row.parts["figures"] else {}
    ignored += [name for name, value in row.parts["figures"].items() if figures.setdefault(name, value) != value]
    if group.rows and ignored:
        message = _("Berbeda dengan baris %(row)d dari usaha yang sama; yang dipakai baris %(row)d.")
        row.repairs.append(note(row.number, "", "", message % {"row": group.rows[0].number}))
    group.rows.append(row)
    row.group = group


def clashes(one, other):
    """Two numbers that are both there and differ: never the same business."""
    if one.get("nib") and other.get("nib"):
        return (one["nib"], one.get("unit_number", 1)) != (other["nib"], other.get("unit_number", 1))
    return False


class Register:
    """What the register already holds about the businesses of one chunk of groups, read in eight queries."""

    def __init__(self, groups, setting):
        self.scope = setting.region
        years = {row.year for group in groups for row in group.rows} - {None}
        wanted = [group.values for group in groups]
        found = Ikm.objects.filter(state__in=[*REGISTERED_STATES, IkmState.INACTIVE]).filter(
            Q(nib__in={values["nib"] for values in wanted if values.get("nib")})
            | Q(nik_digest__in={digest(values["nik"]) for values in wanted if values.get("nik")})
            | Q(phone__in={values["phone"] for values in wanted if values.get("phone")})
            | Q(name_key__in={group.name_key for group in groups}, regency_id__in={group.regency for group in groups})
        )
        self.ikm = list(found.defer("nik", "npwp").order_by("pk"))
        self.by = defaultdict(list)
        for ikm in self.ikm:
            for key in register_keys(ikm):
                self.by[key].append(ikm)
        pks = [ikm.pk for ikm in self.ikm]
        self.figures = {
            (row.ikm_id, row.year): row for row in YearlyFigures.objects.filter(ikm_id__in=pks, year__in=years)
        }
        self.products = defaultdict(dict)
        for product in Product.objects.filter(ikm_id__in=pks).order_by("-pk"):
            self.products[product.ikm_id][product.name_key] = product
        self.product_figures = {
            (row.product_id, row.year): row
            for row in ProductFigures.objects.filter(product__ikm_id__in=pks, year__in=years)
        }
        self.edited = set().union(
            edited_by_hand(Ikm, pks),
            edited_by_hand(YearlyFigures, [row.pk for row in self.figures.values()]),
            edited_by_hand(Product, [row.pk for found in self.products.values() for row in found.values()]),
            edited_by_hand(ProductFigures, [row.pk for row in self.product_figures.values()]),
        )

    def is_protected(self, ikm, stored):
        """Somebody claimed the IKM or typed into this row of it: an import only fills what is empty."""
        return ikm.owner_id is not None or (stored is not None and (type(stored), stored.pk) in self.edited)

    def inside(self, key, values):
        """IKM of this region with that key and without a contradicting NIB."""
        return [
            ikm
            for ikm in self.by.get(key, ())
            if covers(self.scope, ikm.regency_id)
            and not clashes({"nib": ikm.nib, "unit_number": ikm.unit_number}, values)
        ]

    def sure(self, group):
        """The IKM that is certainly this business, or None."""
        values, name = group.values, group.name_key
        keys = []
        if values.get("nib"):
            keys.append(("nib", values["nib"], values.get("unit_number", 1)))
        if values.get("nik"):
            keys.append(("nik+name", digest(values["nik"]), name))
        if values.get("phone"):
            keys.append(("phone+name", values["phone"], name))
        if values.get("owner_name"):
            keys.append(("owner+name", values["owner_name"].casefold(), name, group.regency))
        return next((ikm for key in keys for ikm in self.inside(key, values)), None)

    def has_foreign_nib(self, values):
        key = ("nib", values.get("nib"), values.get("unit_number", 1))
        return bool(values.get("nib")) and any(not covers(self.scope, ikm.regency_id) for ikm in self.by.get(key, ()))


def edited_by_hand(model, pks):
    """Rows with a history row that neither an import nor a transition wrote."""
    found = model.history.filter(id__in=pks, history_change_reason=None).values_list("id", flat=True)
    return {(model, pk) for pk in found}


def register_keys(ikm):
    if ikm.nib:
        yield "nib", ikm.nib, ikm.unit_number
    if ikm.nik_digest:
        yield "nik", ikm.nik_digest
        yield "nik+name", ikm.nik_digest, ikm.name_key
    if ikm.phone:
        yield "phone+name", ikm.phone, ikm.name_key
    if ikm.owner_name:
        yield "owner+name", ikm.owner_name.casefold(), ikm.name_key, ikm.regency_id
    yield "name", ikm.name_key, ikm.regency_id


def compare(groups, reader, setting):
    for start in range(0, len(groups), CHUNK):
        chunk = groups[start : start + CHUNK]
        register = Register(chunk, setting)
        for group in chunk:
            judge(group, register, reader)


def judge(group, register, reader):
    values = group.values
    if register.has_foreign_nib(values):
        refuse(
            group,
            Verdict.ERROR,
            reader.column("nib"),
            values["nib"],
            _("NIB dengan nomor unit ini sudah terdaftar. Periksa lagi NIB, atau isi nomor unit bila ini cabang."),
        )
    elif ikm := register.sure(group):
        match(group, ikm, register)
    elif values.get("nik") and register.inside(("nik", digest(values["nik"])), values):
        refuse(
            group,
            Verdict.DUPLICATE,
            reader.column("nik"),
            mask(values["nik"]),
            _("NIK pemilik ini sudah ada pada usaha lain. Pastikan usahanya memang berbeda, lalu daftarkan sendiri."),
        )
    elif namesakes := register.inside(("name", group.name_key, group.regency), values):
        ikm = next((ikm for ikm in namesakes if is_all_same(group, ikm, register)), None)
        message = _(
            "Usaha bernama ini sudah ada di kabupaten/kota yang sama. Lengkapi NIB, NIK, nomor HP, atau nama pemilik."
        )
        if ikm is None:
            refuse(group, Verdict.DUPLICATE, reader.column("ikm_name"), values["name"], message)
        else:
            match(group, ikm, register, (reader.column("ikm_name"), message))
    else:
        for row in group.rows:
            row.settle(Verdict.NEW)


def refuse(group, verdict, column, value, message):
    for row in group.rows:
        row.settle(verdict, column, message, value)


def is_all_same(group, ikm, register):
    """A namesake counts as this business only when nothing the sheet says differs, some product included."""
    if ikm_differences(group, ikm) or figure_differences(group, ikm, register):
        return False
    return not group.products or any(
        product and not product_differences(row, product) and not production_differences(row, product, register)
        for row, product in ((row, known_product(row, ikm, register)) for row in group.rows)
    )


def match(group, ikm, register, doubt=None):
    """Verdicts of a group that is `ikm`; with `doubt` (column, sentence) only additions are believed."""
    group.ikm = ikm
    group.ikm_changes, kept = allowed(ikm, ikm_differences(group, ikm), register.is_protected(ikm, ikm))
    figures = figure_differences(group, ikm, register)
    for year, differences in figures.items():
        stored = register.figures.get((ikm.pk, year))
        group.figure_changes[year], more = allowed(stored, differences, register.is_protected(ikm, stored))
        kept = kept or more
    group.figure_changes = {year: found for year, found in group.figure_changes.items() if found}
    leader = group.rows[0]
    leader.changes += [change(ikm, name, value) for name, value in group.ikm_changes.items()]
    for year, found in group.figure_changes.items():
        leader.changes += [change(register.figures.get((ikm.pk, year)), name, value) for name, value in found.items()]
    if kept:
        leader.repairs.append(
            note(leader.number, "", "", _("Isian yang sudah diketik atau diperiksa orang di portal dipertahankan."))
        )
    for row in group.rows:
        row.ikm_id = ikm.pk
        judge_product(row, ikm, register, doubt)


def judge_product(row, ikm, register, doubt):
    if not row.parts["product"]:
        row.settle(Verdict.CHANGED if row.changes else Verdict.SAME)
        return
    row.product = known_product(row, ikm, register)
    if row.product is None:
        row.settle(Verdict.NEW)
        return
    row.product_id = row.product.pk
    stored = register.product_figures.get((row.product.pk, row.year))
    for target, owner, differences in (
        (row.product_changes, row.product, product_differences(row, row.product)),
        (row.product_figure_changes, stored, production_differences(row, row.product, register)),
    ):
        target.update(allowed(owner, differences, register.is_protected(ikm, owner))[0])
    row.changes += [change(row.product, name, value) for name, value in row.product_changes.items()]
    row.changes += [change(stored, name, value) for name, value in row.product_figure_changes.items()]
    if row.changes and doubt:
        row.changes = []
        row.settle(Verdict.DUPLICATE, doubt[0], doubt[1], row.parts["ikm"]["name"])
    else:
        row.settle(Verdict.CHANGED if row.changes else Verdict.SAME)


def known_product(row, ikm, register):
    name = row.parts["product"].get("name")
    return register.products[ikm.pk].get(name.casefold()[:200]) if name else None


def ikm_differences(group, ikm):
    """{field: value} where the sheet says something else than the register; capitals do not count."""
    found = {name: value for name, value in group.values.items() if differs(stored_value(ikm, name), value, name)}
    if group.region != ikm.region_id and not (ikm.region_id or "").startswith(f"{group.region}."):
        found["region"] = group.region
    return found


def figure_differences(group, ikm, register):
    found = {}
    for year, values in group.figures.items():
        stored = register.figures.get((ikm.pk, year))
        different = {
            name: value
            for name, value in values.items()
            if name in FIGURE_FIELDS and value != getattr(stored, name, None)
        }
        if different:
            found[year] = different
    return found


def product_differences(row, product):
    return {name: value for name, value in row.parts["product"].items() if differs(getattr(product, name), value, name)}


def production_differences(row, product, register):
    stored = register.product_figures.get((product.pk, row.year))
    return {name: value for name, value in row.parts["product_figures"].items() if value != getattr(stored, name, None)}


def stored_value(ikm, name):
    return getattr(ikm, f"{name}_digest" if name in SECRETS else name)


def differs(stored, value, name):
    if name in SECRETS:
        value = digest(value)
    if isinstance(stored, str) and isinstance(value, str):
        return stored.casefold() != value.casefold()
    return stored != value


def allowed(stored, differences, protected):
    """(what an import may write, whether something was held back). A missing row may be written whole."""
    if stored is None:
        return differences, False
    verified = getattr(stored, "state", "") == IkmState.VERIFIED and isinstance(stored, Ikm)
    kept = {
        name: value
        for name, value in differences.items()
        if not (verified and name not in FREE_FIELDS) and (not protected or is_blank(stored, name))
    }
    return kept, len(kept) < len(differences)


def is_blank(stored, name):
    if name == "region":
        return stored.region_id in (None, stored.regency_id)
    return (stored_value(stored, name) if isinstance(stored, Ikm) else getattr(stored, name)) in ("", None)


def change(stored, name, value):
    """One difference as people read it; identity numbers masked."""
    model = type(stored) if stored is not None else None
    old = getattr(stored, f"{name}_mask" if name in SECRETS else ("region_id" if name == "region" else name), None)
    label = (
        str(model._meta.get_field(name).verbose_name)
        if model
        else str(BY_NAME["unit" if name == "unit_raw" else name].label)
    )
    new = mask(value) if name in SECRETS else value
    return {"field": name, "label": label, "old": hide(plain(old)), "new": hide(plain(new))}
