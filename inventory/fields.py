"""What a sheet may bring: each field with its label, the headings people write over it, and its reader.

A reader takes the cell and a `Notes` list and answers the stored value; it appends a sentence for every repair and
raises `ValidationError` with a sentence that says what is expected. An empty cell never reaches a reader.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from core.spreadsheets import RuinedNumber
from ikm.enums import LegalForm
from ikm.models import Ikm
from inventory.enums import SheetKind
from products.models import Product
from reference import numbers

FIRST_YEAR = 2000
BIG, INTEGER = 2**63 - 1, 2**31 - 1
NOTHING = {"-", "--", "---", "–", "—", "n/a", "na", "null", "none", "nihil", "kosong", "#n/a"}
ABSENT_NUMBERS = {"0", "tidak ada", "tdk ada", "belum ada", "belum", "tidak punya", "belum punya", "blm ada"}
SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
SCIENTIFIC = re.compile(r"\d+([.,]\d+)?e\+?\d+", re.IGNORECASE)
DOTTED = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")
COMMAED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
PLAIN = re.compile(r"\d+([.,]\d+)?")
COUNT_WORDS = re.compile(r"\s*(orang|org|jiwa)\.?$", re.IGNORECASE)
LANDLINE = re.compile(r"\(?0[2-79]\d{1,2}\)?[\d\s.\-/]{4,12}")
MOBILE = re.compile(r"(?:\+?62|0)[\s.\-()]*8[\d\s.\-]{7,14}")
SHOUTED_KEPT = {"PT", "CV", "UD", "KUB", "TB", "PD", "KWT", "UMKM", "IKM", "II", "III", "IV", "RT", "RW", "BBI", "PKK"}
LEGAL_WORDS = {
    "pt perorangan": LegalForm.PT_PERORANGAN, "pt": LegalForm.PT, "perseroan terbatas": LegalForm.PT,
    "cv": LegalForm.CV, "firma": LegalForm.FIRMA, "fa": LegalForm.FIRMA, "ud": LegalForm.UD,
    "usaha dagang": LegalForm.UD, "koperasi": LegalForm.KOPERASI, "kop": LegalForm.KOPERASI,
    "kub": LegalForm.KUB, "kelompok usaha bersama": LegalForm.KUB, "perorangan": LegalForm.PERORANGAN,
    "perseorangan": LegalForm.PERORANGAN, "po": LegalForm.PERORANGAN, "lainnya": LegalForm.OTHER,
    "pd": LegalForm.OTHER, "irt": LegalForm.PERORANGAN, "pirt": LegalForm.PERORANGAN,
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """`part` says where the value goes: ikm, place, figures, product, product_figures or hint (only read)."""

    name: str
    label: str
    part: str
    read: Callable
    synonyms: tuple = ()
    attribute: str = ""
    is_money: bool = False
    is_secret: bool = False
    kinds: tuple = (SheetKind.COMBINED,)

    @property
    def target(self):
        return self.attribute or self.name


def plain(cell):
    """The cell as one line of text; a whole float loses its “.0”."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    return SPACES.sub(" ", CONTROL.sub("", str(cell))).strip()


def is_empty(text):
    return not text or text.casefold() in NOTHING


def hide(text):
    """A value as it may be shown and stored in clear: long runs of digits lose their middle."""
    return re.sub(r"\d[\d.\s-]{12,}\d", lambda found: numbers.mask(re.sub(r"\D", "", found.group())), text)


def text_reader(limit, is_name=False):
    def read(cell, notes):
        text = plain(cell)
        raw = str(cell)
        if "\u00a0" in raw or "\n" in raw or "\t" in raw:
            notes.append(_("Spasi khusus atau baris baru diganti spasi biasa."))
        if is_name and text.isupper() and len(text) > 5:
            notes.append(_("Huruf besar semua ditulis ulang."))
            text = calm(text)
        if len(text) > limit:
            raise ValidationError(
                _("Teks ini %(count)d huruf, paling banyak %(limit)d. Persingkat.")
                % {"count": len(text), "limit": limit}
            )
        return text

    return read


