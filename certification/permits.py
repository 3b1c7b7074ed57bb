"""Read the number of a permit as a person wrote it: which permit, what is in it, what is wrong with it.

Pure functions. Formats: DOMAIN §1 (regex table), §4 (P-IRT: PerBPOM 22/2018 and 4/2024; BPOM MD, TR, NA;
Kemenkes AKD, PKD) and §5 (halal: inferred from published numbers). What a number says about itself
(`decoded`) is shown as help and never decides; only form decides. A valid number is well formed, not proven genuine.

`decoded` holds, where readable (codes and words are str, years and months int, only `valid_until` is a date):

- P-IRT: packaging, food_type_code, food_type, food_list (old|new), region_code, region, product_serial,
  maker_number, expiry_year, valid_until
- MD, ML: packaging, food_type_code, province_code, province, product_serial, company_code; risk (15 digits only)
- TR, HT, FF: year, maker, form, serial, volume_code; SD: year, serial
- cosmetic: country_code, country, year, product_group, serial
- AKD, PKD: class, category, sub_category, year, serial
- halal: region_code, region, scale, serial, registered_month, registered_year
"""

import datetime
import re
from dataclasses import dataclass, field, replace

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reference.enums import PermitKind
from reference.numbers import ASCENDING, DESCENDING, FROM_ZERO, PLACEHOLDER_WORDS, is_placeholder, text_of
from reference.regions import official_name


class Verdict(TextChoices):
    VALID = "valid", gettext_lazy("Bentuk nomor benar")
    SUSPECT = "suspect", gettext_lazy("Perlu dicocokkan")
    REFUSED = "refused", gettext_lazy("Nomor salah")
    IN_PROCESS = "in_process", gettext_lazy("Sedang diurus")
    OTHER_LICENCE = "other_licence", gettext_lazy("Izin lain")
    EMPTY = "empty", gettext_lazy("Belum ada nomor")


@dataclass(frozen=True)
class PermitNumber:
    """One number: normalised (“” when refused), as written, decoded, with what is to be said about it."""

    kind: str
    number: str
    raw: str
    verdict: str = Verdict.VALID
    decoded: dict = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True)
class PermitReading:
    """What a whole cell or field says; `kind` is the permit found, perhaps not the one asked for, “” if unknown."""

    verdict: str
    kind: str
    numbers: tuple = ()
    message: str = ""

    @property
    def number(self):
        return self.numbers[0].number if self.numbers else ""


@dataclass(frozen=True)
class Candidate:
    """Groups of digits that may be a number, and the mark (see `MARKS`) that stands before them."""

    mark: str
    letters: str
    groups: tuple
    raw: str
    before: str = ""
    repaired: str = ""
    strange: str = ""
    year_behind: bool = False

    @property
    def digits(self):
        return "".join(self.groups)


PIRT_PACKAGING = {
    "1": gettext_lazy("gelas"), "2": gettext_lazy("plastik"), "3": gettext_lazy("karton atau kertas"),
    "4": gettext_lazy("kaleng"), "5": gettext_lazy("aluminium foil"), "6": gettext_lazy("lain-lain"),
    "7": gettext_lazy("komposit"), "8": gettext_lazy("ganda"),
}  # fmt: skip
PIRT_FOOD_OLD = {
    "01": gettext_lazy("hasil olahan daging kering"), "02": gettext_lazy("hasil olahan ikan kering"),
    "03": gettext_lazy("hasil olahan unggas kering"), "04": gettext_lazy("hasil olahan sayur"),
    "05": gettext_lazy("hasil olahan kelapa"), "06": gettext_lazy("tepung dan hasil olahannya"),
    "07": gettext_lazy("minyak dan lemak"), "08": gettext_lazy("selai, jeli, dan sejenisnya"),
    "09": gettext_lazy("gula, kembang gula, dan madu"), "10": gettext_lazy("kopi dan teh kering"),
    "11": gettext_lazy("bumbu"), "12": gettext_lazy("rempah-rempah"), "13": gettext_lazy("minuman serbuk"),
    "14": gettext_lazy("hasil olahan buah"), "15": gettext_lazy("hasil olahan biji, kacang, dan umbi"),
}  # fmt: skip
PIRT_FOOD_NEW = {
    "01": gettext_lazy("olahan daging kering"), "02": gettext_lazy("olahan ikan kering"),
    "03": gettext_lazy("olahan unggas dan telur"), "04": gettext_lazy("olahan buah, sayur, dan rumput laut"),
    "05": gettext_lazy("tepung dan hasil olahannya"), "06": gettext_lazy("minyak dan lemak"),
    "07": gettext_lazy("gula, kembang gula, dan cokelat"), "08": gettext_lazy("kopi dan teh kering"),
    "09": gettext_lazy("bumbu"), "10": gettext_lazy("minuman serbuk dan botanikal"),
    "11": gettext_lazy("biji-bijian, kacang-kacangan, dan umbi"),
}  # fmt: skip
# Not in the regulation's list, but in the registers of several kabupaten (ice).
PIRT_FOOD_LOCAL = "16"
# Numbers ending in this year or later follow the list of PerBPOM 4/2024 (inferred from published numbers).
PIRT_NEW_LIST_FROM = 28
PIRT_LIFE_YEARS = 5
PIRT_FIRST_END = 12
MD_RISK = {
    "0": gettext_lazy("menengah rendah"),
    "1": gettext_lazy("menengah tinggi"),
    "2": gettext_lazy("tinggi"),
}
MD_PACKAGING = {
    "1": gettext_lazy("kaca"), "2": gettext_lazy("plastik"), "3": gettext_lazy("kertas"),
    "4": gettext_lazy("komposit"),
    "5": gettext_lazy("logam"), "6": gettext_lazy("lain-lain"), "7": gettext_lazy("ganda"),
}  # fmt: skip
# Below this BPOM counts provinces in a way of its own (09, 10, 11 … on labels from Java): no name is shown.
MD_PROVINCE_FROM = 35
TR_MAKER = {
    "1": gettext_lazy("pabrik farmasi"),
    "2": gettext_lazy("pabrik jamu"),
    "3": gettext_lazy("perusahaan jamu"),
}
TR_FORM = {
    "1": gettext_lazy("rajangan"), "2": gettext_lazy("serbuk"), "3": gettext_lazy("kapsul"),
    "4": gettext_lazy("pil atau tablet"), "5": gettext_lazy("dodol"), "6": gettext_lazy("cairan"),
    "7": gettext_lazy("salep"), "8": gettext_lazy("plester"), "9": gettext_lazy("lain-lain"),
}  # fmt: skip
HALAL_SCALE = {
    "1": gettext_lazy("mikro atau kecil (perkiraan)"), "2": gettext_lazy("menengah (perkiraan)"),
    "3": gettext_lazy("menengah (perkiraan)"), "4": gettext_lazy("besar (perkiraan)"),
}  # fmt: skip
HALAL_FIRST_YEAR = 2019
FIRST_REGISTERED = 1970
HEALTH_FIRST_YEAR = 1990

