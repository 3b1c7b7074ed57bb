"""Read the number of a permit as a person wrote it: which permit, what is in it, what is wrong with it.

Pure functions. Formats: DOMAIN §1 (regex table), §4 (P-IRT: PerBPOM 22/2018 and 4/2024; BPOM MD, TR, NA;
Kemenkes AKD, PKD) and §5 (halal: inferred from published numbers). What a number says about itself
(`decoded`) is shown as help and never decides; only form decides. A valid number is well formed, not proven genuine.

`decoded` holds, where readable: region_code and region (P-IRT: kabupaten/kota; halal: province), packaging,
food_type, valid_until (date), registered_year, registered_month, year, risk, maker, form.
"""

import datetime
import re
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reference.enums import PermitKind
from reference.numbers import PLACEHOLDER_WORDS, SCIENTIFIC, is_placeholder, text_of
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
    """One number: normalised, as written, decoded, with what is to be said about it (empty: nothing)."""

    kind: str
    number: str
    raw: str
    verdict: str = Verdict.VALID
    decoded: dict = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True)
class PermitReading:
    """What a whole cell or field says; `kind` is the permit found, perhaps not the one asked for."""

    verdict: str
    kind: str
    numbers: tuple = ()
    message: str = ""

    @property
    def number(self):
        return self.numbers[0].number if self.numbers else ""


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
# Numbers ending in this year or later follow the list of PerBPOM 4/2024 (inferred from published numbers).
PIRT_NEW_LIST_FROM = 28
PIRT_LIFE_YEARS = 5
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
# Permits whose numbers follow no national form: whatever carries a digit is taken as written.
FREE_KINDS = {PermitKind.SLHS, PermitKind.SNI, PermitKind.SVLK, PermitKind.TKDN, PermitKind.OTHER}

FREE_WORD = re.compile(r"\b(SLHS|SNI|SVLK|TKDN)\b", re.I)
PROCESS_WORDS = re.compile(
    r"\b(?:dalam proses|proses|sedang|pengajuan|diajukan|mengajukan|diurus|pengurusan|menunggu|antr[ei])\b",
    re.I,
)
NOTHING = re.compile(r"^(?:belum|blm|tidak|tdk|tak)\b|^(?:nihil|kosong)$", re.I)
OTHER_LICENCES = re.compile(r"(?<![A-Z])(TDI|IUI|(?:PB\W?UMKU|SIUP|SITU|TDP|IUMK|SKU|SKDU|NIB|IUM)\b)", re.I)
PIRT_WORD = re.compile(r"P\W{0,2}IRT|PIRT|SPP\W{0,2}IRT|DINKES", re.I)
MUI_WORD = re.compile(r"\bLP\W?POM\b|\bMUI\b", re.I)
DECREE_WORD = re.compile(r"\bKETETAPAN\b|\bKH\b|\bLPPOM\s*-\s*\d", re.I)
SEVERAL = re.compile(r"[\n;|&,]+|\s+dan\s+|\s+/\s+(?=[A-Z]|\d{9})", re.I)
YEAR_BEHIND = re.compile(r"(?<=\d)\s*/\s*(?:19|20)\d{2}\s*$")
LETTERED = re.compile(
    r"(?<![A-Z])(MD|ML|TR|TI|TL|BTR|BTL|HT|FF|SD|SI|SL|N[A-E]|AK[DL]|PK[DL]|IDM|ID)[\s.:\-]*(?:NO(?:MOR)?\b[\s.:]*)?"
    r"(\d[\dA-Z\s.\-–]*)$",
    re.I,
)
UNKNOWN_LETTERS = re.compile(r"(?<![A-Z])([A-Z]{2,4})[\s.:\-]*(\d[\d\s.\-–]{6,})$", re.I)
DIGIT_RUN = re.compile(r"\d[\d\s.\-–_]*\d")