def calm(text):
    """“ABON IKAN, CV” → “Abon Ikan, CV”."""
    return re.sub(
        r"[^\W\d_]+", lambda word: word.group() if word.group() in SHOUTED_KEPT else word.group().capitalize(), text
    ).replace("'S ", "'s ")


def not_ruined(cell, label):
    """Numbers the spreadsheet could not keep are never taken for the real ones."""
    text = plain(cell)
    if isinstance(cell, RuinedNumber) or SCIENTIFIC.fullmatch(text):
        raise ValidationError(
            _("%(label)s ini sudah rusak di lembar kerja. Ubah kolomnya menjadi Teks, lalu ketik ulang.")
            % {"label": label}
        )
    if text == "2147483647":
        raise ValidationError(
            _("2147483647 bukan angka sebenarnya, melainkan tanda nilai yang hilang. Isi angka aslinya.")
        )
    return text


def identity_reader(label, check, refuse_zeros=True):
    def read(cell, notes):
        text = not_ruined(cell, label)
        if text.casefold() in ABSENT_NUMBERS:
            return ""
        digits = check(text)
        if refuse_zeros and digits.endswith("0000"):
            raise ValidationError(
                _("Empat angka terakhir %(label)s hilang menjadi 0000. Ubah kolomnya menjadi Teks, lalu ketik ulang.")
                % {"label": label}
            )
        if numbers.is_placeholder(digits):
            raise ValidationError(
                _("%(label)s ini tampak seperti isian contoh. Isi nomor yang benar atau kosongkan.") % {"label": label}
            )
        if digits != text:
            notes.append(_("Penulisan %(label)s dirapikan.") % {"label": label})
        return digits

    return read


def read_phone(cell, notes):
    """The first mobile number of the cell; a landline is left out, which is said."""
    text = not_ruined(cell, _("Nomor HP"))
    if text.casefold() in ABSENT_NUMBERS or numbers.is_placeholder(text):
        return ""
    if LANDLINE.fullmatch(text):
        notes.append(_("Nomor telepon rumah tidak disimpan; portal memakai nomor HP."))
        return ""
    candidates = [part for part in re.split(r"\s*[/,;&]\s*|\s+(?:dan|atau)\s+", text) if part.strip()]
    if len(candidates) == 1:
        candidates = MOBILE.findall(text) if len(re.sub(r"\D", "", text)) > 15 else candidates
    first = next(
        (part for part in candidates if re.match(r"\D*(?:62|0)?\W*8", part)), candidates[0] if candidates else text
    )
    phone = numbers.check_phone(first)
    if len(candidates) > 1:
        notes.append(_("Sel ini memuat beberapa nomor; dipakai yang pertama."))
    elif phone != text:
        notes.append(_("Nomor HP ditulis sebagai %(phone)s.") % {"phone": phone})
    return phone


def number_of(cell, label):
    """A cell as int or float, however it is written; ValidationError for words, ruined and negative numbers."""
    text = not_ruined(cell, label)
    if isinstance(cell, bool):
        raise ValidationError(_("%(label)s harus angka.") % {"label": label})
    if isinstance(cell, int | float):
        value = cell
    else:
        bare = re.sub(r"^rp\.?\s*|\s|,-$|\.-$", "", COUNT_WORDS.sub("", text), flags=re.IGNORECASE)
        if DOTTED.fullmatch(bare):
            value = float(bare.replace(".", "").replace(",", ".")) if "," in bare else int(bare.replace(".", ""))
        elif COMMAED.fullmatch(bare):
            value = float(bare.replace(",", "")) if "." in bare else int(bare.replace(",", ""))
        elif PLAIN.fullmatch(bare):
            value = int(bare) if bare.isdigit() else float(bare.replace(",", "."))
        elif re.fullmatch(r"-\s*\d.*", bare):
            raise ValidationError(_("%(label)s tidak boleh kurang dari nol.") % {"label": label})
        else:
            raise ValidationError(
                _("%(label)s harus angka, misalnya 1500000; “%(text)s” bukan angka.")
                % {"label": label, "text": hide(text[:60])}
            )
    if value < 0:
        raise ValidationError(_("%(label)s tidak boleh kurang dari nol.") % {"label": label})
    return value