LETTER_KINDS = {
    "MD": PermitKind.MD, "ML": PermitKind.ML,
    "TR": PermitKind.TR, "TI": PermitKind.TR, "TL": PermitKind.TR, "BTR": PermitKind.TR, "BTL": PermitKind.TR,
    "HT": PermitKind.HT, "FF": PermitKind.FF,
    "SD": PermitKind.SD, "SI": PermitKind.SD, "SL": PermitKind.SD,
    "NA": PermitKind.COSMETIC, "NB": PermitKind.COSMETIC, "NC": PermitKind.COSMETIC,
    "ND": PermitKind.COSMETIC, "NE": PermitKind.COSMETIC,
    "AKD": PermitKind.AKD, "AKL": PermitKind.AKD,
    "PKD": PermitKind.PKD, "PKL": PermitKind.PKD,
    "IDM": PermitKind.BRAND, "ID": PermitKind.HALAL,
}  # fmt: skip
LETTERS_OF_KIND = {
    PermitKind.MD: "MD", PermitKind.ML: "ML", PermitKind.TR: "TR", PermitKind.HT: "HT", PermitKind.FF: "FF",
    PermitKind.SD: "SD", PermitKind.COSMETIC: "NA", PermitKind.AKD: "AKD", PermitKind.PKD: "PKD",
    PermitKind.BRAND: "IDM", PermitKind.HALAL: "ID",
}  # fmt: skip
LENGTHS = {
    PermitKind.PIRT: (15,), PermitKind.MD: (12, 15), PermitKind.ML: (12, 15), PermitKind.TR: (9,),
    PermitKind.HT: (9,), PermitKind.FF: (9,), PermitKind.SD: (9,), PermitKind.COSMETIC: (11,),
    PermitKind.AKD: (11,), PermitKind.PKD: (11,), PermitKind.HALAL: (17,), PermitKind.HALAL_MUI: (14, 15),
    PermitKind.BRAND: (9,),
}  # fmt: skip
SHORTEST = 9
MANY_GROUPS = 60
# So many groups behind a number may be one of another kind, without its letters.
OTHERS_BEHIND = 6
# So many digits in a row (1234567) are no accident; halal serials begin with zeros, and trade marks count up.
MADE_UP_FROM = {PermitKind.HALAL: 8, PermitKind.BRAND: 10}
NPWP_GROUPS = (2, 3, 3, 1, 3, 3)
PB_UMKU_LENGTH = 21
LONGEST_TEXT = 4000
QUOTED = 60
# Permits whose numbers follow no national form: whatever carries a digit is taken as written.
FREE_KINDS = {PermitKind.SLHS, PermitKind.SNI, PermitKind.SVLK, PermitKind.TKDN, PermitKind.OTHER}

ALIKE = {
    **{ord(char): "-" for char in "‐‑‒–—―−⁃﹘﹣"},
    **{ord(char): "'" for char in "’‘`´′"},
    **{ord(char): "/" for char in "⁄∕"},
    **dict.fromkeys((*range(32), 127, 160, 173, *range(8192, 8208), 8239, 8288, 12288, 65279), " "),
    **dict.fromkeys((10, 13, 133, 8232, 8233), "\n"),
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
}  # fmt: skip
SPREADSHEET = re.compile(r"(?<![0-9A-Z])[0-9]{1,3}(?:[.,][0-9]{1,15}\s?E\s?\+?\s?|\s?E\s?\+\s?)[0-9]{1,3}(?![0-9A-Z])")
SPREADSHEET_ERROR = re.compile(r"^#+$|^#(?:REF|N/A|VALUE|NAME|NUM|DIV)|^2147483647$")
SEVERAL = re.compile(r"[\n;,&|]+|\b(?:DAN|SERTA)\b")
NUMBER_WORD = r"(?:[\W_]{0,3}NO(?:MOR|MER)?(?=[\W_0-9]))?"
MARKS = re.compile(
    r"(?P<pirt>(?:SPP[\W_]{0,2})?P[\W_]{0,3}[I1L][\W_]{0,2}R[\W_]{0,2}T" + NUMBER_WORD + r")"
    r"|(?P<depkes>DEP[\W_]?KES(?:[\W_]{0,2}R\.?I\b)?(?:[\W_]{0,3}S\.?P\b)?|DINKES|\bS\.?P\b(?=[\W_]{1,4}(?:NO|[0-9])))"
    r"|(?:(?<![A-Z0-9])|(?<=POM)|(?<=RI)|(?<=NO))(?P<letters>M[ .]?[DL]|TR|TI|TL|BTR|BTL|HT|FF|SD|SI|SL|N[A-E]"
    r"|AK[DL]|PK[DL]|IDM|[I1L]D)(?=[\W_]{0,4}(?:NO(?:MOR)?[\W_]{0,3})?[0-9O][0-9OIL\s.\-])(?:[\W_]{0,4}NO(?:MOR)?)?"
    r"|(?<![A-Z])(?P<pkrt>PKRT)(?![A-Z])"
    r"|(?P<mui>\bLP[\W_]?POM(?:[\W_]{0,3}MUI)?|\bMUI\b)"
    r"|(?P<kh>\bKETETAPAN(?:\s+HALAL)?|\bKH(?=[0-9]|\b))"
    r"|(?P<halal>HALAL|BPJPH)"
    r"|\b(?P<free>SLHS|SNI|SVLK|TKDN)\b"
    r"|(?P<licence>(?<![A-Z])(?:TDI|IUI|(?:PB\W?UMKU|SIUP|SITU|TDP|IUMK|SKU|SKDU|NIB|IUM|NPWP|HO|IMB|TDG|TDUP"
    r"|ISO|HACCP|CPPOB|CPOTB|SPPL)\b)|\bI[ZJ]IN\s+USAHA\b|\b(?:SIUI|AKTA|AHU|KUMHAM)\b|\bSERTIFIKAT\s+STANDAR\b)"
    r"|(?P<brand>\b(?:MEREK|MERK|HAKI|HKI|DJKI)\b|\bDID(?=[0-9]{6}))"
    r"|(?P<person>\b(?:NIK|KTP|KK|HP|WA|TELP|TLP)\b)"
    r"|(?P<bpom>B?P[O0]M(?:[\W_]{0,3}RI)?)(?![A-Z])"
)
DECREE = re.compile(r"LPPOM\s*-\s*[0-9]")
TOKEN = re.compile(r"[0-9A-Z]+")
SEPARATOR = re.compile(r"[\s.\-_'/:*=~]{1,8}")
NOT_LETTERS = {
    "NO", "NOM", "NMR", "RI", "REG", "NIE", "POM", "KE", "UD", "CV", "PT", "IRT", "SP", "TGL", "KAB", "THN", "TH",
    "TA", "S", "D", "R", "P", "E",
}  # fmt: skip
PROCESS_WORDS = re.compile(
    r"\b(?:(?:DI|ME|MEM)?\s?(?:PRO[SC]+ES+(?:ING|NYA|AN)?|PORSES|PROSED)|ON\W?PRO[A-Z]+|PROGRES+|ON\W?GOING|SEDANG|SDG"
    r"|(?:PEN)?GAJUAN|PENGAJUAN|AJUAN|DI\s?AJUKAN|MENGAJUKAN|PERMOHONAN|DIMOHONKAN|DI\s?URUS|MENGURUS|PENGURUSAN"
    r"|MENUNGGU|NUNGGU|TUNGGU|ANTR[EI](?:AN)?|TAHAP(?:AN)?|VERIFIKASI|AUDIT|PERPANJANGAN|DI\s?PERPANJANG|RENEWAL"
    r"|OTW|PENDING|WAITING|SUBMIT(?:TED)?|REVIEW|(?:SUDAH|SDH|BARU|MASIH|LAGI)\s+(?:DI\s?)?(?:DAFTAR(?:KAN)?|URUS)|DIDAFTARKAN|MENDAFTAR(?:KAN)?"
    r"|(?:BELUM|BLM)\s+(?:TER?BIT|KELUAR|JADI|SELESAI|RAMPUNG|TURUN))\b"
)
NOT_BEGUN = re.compile(
    r"\b(?:BELUM|BLM|BLOM|TIDAK|TDK|TAK|AKAN|RENCANA|MAU|INGIN|BERENCANA)\s+(?:PERNAH\s+|SEMPAT\s+|BISA\s+|ADA\s+|DI\s?)?"
    r"(?:(?:DI|MEM)?PROSES|(?:DI)?URUS|MENGURUS|(?:DI)?AJUKAN|MENGAJUKAN|PENGAJUAN|PENGURUSAN|(?:DI)?DAFTAR(?:KAN)?"
    r"|MENDAFTAR(?:KAN)?)\b"
)
NOTHING = re.compile(
    r"\b(?:BELUM|BLM|BLOM|TIDAK|TDK|TAK|GA|GAK|NGGAK|TANPA|NIHIL|KOSONG|NONE|NULL|TIADA)\b|^\W*(?:NO|N/A|NAN)\W*$|^[^0-9]*[:=\s]-+\W*$"
)
OFFICIAL_LETTER = re.compile(r"^\W*[0-9]{1,4}\s*[/.\-]")
KIND_WORDS = (
    (re.compile(r"P[\W_]{0,3}[I1L][\W_]{0,2}R[\W_]{0,2}T"), PermitKind.PIRT),
    (re.compile(r"HALAL|BPJPH"), PermitKind.HALAL),
    (re.compile(r"\bMD\b"), PermitKind.MD),
    (re.compile(r"\bTR\b"), PermitKind.TR),
    (re.compile(r"\bSLHS\b"), PermitKind.SLHS),
    (re.compile(r"\bSNI\b"), PermitKind.SNI),
    (re.compile(r"\b(?:MEREK|MERK|HAKI|HKI)\b"), PermitKind.BRAND),
)