def read_permit(text, kind=None):
    """`PermitReading` of what somebody wrote; `kind` (a `PermitKind`) is what the field asks for."""
    raw = text_of(text)
    kind = PermitKind(kind) if kind else None
    if raw.lower() in PLACEHOLDER_WORDS or is_placeholder(raw):
        return PermitReading(Verdict.EMPTY, kind or "", message=_("Belum ada nomor izin."))
    if SCIENTIFIC.match(raw):
        message = _("Nomor rusak oleh lembar kerja (“%(raw)s”). Ubah kolomnya menjadi Teks, lalu ketik ulang.")
        return PermitReading(Verdict.REFUSED, kind or "", message=message % {"raw": raw})
    if len(re.findall(r"\d", raw)) < SHORTEST:
        wordy = reading_of_words(raw, kind)
        if wordy:
            return wordy
    named = FREE_WORD.search(raw) if kind is None else None
    if named or kind in FREE_KINDS:
        return read_free(raw, kind or PermitKind(named.group(1).lower()))
    other = reading_of_other_licence(raw, kind)
    if other:
        return other
    chunks = [chunk.strip() for chunk in SEVERAL.split(raw) if re.search(r"\d{2}", chunk)]
    return summary([read_number(chunk, kind) for chunk in chunks or [raw]], kind)


def reading_of_words(raw, kind):
    """“Dalam proses”, “belum ada”: no number, but an answer."""
    if NOTHING.search(raw) and not PROCESS_WORDS.search(raw):
        return PermitReading(Verdict.EMPTY, kind or "", message=_("Belum ada nomor izin."))
    if PROCESS_WORDS.search(raw):
        message = _("Izin sedang diurus. Isi nomornya setelah terbit.")
        return PermitReading(Verdict.IN_PROCESS, kind or "", message=message)
    return None


def read_free(raw, kind):
    number = " ".join(raw.upper().split())
    if re.search(r"\d", number):
        return PermitReading(Verdict.VALID, kind, (PermitNumber(kind, number, raw),))
    message = _("Nomor izin memuat sedikitnya satu angka. Salin seperti tercetak pada sertifikat.")
    return PermitReading(Verdict.SUSPECT, kind, (PermitNumber(kind, number, raw, Verdict.SUSPECT),), message)


def reading_of_other_licence(raw, kind):
    """A trade licence or OSS number where a product permit is asked for."""
    named = OTHER_LICENCES.search(raw)
    digits = re.sub(r"\D", "", raw)
    if named:
        message = _("“%(raw)s” adalah nomor %(licence)s, bukan izin produk.")
        return PermitReading(
            Verdict.OTHER_LICENCE,
            kind or "",
            message=message % {"raw": raw, "licence": named.group(1).upper()},
        )
    if not re.fullmatch(r"[\d\s.\-–]+", raw):
        return None
    if len(digits) == 21:
        message = _("Ini nomor PB-UMKU dari OSS (21 angka). Isi nomor yang tercetak pada sertifikat izinnya.")
        return PermitReading(Verdict.OTHER_LICENCE, kind or "", message=message)
    if (
        len(digits) == 13
        and "-" not in raw
        and kind in {None, PermitKind.PIRT, PermitKind.HALAL}
        and not looks_like_pirt(digits)
    ):
        message = _("13 angka ini tampak seperti NIB, bukan izin produk. Isi NIB di tempatnya.")
        return PermitReading(Verdict.OTHER_LICENCE, kind or "", message=message)
    return None


def summary(numbers, kind):
    """One verdict for all the numbers of a cell: the worst, softened to “suspect” when another is good."""
    verdicts = {number.verdict for number in numbers}
    first = numbers[0]
    message = " ".join(dict.fromkeys(number.message for number in numbers if number.message))
    found = first.kind or kind or ""
    if verdicts == {Verdict.REFUSED}:
        return PermitReading(Verdict.REFUSED, found, tuple(numbers), message)
    others = [number for number in numbers if kind and number.kind != kind and number.verdict != Verdict.REFUSED]
    if others and len(others) == len(numbers):
        return PermitReading(Verdict.OTHER_LICENCE, found, tuple(numbers), another_kind(others[0], kind))
    verdict = Verdict.VALID if verdicts == {Verdict.VALID} and not others else Verdict.SUSPECT
    if others:
        message = f"{message} {another_kind(others[0], kind)}".strip()
    return PermitReading(verdict, found, tuple(numbers), message)


def another_kind(number, wanted):
    if number.kind == PermitKind.HALAL_MUI and wanted == PermitKind.HALAL:
        return _("Ini nomor sertifikat halal MUI yang lama. Perbarui ke BPJPH; nomornya diawali ID dan 17 angka.")
    return _("“%(raw)s” adalah nomor %(found)s, bukan %(wanted)s. Pilih jenis izin yang sesuai.") % {
        "raw": number.raw,
        "found": PermitKind(number.kind).label,
        "wanted": PermitKind(wanted).label,
    }