def number_reader(label, most=INTEGER, whole=False):
    def read(cell, notes):
        value = number_of(cell, label)
        if not value <= most:
            raise ValidationError(_("%(label)s terlalu besar. Periksa lagi angkanya.") % {"label": label})
        if whole and value != int(value):
            raise ValidationError(_("%(label)s harus bilangan bulat.") % {"label": label})
        rounded = int(value + 0.5) if isinstance(value, float) else value
        if str(rounded) != plain(cell):
            notes.append(_("Angka dibaca sebagai %(value)s.") % {"value": rounded})
        return rounded

    return read


def year_reader(first):
    def read(cell, notes):
        year = number_reader(_("Tahun"), whole=True)(cell, notes)
        if not first <= year <= timezone.localdate().year:
            raise ValidationError(_("Tahun ditulis empat angka dan tidak boleh di masa depan, misalnya 2019."))
        return year

    return read


def read_legal_form(cell, notes):
    text = re.sub(r"[^a-z ]", "", plain(cell).casefold()).strip()
    if text in LEGAL_WORDS:
        return str(LEGAL_WORDS[text])
    notes.append(_("Bentuk usaha tidak dikenal; dicatat sebagai Lainnya."))
    return str(LegalForm.OTHER)


def legal_form_in(name):
    """The form written at the beginning or end of a name, or “”."""
    found = re.match(r"(pt|cv|ud|koperasi|kub|firma)\b[.,\s]", f"{name} ".casefold()) or re.search(
        r",\s*(pt|cv|ud|kub|firma)\.?$", name.casefold()
    )
    return str(LEGAL_WORDS[found.group(1)]) if found else ""


def read_kbli(cell, notes):
    return numbers.check_kbli(not_ruined(cell, "KBLI"))


def read_kbli_version(cell, notes):
    text = plain(cell)
    for version in ("2020", "2025"):
        if version in text:
            return version
    raise ValidationError(_("Versi KBLI hanya 2020 atau 2025."))


def read_email(cell, notes):
    text = plain(cell).lower()
    EmailValidator(_("Alamat surel ditulis seperti nama@contoh.id."))(text[: _length(Ikm, "email")])
    return text


def coordinate_reader(label, low, high):
    def read(cell, notes):
        try:
            value = float(plain(cell).replace(",", "."))
        except ValueError as error:
            raise ValidationError(_("%(label)s harus angka seperti -3.31.") % {"label": label}) from error
        if not low <= value <= high:
            raise ValidationError(
                _("%(label)s di luar Indonesia. Mungkin lintang dan bujur tertukar.") % {"label": label}
            )
        return value

    return read


def read_postcode(cell, notes):
    text = plain(cell)
    if re.fullmatch(r"[1-9]\d{4}", text):
        return text
    if text != "0":
        notes.append(_("Kode pos harus 5 angka; yang ini tidak disimpan."))
    return ""


def read_code(cell, notes):
    """A region code; a spreadsheet that took it for a number has eaten the leading zero."""
    return not_ruined(cell, _("Kode wilayah")).replace(" ", "")


BOTH = (SheetKind.IKM, SheetKind.COMBINED)


def _length(model, field):
    return model._meta.get_field(field).max_length