def read_permit(text, kind=None):
    """`PermitReading` of what somebody wrote; `kind` (a `PermitKind`) is what the field asks for. No text raises."""
    raw = text_of(text)
    kind = PermitKind(kind) if kind else None
    if len(raw) > LONGEST_TEXT:
        return refusal(raw, kind, _("Teks ini terlalu panjang untuk nomor izin. Tulis nomornya saja."))
    flat = flattened(raw)
    if says_nothing(raw, flat):
        return PermitReading(Verdict.EMPTY, kind or "", message=_("Belum ada nomor izin."))
    if SPREADSHEET.search(flat):
        return refusal(raw, kind, spreadsheet_sentence(raw))
    if SPREADSHEET_ERROR.search(flat):
        message = _("Isi “%(raw)s” adalah bekas kesalahan lembar kerja, bukan nomor: ketik ulang dari sertifikat.")
        return refusal(raw, kind, message % {"raw": quoted(raw)})
    if is_placeholder(flat) and len(flat) > 3:
        message = _("Angka berurutan atau berulang ini tampak seperti isian contoh, bukan nomor izin.")
        return refusal(raw, kind, message)
    if kind in FREE_KINDS:
        return read_free_field(raw, flat, kind)
    return reading_of(raw, flat, kind)


def reading_of(raw, flat, kind):
    """Numbers first; without a usable one the words decide."""
    candidates, labels = scan(raw, flat, kind)
    numbers = numbers_of(candidates, kind)
    if len(numbers) == 1:
        numbers = [replace(numbers[0], raw=raw)]
    usable = [number for number in numbers if number.verdict != Verdict.REFUSED]
    labelled = any(candidate.mark for candidate in candidates)
    guessed = not labelled and all(number.verdict == Verdict.SUSPECT for number in usable)
    if not usable or (guessed and in_process(flat)):
        wordy = reading_of_words(raw, flat, kind, None if labelled else labels, numbers)
        if wordy:
            return wordy
    if not numbers:
        return refusal(raw, kind or kind_in_words(flat), nothing_sentence(flat, kind, labels))
    reading = summary(numbers, kind)
    notes = [reading.message]
    if usable and in_process(flat):
        notes.append(_("Tertulis juga bahwa ada izin yang sedang diurus."))
    if usable and "licence" in labels:
        notes.append(_("Nomor izin usaha di isian yang sama diabaikan."))
    return replace(reading, message=" ".join(filter(None, notes)))


def flattened(text):
    """Upper case, usual dashes and blanks; as long as the text, so that places in it stay the same."""
    return "".join(char.upper() if char.isascii() else char for char in text.translate(ALIKE))


def quoted(raw):
    return raw if len(raw) <= QUOTED else f"{raw[:QUOTED]}…"


def says_nothing(raw, flat):
    """“-”, “0”, “belum ada”; not a made-up number such as 123456789, which says something wrong."""
    if raw.lower() in PLACEHOLDER_WORDS or not re.search(r"[^\W_]|#", flat):
        return True
    return bool(re.fullmatch(r"[0\W_]+", flat)) and "#" not in flat


def reading_of_words(raw, flat, kind, labels, numbers):
    """“Dalam proses”, “belum ada”, a business licence: no product permit, but an answer; None when it is neither.

    `labels` is None when a number bears the label of a permit: then it is no business licence.
    """
    found = kind or kind_in_words(flat)
    if in_process(flat):
        message = _("Izin sedang diurus. Isi nomornya setelah terbit.")
        return PermitReading(Verdict.IN_PROCESS, found, message=message)
    if not numbers and (NOTHING.search(flat) or NOT_BEGUN.search(flat)):
        return PermitReading(Verdict.EMPTY, found, message=_("Belum ada nomor izin."))
    licence = "" if labels is None else licence_sentence(raw, flat, kind, labels)
    found = kind or (PermitKind.BRAND if licence and "brand" in labels else "")
    return PermitReading(Verdict.OTHER_LICENCE, found, message=licence) if licence else None


def in_process(flat):
    return bool(PROCESS_WORDS.search(flat)) and not NOT_BEGUN.search(flat)


def kind_in_words(flat):
    return next((kind for pattern, kind in KIND_WORDS if pattern.search(flat)), "")


def licence_sentence(raw, flat, kind, labels):
    """What other licence or OSS number this is; “” when it is none."""
    named = labels.get("licence")
    digits = re.sub(r"[^0-9]", "", flat)
    only_digits = re.fullmatch(r"[0-9\s.\-']+", flat)
    if named:
        licence = named.lower() if " " in named and "UMKU" not in named else named
        return _("“%(raw)s” adalah nomor %(licence)s, bukan izin produk.") % {"raw": quoted(raw), "licence": licence}
    if "brand" in labels:
        return _("“%(raw)s” adalah merek, bukan izin produk.") % {"raw": quoted(raw)}
    if only_digits and len(digits) == PB_UMKU_LENGTH:
        return pb_umku_sentence()
    if (
        only_digits
        and len(digits) == 13
        and "-" not in flat
        and kind in {None, PermitKind.PIRT, PermitKind.HALAL}
        and not looks_like_pirt(digits)
    ):
        return _("13 angka ini tampak seperti NIB, bukan izin produk. Isi NIB di tempatnya.")
    if "/" in flat and OFFICIAL_LETTER.search(flat) and re.search(r"[A-Z]{3}", flat) and not labels.keys() - {"depkes"}:
        return _("“%(raw)s” tampak seperti nomor surat atau izin usaha, bukan izin produk.") % {"raw": quoted(raw)}
    return ""


def pb_umku_sentence():
    return _("Ini nomor PB-UMKU dari OSS (21 angka). Isi nomor yang tercetak pada sertifikat izinnya.")


def nothing_sentence(flat, kind, labels):
    count = len(re.findall(r"[0-9]", flat))
    if "person" in labels:
        return personal_sentence()
    if not count:
        return _("Teks ini tidak memuat nomor izin. Tulis nomornya, atau kosongkan bila belum ada.")
    if kind in LENGTHS:
        return length_sentence(kind, count)
    return unknown_sentence()


def personal_sentence():
    return _("Ini nomor pribadi (NIK, KK, NPWP, atau HP), bukan nomor izin. Jangan ditulis di sini.")


def unknown_sentence():
    return _("Nomor ini tidak dikenali. Tulis lengkap dengan hurufnya, misalnya P-IRT, MD, atau ID.")


def spreadsheet_sentence(raw):
    return _(
        "Isi “%(raw)s” rusak, angka dibulatkan oleh Excel: ketik ulang dari sertifikat, dengan kolom berjenis Teks."
    ) % {"raw": quoted(raw)}