def read_number(raw, kind=None):
    """`PermitNumber` of one text: by its letters, by the words around it, else by what is asked for."""
    text = YEAR_BEHIND.sub("", raw.upper().strip())
    lettered = LETTERED.search(text)
    if lettered and not PIRT_WORD.search(text):
        letters = lettered.group(1).upper()
        return check(LETTER_KINDS[letters], letters, lettered.group(2), raw)
    if PIRT_WORD.search(text):
        return check(PermitKind.PIRT, "", PIRT_WORD.sub(" ", text), raw)
    if MUI_WORD.search(text) or DECREE_WORD.search(text):
        return check(PermitKind.HALAL_MUI, "", text, raw)
    strange = UNKNOWN_LETTERS.search(text)
    if strange and strange.group(1) not in {"NO", "NOMOR", "POM", "BPOM", "RI"}:
        return refused(kind or "", raw, unknown_letters_sentence(strange.group(1), kind))
    digits = re.sub(r"\D", "", text)
    if kind == PermitKind.HALAL and len(digits) in LENGTHS[PermitKind.HALAL_MUI]:
        return check(PermitKind.HALAL_MUI, "", text, raw)
    guessed = kind or kind_of_digits(digits)
    if guessed is None:
        message = _("Nomor ini tidak dikenali. Tulis lengkap dengan hurufnya, misalnya P-IRT, MD, atau ID.")
        return refused("", raw, message)
    return check(guessed, LETTERS_OF_KIND.get(guessed, ""), text, raw)


def unknown_letters_sentence(letters, kind):
    if kind in LETTERS_OF_KIND:
        return _("Nomor %(label)s diawali %(wanted)s, bukan %(letters)s.") % {
            "label": PermitKind(kind).label,
            "wanted": LETTERS_OF_KIND[kind],
            "letters": letters,
        }
    return _("Awalan %(letters)s tidak dikenal. Salin nomor seperti tercetak pada sertifikat.") % {"letters": letters}


def kind_of_digits(digits):
    """Bare digits and nothing asked for: only a P-IRT betrays itself."""
    return PermitKind.PIRT if looks_like_pirt(digits) else None


def looks_like_pirt(digits):
    return bool(re.fullmatch(r"[1-8](?:0[1-9]|1[0-5])\d{10}(?:\d{2})?", digits)) and bool(official_name(digits[3:7]))


def check(kind, letters, text, raw):
    """Length first, then the parts of that kind of number."""
    body = text.strip() if letters else " ".join(DIGIT_RUN.findall(text))
    strange = re.search(r"(?<=\d)[A-Z](?=\d)", text.strip())
    if strange:
        message = _("Nomor %(label)s memuat huruf “%(letter)s” di antara angkanya. Ganti dengan angka yang tercetak.")
        return refused(kind, raw, message % {"label": kind.label, "letter": strange.group()})
    digits = re.sub(r"\D", "", body)
    if kind == PermitKind.PIRT and len(digits) == 13 and looks_like_pirt(digits):
        message = _("P-IRT ini 13 angka, tanpa dua angka tahun di belakangnya. Lengkapi dari sertifikat.")
        return PermitNumber(kind, digits, raw, Verdict.SUSPECT, decode_pirt(digits), message)
    if len(digits) not in LENGTHS[kind]:
        return refused(kind, raw, length_sentence(kind, len(digits)))
    return CHECKS[kind](digits, letters, raw)


def length_sentence(kind, count):
    wanted = _(" atau ").join(map(str, LENGTHS[kind]))
    if kind in LETTERS_OF_KIND:
        wanted = _("%(letters)s dan %(count)s") % {"letters": LETTERS_OF_KIND[kind], "count": wanted}
    return _("Nomor %(label)s terdiri atas %(wanted)s angka, yang ditulis %(count)d angka.") % {
        "label": kind.label,
        "wanted": wanted,
        "count": count,
    }


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
    if digits[1:3] not in PIRT_FOOD_OLD:
        return _("Jenis pangan %(code)s pada P-IRT tidak ada dalam daftar 01–15. Cocokkan dengan sertifikat.") % {
            "code": digits[1:3]
        }
    if not decoded["region"]:
        return _("Kode kabupaten/kota %(code)s pada P-IRT tidak dikenal. Cocokkan dengan sertifikat.") % {
            "code": digits[3:7]
        }
    if decoded["valid_until"].year > timezone.localdate().year + PIRT_LIFE_YEARS:
        return _("P-IRT berlaku 5 tahun, tetapi nomor ini berakhir tahun %(year)d. Cocokkan dengan sertifikat.") % {
            "year": decoded["valid_until"].year
        }
    return ""