FIELDS = [
    Field("ikm_name", _l("Nama usaha"), "ikm", text_reader(_length(Ikm, "name"), True), (
        "nama usaha", "nama ikm", "nama perusahaan", "nama industri", "nama unit usaha", "nama umkm", "nama irtp",
        "perusahaan", "usaha", "industri", "ikm", "nama",
    ), "name", kinds=BOTH),
    Field("owner_name", _l("Nama pemilik"), "ikm", text_reader(_length(Ikm, "owner_name"), True), (
        "nama pemilik", "pemilik", "nama pemilik usaha", "pemilik usaha", "nama pengusaha", "kontak", "nama kontak",
        "nama pelaku usaha", "nama penanggung jawab", "penanggung jawab", "nama pimpinan", "pimpinan",
    ), kinds=BOTH),
    Field("legal_form", _l("Bentuk usaha"), "ikm", read_legal_form, (
        "bentuk usaha", "badan usaha", "bentuk badan usaha", "badan hukum", "bentuk badan hukum", "jenis badan usaha",
    ), kinds=BOTH),
    Field("established_year", _l("Tahun berdiri"), "ikm", year_reader(1900), (
        "tahun berdiri", "thn berdiri", "tahun mulai usaha", "mulai usaha",
    ), kinds=BOTH),
    Field("nib", _l("NIB"), "ikm", identity_reader("NIB", numbers.check_nib), (
        "nib", "nomor induk berusaha", "no nib", "nomor nib",
    ), kinds=BOTH),
    Field("unit_number", _l("Unit usaha ke-"), "ikm", number_reader(_l("Unit usaha ke-"), 32_767, True), (
        "unit usaha ke", "nomor unit", "unit ke",
    ), kinds=BOTH),
    Field("nik", _l("NIK pemilik"), "ikm", identity_reader("NIK", numbers.check_nik), (
        "nik", "nik pemilik", "no nik", "nomor nik", "no ktp", "nomor ktp", "nomor induk kependudukan",
    ), is_secret=True, kinds=BOTH),
    Field("npwp", _l("NPWP"), "ikm", identity_reader("NPWP", numbers.check_npwp, False), (
        "npwp", "no npwp", "nomor npwp",
    ), is_secret=True, kinds=BOTH),
    Field("kbli", _l("KBLI"), "ikm", read_kbli, ("kbli", "kode kbli", "no kbli", "kbli utama"), kinds=BOTH),
    Field("kbli_version", _l("Versi KBLI"), "ikm",
        read_kbli_version, ("versi kbli", "kbli versi", "tahun kbli"), kinds=BOTH),
    Field("address", _l("Alamat"), "ikm", text_reader(_length(Ikm, "address")), (
        "alamat", "alamat usaha", "alamat ikm", "alamat irtp", "alamat perusahaan", "jalan", "alamat lengkap",
        "alamat industri", "alamat produksi",
    ), kinds=BOTH),
    Field("village", _l("Desa/kelurahan"), "place", text_reader(120), (
        "desa", "kelurahan", "desa kelurahan", "kelurahan desa", "desa kel", "kel desa", "nama desa", "kel",
    ), kinds=BOTH),
    Field("district", _l("Kecamatan"), "place", text_reader(120), ("kecamatan", "kec", "nama kecamatan"), kinds=BOTH),
    Field("regency", _l("Kabupaten/kota"), "place", text_reader(120), (
        "kabupaten", "kota", "kab kota", "kabupaten kota", "kabkota", "nama kabupaten", "kab", "nama kab kota",
    ), kinds=BOTH),
    Field("regency_code", _l("Kode kabupaten/kota"), "place", read_code, (
        "kode kab", "kode kabupaten", "kode kab 2digit", "kode kab kota", "kode kabupaten kota", "kode wilayah",
        "kd kab", "kode kota",
    ), kinds=BOTH),
    Field("province", _l("Provinsi"), "place",
        text_reader(120), ("provinsi", "propinsi", "prov", "nama provinsi"), kinds=BOTH),
    Field("province_code", _l("Kode provinsi"), "place", read_code, (
        "kode prov", "kode provinsi", "kd prov", "kode propinsi",
    ), kinds=BOTH),
    Field("postcode", _l("Kode pos"), "place", read_postcode, (
        "kode pos", "kodepos", "kode pos irtp", "kode pos usaha",
    ), kinds=BOTH),
    Field("phone", _l("Nomor HP"), "ikm", read_phone, (
        "nomor hp", "no hp", "hp", "telepon", "no telepon", "nomor telepon", "telp", "no telp", "nomor telefon",
        "nomor telefon irtp", "nomor telepon irtp", "telepon hp", "no telp hp", "kontak hp", "nomor kontak",
        "handphone",
        "no handphone", "no telepon hp",
    ), kinds=BOTH),
    Field("whatsapp", _l("Nomor WhatsApp"), "ikm", read_phone, (
        "whatsapp", "wa", "no wa", "nomor wa", "nomor whatsapp", "no whatsapp",
    ), kinds=BOTH),
    Field("email", _l("Surel"), "ikm", read_email, ("email", "e mail", "surel", "alamat email"), kinds=BOTH),
    Field("latitude", _l("Lintang"), "ikm", coordinate_reader(_l("Lintang"), -11, 6), (
        "lintang", "latitude", "lat",
    ), kinds=BOTH),
    Field("longitude", _l("Bujur"), "ikm", coordinate_reader(_l("Bujur"), 95, 141), (
        "bujur", "longitude", "lng", "long", "lon",
    ), kinds=BOTH),
    Field("year", _l("Tahun angka"), "hint", year_reader(FIRST_YEAR), ("tahun data", "tahun angka", "tahun")),
    Field("workers_male", _l("Tenaga kerja laki-laki"), "figures",
        number_reader(_l("Tenaga kerja laki-laki"), whole=True), (
        "tenaga kerja laki laki", "tklk", "tk laki laki", "tenaga kerja pria", "jumlah tenaga kerja laki laki", "tk l",
    )),
    Field("workers_female", _l("Tenaga kerja perempuan"), "figures",
        number_reader(_l("Tenaga kerja perempuan"), whole=True), (
        "tenaga kerja perempuan", "tkpr", "tk perempuan", "tenaga kerja wanita", "jumlah tenaga kerja perempuan",
        "tk p",
    )),
    Field("workers_total", _l("Tenaga kerja seluruhnya"), "figures", number_reader(_l("Tenaga kerja"), whole=True), (
        "tenaga kerja", "jumlah tenaga kerja", "jumlah tk", "tk", "jumlah karyawan", "karyawan", "jumlah pekerja",
    )),
    Field("investment", _l("Nilai investasi"), "figures", number_reader(_l("Nilai investasi"), BIG), (
        "nilai investasi", "investasi", "jumlah investasi",
    ), is_money=True),
    Field("capital", _l("Modal usaha"), "figures", number_reader(_l("Modal usaha"), BIG), (
        "modal usaha", "modal", "nilai modal",
    ), is_money=True),
    Field("sales", _l("Penjualan setahun"), "figures", number_reader(_l("Penjualan setahun"), BIG), (
        "penjualan", "omzet", "omset", "nilai penjualan", "penjualan setahun", "omzet setahun", "omset per tahun",
    ), is_money=True),
    Field("export_value", _l("Nilai ekspor"), "figures", number_reader(_l("Nilai ekspor"), BIG), (
        "nilai ekspor", "ekspor",
    ), is_money=True),
    Field("product_name", _l("Nama produk"), "product", text_reader(_length(Product, "name"), True), (
        "nama produk", "produk", "jenis produk", "nama dagang", "nama barang", "nama jenis produk", "produk utama",
    ), "name"),
    Field("brand", _l("Merek"), "product",
        text_reader(_length(Product, "brand")), ("merek", "merk", "merek dagang", "brand")),
    Field("commodity", _l("Komoditi"), "hint", text_reader(200), (
        "komoditi", "komoditas", "kategori", "jenis industri", "cabang industri", "jenis usaha", "kategori produk",
    )),
    Field("description", _l("Keterangan produk"), "product",
        text_reader(2000), ("keterangan produk", "deskripsi", "deskripsi produk")),
    Field("price", _l("Harga"), "product", number_reader(_l("Harga"), BIG), (
        "harga", "harga jual", "harga satuan",
    ), "price_min", is_money=True),
    Field("capacity", _l("Kapasitas setahun"), "product_figures", number_reader(_l("Kapasitas"), BIG), (
        "kapasitas produksi", "kapasitas", "kapasitas setahun", "jml kapasitas produksi", "jumlah kapasitas produksi",
        "kapasitas produksi per tahun", "volume produksi",
    )),
    Field("unit", _l("Satuan"), "product_figures", text_reader(60), (
        "satuan", "satuan produksi", "satuan kapasitas",
    ), "unit_raw"),
    Field("production_value", _l("Nilai produksi"), "product_figures", number_reader(_l("Nilai produksi"), BIG), (
        "nilai produksi", "nilai produksi per tahun",
    ), is_money=True),
    Field("raw_material_value", _l("Nilai bahan baku"), "product_figures", number_reader(_l("Nilai bahan baku"), BIG), (
        "nilai bahan baku", "bahan baku", "nilai bb bp", "nilai bahan baku dan penolong", "nilai bb",
    ), is_money=True),
]  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}


def fields_for(kind):
    return [field for field in FIELDS if kind in field.kinds]