def read_free_field(raw, flat, kind):
    """A field for SLHS, SNI …: any text with a digit, unless it is clearly the number of something else."""
    candidates, labels = scan(raw, flat, None)
    others = [number for number in numbers_of(candidates, None) if number.verdict == Verdict.VALID]
    others = [number for number in others if number.kind not in FREE_KINDS]
    if kind != PermitKind.OTHER and others:
        return PermitReading(Verdict.OTHER_LICENCE, others[0].kind, tuple(others), another_kind(others[0], kind))
    if kind != PermitKind.OTHER and "licence" in labels and "free" not in labels:
        return PermitReading(Verdict.OTHER_LICENCE, kind, message=licence_sentence(raw, flat, kind, labels))
    if not re.search(r"[0-9]{3}", flat):
        wordy = reading_of_words(raw, flat, kind, {}, ())
        if wordy:
            return wordy
    number = read_free(raw, kind)
    return PermitReading(number.verdict, kind, (number,), number.message)


def read_free(raw, kind):
    number = " ".join(raw.upper().split())
    if re.search(r"[0-9]", number):
        return PermitNumber(kind, number, raw)
    message = _("Nomor izin memuat sedikitnya satu angka. Salin seperti tercetak pada sertifikat.")
    return PermitNumber(kind, number, raw, Verdict.SUSPECT, {}, message)


def summary(numbers, kind):
    """One verdict for all the numbers of a cell: the worst, softened to “suspect” when another is good."""
    verdicts = {number.verdict for number in numbers}
    first = numbers[0]
    messages = [number.message for number in numbers if number.message]
    message = " ".join(dict.fromkeys(messages))
    found = first.kind or kind or ""
    if verdicts == {Verdict.REFUSED}:
        return PermitReading(Verdict.REFUSED, found, tuple(numbers), message)
    if kind is None and {number.kind for number in numbers} == {PermitKind.BRAND}:
        message = message or _("Ini nomor merek terdaftar, bukan izin produk.")
        return PermitReading(Verdict.OTHER_LICENCE, found, tuple(numbers), message)
    others = [number for number in numbers if kind and number.kind != kind and number.verdict != Verdict.REFUSED]
    others = [number for number in others if number.kind]
    if others and len(others) == len(numbers):
        return PermitReading(Verdict.OTHER_LICENCE, found, tuple(numbers), another_kind(others[0], kind))
    verdict = Verdict.VALID if verdicts == {Verdict.VALID} and not others else Verdict.SUSPECT
    if others:
        message = f"{message} {another_kind(others[0], kind)}".strip()
    if verdict == Verdict.VALID and len(numbers) > 1:
        message = _("Ada %(count)d nomor dalam satu isian.") % {"count": len(numbers)}
    return PermitReading(verdict, found, tuple(numbers), message)


def another_kind(number, wanted):
    if number.kind == PermitKind.HALAL_MUI and wanted == PermitKind.HALAL:
        return _("Ini nomor sertifikat halal MUI yang lama. Perbarui ke BPJPH; nomornya diawali ID dan 17 angka.")
    return _("“%(raw)s” adalah nomor %(found)s, bukan %(wanted)s. Pilih jenis izin yang sesuai.") % {
        "raw": quoted(number.raw),
        "found": PermitKind(number.kind).label,
        "wanted": PermitKind(wanted).label,
    }


def scan(raw, flat, kind):
    """(candidates, {label: its text}): every run of digits with the label before it."""
    flat = comma_inside_pirt(flat)
    candidates, labels = [], {}
    for start, end in pieces(flat):
        named = list(MARKS.finditer(flat, start, end))
        ends = [mark.start() for mark in named] + [end]
        found = runs(raw, flat, start, ends[0], "", "")
        for mark, stop in zip(named, ends[1:], strict=True):
            name = "kh" if DECREE.match(flat, mark.start()) else mark.lastgroup
            said = mark.group(mark.lastgroup)
            labels.setdefault(name, said)
            letters = re.sub(r"[^A-Z]", "", said.replace("1D", "ID").replace("LD", "ID"))
            if name == "free":
                found = [one for one in found if one.mark or betrayed_numbers(one)]
                begin = mark.start() if len(named) > 1 or found else start
                piece = flat[begin:stop]
                if re.search(r"[0-9]", piece) and not in_process(piece) and not NOTHING.search(piece):
                    found.append(Candidate("free", letters, (), raw[begin:stop].strip(" ,;")))
            elif name in {"brand", "licence", "person"}:
                after = [replace(one, groups=one.groups[1:]) for one in runs(raw, flat, mark.end(), stop, "", "")]
                found = [one for one in found if one.mark or betrayed_numbers(one)]
                found += [one for one in after if one.groups and betrayed_numbers(one)]
            else:
                mine = runs(raw, flat, mark.end(), stop, name, letters, mark.start())
                if said in {"1D", "LD"} and mine:
                    mine[0] = replace(mine[0], repaired="1")
                if not mine and found and not found[-1].mark and name in {"pirt", "letters"}:
                    found[-1] = replace(found[-1], mark=name, letters=letters)
                found += mine
        candidates += found
    candidates = [one for one in candidates if len(one.groups) != 1 or not is_year(one.groups[0])]
    long = [one for one in candidates if one.mark == "free" or len(one.digits) >= SHORTEST]
    if long:
        candidates = [one for one in candidates if one in long or (one.mark and len(one.digits) > 4)]
    candidates = [one for one in candidates if one.mark not in {"depkes", "halal"} or len(one.digits) > 4]
    if not kind:
        candidates = [one for one in candidates if one.mark or len(one.digits) >= SHORTEST]
    return candidates if long else candidates[:1], labels


def comma_inside_pirt(flat):
    """“206,3271,01,0829,23” is one number; commas elsewhere part numbers."""
    digits = re.sub(r"[^0-9]", "", flat)
    if 1 <= flat.count(",") <= 5 and len(digits) == 15 and looks_like_pirt(digits):
        return flat.replace(",", "-")
    return flat


def pieces(flat):
    start = 0
    for mark in SEVERAL.finditer(flat):
        yield start, mark.start()
        start = mark.end()
    yield start, len(flat)


def runs(raw, flat, start, end, label, letters, begin=None):
    """Candidates between two places: groups of digits with nothing but blanks, dots, dashes, slashes between."""
    found, groups, first, last, before = [], [], start, start, ""
    repaired = strange = ""

    def close():
        nonlocal groups, repaired, strange
        if groups:
            named = not found
            raw_start = begin if named and begin is not None else first
            year = len(groups) > 1 and is_year(groups[-1]) and "/" in flat[last - 8 : last]
            found.append(
                Candidate(
                    label if named else "", letters if named else "", tuple(groups), raw[raw_start:last].strip(),
                    before, repaired, strange, year,
                )
            )  # fmt: skip
        groups, repaired, strange = [], "", ""

    word_before = ""
    for token in TOKEN.finditer(flat, start, end):
        text = re.sub(r"^(?:NO|NOMOR)(?=[0-9])", "", token.group())
        glued = re.fullmatch(r"(?![OIL]+[0-9])([A-Z]{1,4})([0-9][0-9OIL]{4,})", text)
        if glued:
            close()
            word_before, text = glued.groups()
        digits, odd = digits_in(text)
        if digits and is_list_number(flat, token, end):
            close()
            continue
        if groups and not odd and not digits and flat[last : token.start()] == "-" and is_digit_and_letter(text):
            digits, odd = re.sub(r"[A-Z]", "", text), re.search(r"[A-Z]", text).group()
        if groups and not SEPARATOR.fullmatch(flat[last : token.start()]):
            close()
        if not digits:
            tail = re.match(r"[0-9]+(?=[A-Z]{2,}$)", text)
            if groups and tail:
                groups.append(tail.group())
                last = token.start() + len(tail.group())
            close()
            word_before = text if re.fullmatch(r"[\s.:\-]*", flat[token.end() : token.end() + 1]) else ""
            continue
        if not groups:
            first, before = token.start(), word_before
        groups.append(digits)
        last, word_before = token.end(), ""
        if odd:
            repaired, strange = (repaired or odd, strange) if odd in "OIL" else (repaired, strange or odd)
    close()
    return found