def decode_pirt(digits):
    """Also for 13 digits without a year; the food type follows the list in force when it was given."""
    dotted = f"{digits[3:5]}.{digits[5:7]}"
    decoded = {
        "packaging": word(PIRT_PACKAGING, digits[0]),
        "region_code": dotted,
        "region": official_name(dotted),
        "food_type": word(PIRT_FOOD_OLD, digits[1:3]),
    }
    if len(digits) == 15:
        year = int(digits[13:])
        decoded["valid_until"] = datetime.date(2000 + year, 12, 31)
        if year >= PIRT_NEW_LIST_FROM:
            decoded["food_type"] = word(PIRT_FOOD_NEW, digits[1:3]) or decoded["food_type"]
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
        "registered_month": month,
        "registered_year": year,
    }
    message = ""
    if not region:
        message = _("Kode provinsi %(code)s pada nomor halal tidak dikenal. Cocokkan dengan sertifikat.") % {
            "code": digits[:2]
        }
    elif digits[2] not in "1234" or digits[3] != "1":
        message = _("Angka ke-3 dan ke-4 nomor halal ini tidak lazim. Cocokkan dengan sertifikat.")
    elif (year, month) > (timezone.localdate().year, timezone.localdate().month):
        message = _("Nomor halal ini bertanggal pendaftaran di masa depan. Cocokkan dengan sertifikat.")
    return judged(PermitKind.HALAL, f"ID{digits}", raw, decoded, message)


def check_halal_mui(digits, letters, raw):
    message = ""
    if DECREE_WORD.search(raw):
        message = _("Ini tampak seperti nomor ketetapan halal, bukan nomor sertifikat. Salin nomor pada sertifikat.")
    return judged(PermitKind.HALAL_MUI, digits, raw, {}, message)


def check_food(digits, letters, raw):
    """15 digits: risk, packaging, …; 12 digits (before e-registration RBA): packaging first."""
    decoded = {"packaging": word(MD_PACKAGING, digits[0])}
    if len(digits) == 15:
        decoded = {"risk": word(MD_RISK, digits[0]), "packaging": word(MD_PACKAGING, digits[1])}
    return judged(LETTER_KINDS[letters], f"{letters} {digits}", raw, decoded)


def check_herbal(digits, letters, raw):
    """YY maker form serial volume; the year is when the number was given."""
    decoded = {
        "year": full_year(digits[:2]),
        "maker": word(TR_MAKER, digits[2]),
        "form": word(TR_FORM, digits[3]),
    }
    return judged(LETTER_KINDS[letters], f"POM {letters} {digits}", raw, decoded)


def check_supplement(digits, letters, raw):
    return judged(PermitKind.SD, f"POM {letters} {digits}", raw, {"year": full_year(digits[:2])})


def check_cosmetic(digits, letters, raw):
    """Country 2 (18 Indonesia), year 2, product group 2, serial 5; valid three years from a day not in it."""
    return judged(PermitKind.COSMETIC, f"{letters}{digits}", raw, {"year": full_year(digits[2:4])})


def check_health(digits, letters, raw):
    """Class, category 2, sub-category 2, year reversed 2 (inferred), serial 4."""
    kind = LETTER_KINDS[letters]
    if digits[0] not in ("1234" if kind == PermitKind.AKD else "123"):
        message = _("Angka pertama nomor %(label)s menyatakan kelas dan tidak mungkin %(digit)s.")
        return refused(kind, raw, message % {"label": kind.label, "digit": digits[0]})
    message = ""
    if digits.endswith("0000"):
        message = _("Nomor urut 0000 tampak seperti isian contoh. Cocokkan dengan sertifikat.")
    decoded = {"year": full_year(digits[6] + digits[5])}
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