def digits_in(token):
    """(digits, letter): all digits; digits with O, I, L among them, repaired; or with another letter, named."""
    if token.isdigit():
        return token, ""
    count = sum(char.isdigit() for char in token)
    odd = re.search(r"[A-Z]", token).group()
    if count and re.fullmatch(r"[0-9OIL]+", token) and (count * 2 >= len(token)):
        return token.translate(str.maketrans("OIL", "011")), odd
    if count >= SHORTEST - 1 and len(token) - count == 1 and token[0].isdigit() and token[-1].isdigit():
        return re.sub(r"[A-Z]", "", token), odd
    return "", ""


def is_list_number(flat, token, end):
    """The “2” of “1) 2063… 2) 2113…”."""
    behind = flat[token.end() : end]
    return len(token.group()) <= 2 and behind.startswith(")") and len(re.findall(r"[0-9]", behind)) >= SHORTEST


def is_digit_and_letter(token):
    """“2B”, “Z8” where two digits are due."""
    return bool(re.fullmatch(r"[0-9][A-Z]|[A-Z][0-9]", token))


def is_year(group):
    return bool(re.fullmatch(r"(?:19|20)[0-9]{2}", group))


def numbers_of(candidates, kind):
    """Every number of the candidates, each once; a bare one may follow the letters of the one before it."""
    found, known, previous = [], set(), None
    for candidate in candidates:
        fits = previous and len(candidate.digits) in LENGTHS.get(previous[0], ())
        if not candidate.mark and fits and not is_written_pirt(candidate.groups):
            candidate = replace(candidate, mark="letters", letters=previous[1])
        if candidate.mark == "letters":
            previous = (LETTER_KINDS[candidate.letters], candidate.letters)
        for number in read_candidate(candidate, kind):
            if not number.number or number.number not in known:
                found.append(number)
            known.add(number.number)
    return found


def read_candidate(candidate, kind):
    if candidate.mark == "free":
        return [read_free(candidate.raw, PermitKind(candidate.letters.lower()))]
    if candidate.strange:
        found = labelled_kind(candidate) or kind or (PermitKind.PIRT if looks_like_pirt(candidate.groups[0]) else "")
        return [refused(found, candidate.raw, letter_sentence(candidate, found))]
    numbers = read_groups(candidate, kind)
    if candidate.repaired:
        numbers = [repaired(number, candidate, kind) for number in numbers]
    return numbers


def letter_sentence(candidate, kind):
    return _("Nomor %(label)s memuat huruf “%(letter)s” di antara angkanya. Ganti dengan angka yang tercetak.") % {
        "label": PermitKind(kind).label if kind else _("izin ini"),
        "letter": candidate.strange or candidate.repaired,
    }


def repaired(number, candidate, kind):
    """An O that stands for 0, an I or L for 1: doubtful, with the number that was probably meant."""
    if number.verdict == Verdict.REFUSED:
        return replace(number, message=f"{letter_sentence(candidate, number.kind or kind)} {number.message}")
    message = _("Ada huruf yang menggantikan angka (O untuk 0, I atau l untuk 1). Bila maksudnya %(number)s, cocokkan.")
    message = message % {"number": number.number}
    return replace(number, verdict=Verdict.SUSPECT, message=f"{message} {number.message}".strip())


def labelled_kind(candidate):
    if candidate.mark == "letters":
        return LETTER_KINDS[candidate.letters]
    names = {
        "pirt": PermitKind.PIRT, "depkes": PermitKind.PIRT, "pkrt": PermitKind.PKD, "mui": PermitKind.HALAL_MUI,
        "kh": PermitKind.HALAL_MUI, "halal": PermitKind.HALAL,
    }  # fmt: skip
    return names.get(candidate.mark)


def read_groups(candidate, kind):
    """By its label, else by what is asked for, else by what the digits betray."""
    labelled = labelled_kind(candidate)
    digits = candidate.digits
    if labelled in {None, PermitKind.PIRT} and is_two_pirt(candidate.groups):
        halves = replace(candidate, groups=(digits[:15], digits[15:]))
        message = _("Dua nomor ditulis tanpa pemisah. Pisahkan dengan koma, lalu cocokkan dengan sertifikat.")
        return [as_suspect(number, message) for number in read_as(halves, PermitKind.PIRT)]
    if labelled == PermitKind.HALAL and candidate.mark == "halal" and len(digits) in LENGTHS[PermitKind.HALAL_MUI]:
        labelled = PermitKind.HALAL_MUI
    if labelled:
        return read_as(candidate, labelled)
    if candidate.mark == "bpom" and kind not in LETTERS_OF_KIND:
        return [without_letters(candidate)]
    betrayed = betrayed_numbers(candidate)
    if betrayed and (not kind or betrayed[0].kind == kind):
        return betrayed
    strange = 1 <= len(candidate.before) <= 3 and candidate.before not in NOT_LETTERS
    if strange and (kind in LETTERS_OF_KIND or not kind):
        return [refused(kind or "", candidate.raw, unknown_letters_sentence(candidate.before, kind))]
    if not kind:
        return [bare(candidate)]
    if kind == PermitKind.HALAL and len(digits) in LENGTHS[PermitKind.HALAL_MUI] and not betrayed:
        return read_as(candidate, PermitKind.HALAL_MUI)
    numbers = read_as(candidate, kind)
    if betrayed and all(number.verdict == Verdict.REFUSED for number in numbers):
        return betrayed
    return numbers


def betrayed_numbers(candidate):
    """Numbers that need no label: a P-IRT (written 13-2, or with a known place), a halal number; [] when neither."""
    groups = candidate.groups
    parts = cut(groups, (15,)) or (lead(groups, (15,)) and [(0, lead(groups, (15,)))])
    if parts and any(pirt_shape(groups[start:end]) for start, end in parts):
        return read_as(candidate, PermitKind.PIRT)
    start = next((at for at in range(1, min(3, len(groups))) if pirt_shape(groups[at : at + 2])), 0)
    if start or (len(groups) > 1 and len(groups[0]) == 13 and is_year(groups[1]) and looks_like_pirt(groups[0])):
        return read_as(candidate, PermitKind.PIRT)
    if len(groups) == 1 and len(groups[0]) == 13 and looks_like_pirt(groups[0]):
        return read_as(candidate, PermitKind.PIRT)
    parts = cut(groups, (17,))
    if parts and all(looks_like_halal("".join(groups[start:end])) for start, end in parts):
        return [without_id(number) for number in read_as(candidate, PermitKind.HALAL)]
    return []


def is_written_pirt(groups):
    """“2113212010651-29”: no other permit is written in 13 and 2 digits."""
    return [len(group) for group in groups] == [13, 2] and looks_like_pirt("".join(groups))


def is_two_pirt(groups):
    digits = groups[0] if len(groups) == 1 else ""
    return len(digits) == 30 and looks_like_pirt(digits[:15]) and looks_like_pirt(digits[15:])


def pirt_shape(groups):
    digits = "".join(groups)
    if len(groups) > 1 and len(groups[0]) == 13 and len(groups[1]) == 2:
        return True
    if len(digits) != 15 or digits[0] not in PIRT_PACKAGING:
        return False
    return bool(official_name(digits[3:7])) and int(digits[1:3]) <= 20


def looks_like_pirt(digits):
    return bool(re.fullmatch(r"[1-8](?:0[1-9]|1[0-6])[0-9]{10}(?:[0-9]{2})?", digits)) and bool(
        official_name(digits[3:7])
    )


def looks_like_halal(digits):
    form = re.fullmatch(r"[0-9]{2}[1-4]1[0-9]{9}(?:0[1-9]|1[0-2])[0-9]{2}", digits)
    return bool(form) and (digits[:2] == "00" or bool(official_name(digits[:2])))


def without_id(number):
    if number.verdict != Verdict.VALID:
        return number
    message = _("Nomor sertifikat halal ditulis dengan ID di depannya: %(number)s. Cocokkan dengan sertifikat.")
    return replace(number, verdict=Verdict.SUSPECT, message=message % {"number": number.number})


def without_letters(candidate):
    """“BPOM” and digits, the letters that say which permit left out."""
    digits = candidate.digits
    if len(digits) == 12:
        message = _("Huruf MD atau ML setelah BPOM tidak tertulis. Cocokkan dengan label: mungkin MD %(digits)s.")
        decoded = check_food(digits, "MD", candidate.raw).decoded
        number = f"MD {digits}"
        return PermitNumber(
            PermitKind.MD, number, candidate.raw, Verdict.SUSPECT, decoded, message % {"digits": digits}
        )
    message = _("Huruf setelah BPOM (MD, ML, TR, SD, atau NA) tidak tertulis. Salin lengkap dari label.")
    if len(digits) in {9, 11, 15}:
        return PermitNumber("", digits, candidate.raw, Verdict.SUSPECT, {}, message)
    return refused("", candidate.raw, message)


def bare(candidate):
    """Digits alone, of no permit that can be told from its digits."""
    digits = candidate.digits
    count = len(digits)
    if rounded(candidate.groups):
        return refused("", candidate.raw, spreadsheet_sentence(candidate.raw))
    if tuple(map(len, candidate.groups)) == NPWP_GROUPS:
        return refused("", candidate.raw, personal_sentence())
    if re.fullmatch(r"(?:08|628)[1-9][0-9]{7,10}", digits) and count != 13:
        return refused("", candidate.raw, personal_sentence())
    if count == 12 and len(candidate.groups) <= 4 and not candidate.year_behind:
        message = _("12 angka tanpa huruf ini tampak seperti nomor BPOM MD. Tulis lengkap: MD %(digits)s.")
        number = check_food(digits, "MD", candidate.raw)
        return replace(number, verdict=Verdict.SUSPECT, message=message % {"digits": digits})
    cut_short = len(candidate.groups[0]) == 13 or count == 14 or (count == 16 and not official_name(digits[:2]))
    if cut_short and looks_like_pirt(digits[:13]):
        return refused(PermitKind.PIRT, candidate.raw, length_sentence(PermitKind.PIRT, count))
    if count in LENGTHS[PermitKind.HALAL_MUI] and digits[0] == "0" and 1 <= int(digits[-4:-2]) <= 12:
        if count == 14:
            return PermitNumber(PermitKind.HALAL_MUI, digits, candidate.raw)
        message = _("15 angka tanpa huruf ini tampak seperti nomor halal MUI. Tulis lengkap dengan LPPOM atau MD.")
        return PermitNumber(PermitKind.HALAL_MUI, digits, candidate.raw, Verdict.SUSPECT, {}, message)
    counted = candidate.groups[:-1] if candidate.year_behind else candidate.groups
    if len(counted) == 2 and len(counted[-1]) == 2 and 13 <= len("".join(counted)) <= 17:
        return refused(PermitKind.PIRT, candidate.raw, length_sentence(PermitKind.PIRT, len("".join(counted))))
    if count == 14 and 1 <= int(digits[-4:-2]) <= 12:
        message = _("14 angka tanpa huruf ini mungkin nomor halal MUI. Tulis lengkap dengan LPPOM MUI.")
        return PermitNumber(PermitKind.HALAL_MUI, digits, candidate.raw, Verdict.SUSPECT, {}, message)
    if count == 15:
        message = _("15 angka tanpa huruf ini tidak dapat dipastikan jenisnya. Tulis lengkap: P-IRT, MD, atau LPPOM.")
        return PermitNumber("", digits, candidate.raw, Verdict.SUSPECT, {}, message)
    if count == 16:
        return refused("", candidate.raw, personal_sentence())
    return refused("", candidate.raw, unknown_sentence())


def rounded(groups):
    """A spreadsheet keeps 15 digits: what lies behind becomes 0, and a shortened number ends in many zeros."""
    return len(groups) == 1 and len(groups[0]) >= 15 and groups[0].endswith("0000")


def unknown_letters_sentence(letters, kind):
    if kind in LETTERS_OF_KIND:
        return _("Nomor %(label)s diawali %(wanted)s, bukan %(letters)s.") % {
            "label": PermitKind(kind).label,
            "wanted": LETTERS_OF_KIND[kind],
            "letters": letters,
        }
    return _("Awalan %(letters)s tidak dikenal. Salin nomor seperti tercetak pada sertifikat.") % {"letters": letters}


def cut(groups, lengths):
    """[(start, end)] of groups that make up complete numbers, as few as can be; [] when the groups do not divide."""
    best = {0: ()}
    for end in range(1, len(groups) + 1):
        size = 0
        for start in range(end - 1, -1, -1):
            size += len(groups[start])
            if size > max(lengths):
                break
            if size in lengths and start in best and len(best.get(end, groups)) >= len(best[start]) + 1:
                best[end] = (*best[start], (start, end))
    return best.get(len(groups), ())


def lead(groups, lengths):
    """How many groups at the beginning make up one complete number; 0 when none do."""
    size = 0
    for count, group in enumerate(groups, 1):
        size += len(group)
        if size in lengths:
            return count
        if size > max(lengths):
            break
    return 0


def read_as(candidate, kind):
    """[`PermitNumber`] of the groups, taken to be numbers of this kind."""
    letters = candidate.letters if candidate.mark == "letters" else LETTERS_OF_KIND.get(kind, "")
    groups, found = list(candidate.groups), []
    while groups:
        some, rest = next_numbers(groups, replace(candidate, letters=letters), kind)
        if found and len(groups) <= OTHERS_BEHIND and all(one.verdict == Verdict.REFUSED for one in some):
            others = read_groups(replace(candidate, mark="", letters="", groups=tuple(groups)), None)
            some, rest = (others, []) if others[0].verdict != Verdict.REFUSED else (some, rest)
        found, groups = found + some, rest
    return found


def next_numbers(groups, candidate, kind):
    """(the numbers read, the groups still to be read)."""
    lengths, raw = LENGTHS[kind], candidate.raw
    special = special_number(groups, candidate, kind)
    if special:
        return [special], []
    whole = cut(groups, lengths)
    if whole:
        return [checked_part(groups[start:end], start, candidate, kind) for start, end in whole], []
    count = lead(groups, lengths)
    if count:
        number = checked("".join(groups[:count]), candidate, kind)
        rest = groups[count:]
        if sum(map(len, rest)) >= SHORTEST:
            return [number], rest
        return [number if is_date(rest) else with_rest(number, rest)], []
    start, before = good_start(groups, lengths)
    if start:
        return ([refused(kind, raw, length_sentence(kind, before))] if before >= SHORTEST else []), groups[start:]
    counted = groups[:-1] if candidate.year_behind and len(groups) > 1 else groups
    return [refused(kind, raw, length_sentence(kind, sum(map(len, counted))))], []


def good_start(groups, lengths):
    """(where a number begins, digits before it): behind a list number, else behind a wrong number; (0, 0) nowhere."""
    sizes = [(start, sum(map(len, groups[:start]))) for start in range(1, len(groups))]
    listed = [(start, before) for start, before in sizes if before <= 2 and lead(groups[start:], lengths)]
    wrong = [(start, before) for start, before in sizes if before >= SHORTEST]
    whole = [pair for pair in wrong if len(groups) <= MANY_GROUPS and cut(groups[pair[0] :], lengths)]
    return next(iter(listed or whole or [pair for pair in wrong if lead(groups[pair[0] :], lengths)]), (0, 0))


def special_number(groups, candidate, kind):
    """What is damaged or cut short in a way of its own; None for everything else."""
    digits, raw = "".join(groups), candidate.raw
    counted = "".join(groups[:-1]) if candidate.year_behind and len(groups) > 1 else digits
    plain = kind in {PermitKind.PIRT, PermitKind.HALAL} and candidate.mark != "letters"
    if plain and (rounded(groups) or (len(groups) == 1 and len(digits) == 17 and digits.endswith("00"))):
        return refused(kind, raw, spreadsheet_sentence(raw))
    if candidate.mark == "kh" and len(digits) not in LENGTHS[kind] and len(counted) not in LENGTHS[kind]:
        return refused(kind, raw, decree_sentence())
    if candidate.mark == "depkes" and len(digits) < 12:
        message = _("Ini nomor sertifikat penyuluhan (SP) Depkes yang lama, bukan P-IRT. Urus SPP-IRT yang baru.")
        return refused(kind, raw, message)
    if kind != PermitKind.PIRT:
        return None
    if len(digits) == PB_UMKU_LENGTH and len(groups) <= 2:
        return refused(kind, raw, pb_umku_sentence())
    if len(counted) == 13 and looks_like_pirt(counted):
        message = _("P-IRT ini 13 angka, tanpa dua angka tahun di belakangnya. Lengkapi dari sertifikat.")
        return PermitNumber(kind, counted, raw, Verdict.SUSPECT, decode_pirt(counted), message)
    if len(groups) == 2 and is_year(groups[1]) and len(groups[0]) == 13:
        number = checked(groups[0] + groups[1][2:], candidate, kind)
        message = _("Tahun akhir P-IRT ditulis dua angka. Bila maksudnya %(number)s, cocokkan dengan sertifikat.")
        return as_suspect(number, message % {"number": number.number}) if number.number else number
    if len(counted) == 12:
        return twelve_digits(counted, groups, raw)
    return None


def twelve_digits(digits, groups, raw):
    """A BPOM MD number, unless it reads as the P-IRT of before 2012 (no year, three digits for the maker)."""
    kind = PermitKind.PIRT
    if looks_like_pirt(f"{digits}0"):
        message = _(
            "P-IRT 12 angka berasal dari sebelum 2012 atau kurang tiga angka. P-IRT sekarang 15 angka: perbarui."
        )
        decoded = {name: value for name, value in decode_pirt(f"{digits}0").items() if name != "maker_number"}
        return PermitNumber(kind, digits, raw, Verdict.SUSPECT, decoded, message)
    message = _("12 digit ini nomor BPOM MD, bukan P-IRT. Pilih jenis BPOM MD, atau salin 15 angka P-IRT.")
    return refused(kind, raw, message)


def checked_part(groups, start, candidate, kind):
    """One of several numbers behind one label, which a P-IRT after the first does not share."""
    other = PermitKind.PIRT if start and is_written_pirt(groups) else kind
    return checked("".join(groups), candidate, other)


def checked(digits, candidate, kind):
    """Form of one complete number, then what makes it doubtful whatever its kind."""
    number = CHECKS[kind](digits, candidate.letters, candidate.raw)
    if number.verdict == Verdict.REFUSED:
        return number
    if candidate.mark == "pkrt":
        message = _("Nomor perbekalan rumah tangga diawali PKD (dalam negeri) atau PKL (impor), bukan PKRT.")
        return as_suspect(number, message)
    if candidate.mark == "kh":
        return as_suspect(number, decree_sentence())
    if number.verdict == Verdict.VALID and made_up(digits, MADE_UP_FROM.get(kind, 7)):
        return as_suspect(number, _("Nomor ini tampak seperti isian contoh. Cocokkan dengan sertifikat."))
    return number


def decree_sentence():
    return _(
        "Ini tampak seperti nomor ketetapan halal; nomor KH bukan nomor sertifikat halal. Salin nomor sertifikatnya."
    )


def made_up(digits, length):
    """Digits in a row (1234567), or one digit eight times; zeros are usual before a small serial."""
    if re.search(r"([1-9])\1{7}", digits):
        return True
    windows = {digits[at : at + length] for at in range(len(digits) - length + 1)}
    return any(window in row for window in windows for row in (ASCENDING, DESCENDING, FROM_ZERO))


def as_suspect(number, message):
    return replace(number, verdict=Verdict.SUSPECT, message=f"{message} {number.message}".strip())


def with_rest(number, rest):
    if number.verdict == Verdict.REFUSED or not rest:
        return number
    message = _("Setelah %(number)s masih ada angka “%(rest)s”. Cocokkan dengan sertifikat.")
    return as_suspect(number, message % {"number": number.number, "rest": " ".join(rest)})


def is_date(groups):
    """2018, 12-03-2018, 2018-03-12, 12/03/18: the day beside a number."""
    sizes = [len(group) for group in groups]
    if not groups:
        return True
    if any(is_year(group) for group in groups):
        return len(groups) <= 3 and all(is_year(group) or len(group) <= 2 for group in groups)
    return len(groups) == 3 and max(sizes) <= 2


def length_sentence(kind, count):
    wanted = _(" atau ").join(map(str, LENGTHS[kind]))
    if kind in LETTERS_OF_KIND:
        wanted = _("%(letters)s dan %(count)s") % {"letters": LETTERS_OF_KIND[kind], "count": wanted}
    return _("Nomor %(label)s terdiri atas %(wanted)s angka, yang ditulis %(count)d angka%(difference)s.") % {
        "label": kind.label,
        "wanted": wanted,
        "count": count,
        "difference": difference(kind, count),
    }


def difference(kind, count):
    """“: satu angka kurang”, where one length is wanted and not much is missing."""
    if len(LENGTHS[kind]) > 1:
        return ""
    return {
        -2: _(": dua angka kurang"), -1: _(": satu angka kurang"),
        1: _(": satu angka terlalu banyak"), 2: _(": dua angka terlalu banyak"),
    }.get(count - LENGTHS[kind][0], "")  # fmt: skip


def refusal(raw, kind, message):
    """A reading with one refused number."""
    return PermitReading(Verdict.REFUSED, kind or "", (refused(kind or "", raw, message),), message)


def refused(kind, raw, message):
    return PermitNumber(kind, "", raw, Verdict.REFUSED, {}, message)


def judged(kind, number, raw, decoded, message=""):
    return PermitNumber(kind, number, raw, Verdict.SUSPECT if message else Verdict.VALID, decoded, message)


def check_pirt(digits, letters, raw):
    """K JJ WWWW PP UUUU-TT: packaging, food type, regency, product, maker, last year (PerBPOM 22/2018)."""
    if digits[0] not in PIRT_PACKAGING:
        message = _("Angka pertama P-IRT menyatakan kemasan, 1 sampai 8, bukan %(digit)s.") % {"digit": digits[0]}
        return refused(PermitKind.PIRT, raw, message)
    decoded = decode_pirt(digits)
    return judged(PermitKind.PIRT, f"{digits[:13]}-{digits[13:]}", raw, decoded, doubt_about_pirt(digits, decoded))


def doubt_about_pirt(digits, decoded):
    """The food type never refuses: the lists changed, and kabupaten added to them."""
    if digits[1:3] == PIRT_FOOD_LOCAL:
        return _("Jenis pangan 16 (es) pada P-IRT hanya ada di daftar sebagian daerah. Cocokkan dengan sertifikat.")
    if digits[1:3] not in PIRT_FOOD_OLD:
        return _("Jenis pangan %(code)s pada P-IRT tidak ada dalam daftar 01–15. Cocokkan dengan sertifikat.") % {
            "code": digits[1:3]
        }
    if not decoded["region"]:
        return _("Kode kabupaten/kota %(code)s pada P-IRT tidak dikenal. Cocokkan dengan sertifikat.") % {
            "code": digits[3:7]
        }
    if decoded["expiry_year"] > timezone.localdate().year + PIRT_LIFE_YEARS:
        return _("P-IRT berlaku 5 tahun, tetapi nomor ini berakhir tahun %(year)d. Cocokkan dengan sertifikat.") % {
            "year": decoded["expiry_year"]
        }
    if int(digits[13:]) < PIRT_FIRST_END:
        return _("Menurut nomornya P-IRT ini berakhir tahun %(year)d, sebelum nomor 15 angka ada. Cocokkan.") % {
            "year": decoded["expiry_year"]
        }
    return ""


def decode_pirt(digits):
    """Also for 13 digits without a year; the food type follows the list in force when it was given (an estimate)."""
    dotted = f"{digits[3:5]}.{digits[5:7]}"
    year = int(digits[13:]) if len(digits) == 15 else 0
    new = year >= PIRT_NEW_LIST_FROM and digits[1:3] in PIRT_FOOD_NEW
    food = word(PIRT_FOOD_NEW if new else PIRT_FOOD_OLD, digits[1:3])
    if digits[1:3] == PIRT_FOOD_LOCAL:
        food = _("lain-lain (es)")
    decoded = {
        "packaging": word(PIRT_PACKAGING, digits[0]),
        "food_type_code": digits[1:3],
        "food_type": _("%(food)s (perkiraan)") % {"food": food} if food else "",
        "food_list": "new" if new else "old",
        "region_code": dotted,
        "region": official_name(dotted),
        "product_serial": digits[7:9],
        "maker_number": digits[9:13],
    }
    if len(digits) == 15:
        decoded["expiry_year"] = 2000 + year
        decoded["valid_until"] = datetime.date(2000 + year, 12, 31)
    return decoded


def check_halal(digits, letters, raw):
    """ID + province 2, scale 1, always 1, serial 9, month and year of registration (not the day of issue)."""
    month, year = int(digits[13:15]), 2000 + int(digits[15:])
    if not 1 <= month <= 12:
        message = _("Empat angka terakhir nomor halal adalah bulan dan tahun; bulan %(month)02d tidak ada.")
        return refused(PermitKind.HALAL, raw, message % {"month": month})
    central = digits[:2] == "00"
    region = _("pusat") if central else official_name(digits[:2])
    decoded = {
        "region_code": digits[:2],
        "region": region,
        "scale": word(HALAL_SCALE, digits[2]),
        "serial": digits[4:13],
        "registered_month": month,
        "registered_year": year,
    }
    message = ""
    if not region:
        message = _("Kode provinsi %(code)s pada nomor halal tidak dikenal. Cocokkan dengan sertifikat.") % {
            "code": digits[:2]
        }
    elif digits[2] not in HALAL_SCALE or digits[3] != "1":
        message = _("Angka ke-3 dan ke-4 nomor halal ini tidak lazim. Cocokkan dengan sertifikat.")
    elif (year, month) > (timezone.localdate().year, timezone.localdate().month):
        message = _("Nomor halal ini bertanggal pendaftaran di masa depan. Cocokkan dengan sertifikat.")
    elif year < HALAL_FIRST_YEAR:
        message = _("Menurut nomornya didaftarkan tahun %(year)d, sebelum BPJPH menerbitkan sertifikat. Cocokkan.")
        message = message % {"year": year}
    return judged(PermitKind.HALAL, f"ID{digits}", raw, decoded, message)


def check_halal_mui(digits, letters, raw):
    return judged(PermitKind.HALAL_MUI, digits, raw, {})


def check_food(digits, letters, raw):
    """15 digits: risk, packaging, province, type, product, maker; 12: packaging, type, province, maker, product."""
    if len(digits) == 12:
        packaging, province = digits[0], digits[4:6]
        codes = {"food_type_code": digits[1:4], "company_code": digits[6:9], "product_serial": digits[9:]}
        decoded = {"packaging": word(MD_PACKAGING, packaging)}
    else:
        packaging, province = digits[1], digits[2:4]
        codes = {"food_type_code": digits[4:6], "product_serial": digits[6:10], "company_code": digits[10:]}
        decoded = {"risk": word(MD_RISK, digits[0]), "packaging": word(MD_PACKAGING, packaging)}
    named = official_name(province) if int(province) >= MD_PROVINCE_FROM else ""
    decoded |= {"province_code": province, "province": named, **codes}
    message = ""
    if int(province) >= MD_PROVINCE_FROM and not named:
        message = _("Kode provinsi %(code)s pada nomor ini tidak dikenal. Cocokkan dengan label.") % {"code": province}
    return judged(LETTER_KINDS[letters], f"{letters} {digits}", raw, decoded, message)


def check_herbal(digits, letters, raw):
    """YY maker form serial volume; the year is when the number was given."""
    decoded = {
        "year": full_year(digits[:2]),
        "maker": word(TR_MAKER, digits[2]),
        "form": word(TR_FORM, digits[3]),
        "serial": digits[4:8],
        "volume_code": digits[8],
    }
    return judged(LETTER_KINDS[letters], f"POM {letters} {digits}", raw, decoded, doubt_about_year(decoded["year"]))


def check_supplement(digits, letters, raw):
    decoded = {"year": full_year(digits[:2]), "serial": digits[2:]}
    return judged(PermitKind.SD, f"POM {letters} {digits}", raw, decoded, doubt_about_year(decoded["year"]))


def doubt_about_year(year):
    """Registration began in the seventies: an older year is one that lies ahead."""
    if year >= FIRST_REGISTERED:
        return ""
    return _("Dua angka pertama nomor ini adalah tahun, dan tahunnya belum tiba. Cocokkan dengan label.")


def check_cosmetic(digits, letters, raw):
    """Country 2 (18 Indonesia), year 2, product group 2, serial 5; valid three years from a day not in it."""
    year, message = 2000 + int(digits[2:4]), ""
    if year > timezone.localdate().year:
        message = _("Menurut nomornya notifikasi ini dari tahun %(year)d, masih di depan. Cocokkan.") % {"year": year}
    decoded = {
        "country_code": digits[:2],
        "country": "Indonesia" if digits[:2] == "18" else "",
        "year": year,
        "product_group": digits[4:6],
        "serial": digits[6:],
    }
    return judged(PermitKind.COSMETIC, f"{letters}{digits}", raw, decoded, message)


def check_health(digits, letters, raw):
    """Class, category 2, sub-category 2, year reversed 2 (inferred), serial 4."""
    kind = LETTER_KINDS[letters]
    if digits[0] not in ("1234" if kind == PermitKind.AKD else "123"):
        message = _("Angka pertama nomor %(label)s menyatakan kelas dan tidak mungkin %(digit)s.")
        return refused(kind, raw, message % {"label": kind.label, "digit": digits[0]})
    message = ""
    if digits.endswith("0000"):
        message = _("Nomor urut 0000 tampak seperti isian contoh. Cocokkan dengan sertifikat.")
    decoded = {
        "class": digits[0],
        "category": digits[1:3],
        "sub_category": digits[3:5],
        "serial": digits[7:],
    }
    if full_year(digits[6] + digits[5]) >= HEALTH_FIRST_YEAR:
        decoded["year"] = full_year(digits[6] + digits[5])
    return judged(kind, f"KEMENKES RI {letters} {digits}", raw, decoded, message)


def check_brand(digits, letters, raw):
    return judged(PermitKind.BRAND, f"IDM{digits}", raw, {})


def word(table, digit):
    """The text of a digit, “” when the table does not know it; a plain str, so that JSON can hold it."""
    return str(table.get(digit, ""))


def full_year(two_digits):
    """20yy, or 19yy where 20yy would lie ahead."""
    year = 2000 + int(two_digits)
    return year if year <= timezone.localdate().year else year - 100


CHECKS = {
    PermitKind.PIRT: check_pirt, PermitKind.MD: check_food, PermitKind.ML: check_food,
    PermitKind.TR: check_herbal, PermitKind.HT: check_herbal, PermitKind.FF: check_herbal,
    PermitKind.SD: check_supplement, PermitKind.COSMETIC: check_cosmetic, PermitKind.AKD: check_health,
    PermitKind.PKD: check_health, PermitKind.HALAL: check_halal, PermitKind.HALAL_MUI: check_halal_mui,
    PermitKind.BRAND: check_brand,
}  # fmt: skip
