"""Identity numbers people type: normalise, check, warn.

Rules: DOMAIN §1 (python-stdnum 2.2, PMK 112/2022 jo. 136/2023, PP 24/2018).

`check_x(text)` answers the normalised text or raises `ValidationError` with a sentence that says what to do.
Only wrong characters, wrong length and impossible dates are refused; `warnings_x(text)` names what is odd.
"""

import datetime
import re
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from lokal import PROVINCES

SEPARATORS = re.compile(r"[\s.\-–—_/'’`\u200b\u200e\ufeff]+")
LABEL = re.compile(
    r"^(?:no(?:mor)?\b\.?\s*)?(?:nik|no\.?\s*kk|kk|npwp|nitku|nib|pb[\s.\-]?umku|kbli|hp|wa|telp)?\s*[.:]?\s*",
    re.IGNORECASE,
)
SCIENTIFIC = re.compile(r"^[\d.,]+E\+?\d+$", re.IGNORECASE)
WHOLE_AS_FLOAT = re.compile(r"^(\d{10,})\.0+$")
MOBILE = re.compile(r"8[1-35-9][0-9]{7,10}")
KBLI = re.compile(r"^(?:[A-V]\s*\.?\s*)?([0-9]+)(?:\s*[-–—:.]\s*\D.*|\s+[^\W\d].*)?$", re.IGNORECASE)
PLACEHOLDER_WORDS = {
    "", "-", "--", "0", ".", "x", "xx", "xxx", "n/a", "na", "nihil", "kosong", "none", "null",
    "tidak ada", "tdk ada", "tidak punya", "belum", "belum ada", "belum punya", "blm ada",
}  # fmt: skip
ASCENDING = "1234567890" * 3
DESCENDING = "9876543210" * 3
FROM_ZERO = "0123456789" * 3
ADULT_AGE = 17


def text_of(value):
    """The text of a cell or field; a whole number that became 123.0 in a spreadsheet is whole again."""
    text = "" if value is None else str(value).strip()
    whole = WHOLE_AS_FLOAT.match(text)
    return whole.group(1) if whole else text


def is_placeholder(number):
    """Does this stand for “nothing” (0, -, belum ada) or for a made-up number (1234…, 1111…)?"""
    text = text_of(number).lower()
    if text in PLACEHOLDER_WORDS:
        return True
    digits = SEPARATORS.sub("", text)
    if not digits:
        return True
    if not re.fullmatch(r"[0-9]+", digits):
        return False
    runs = len(digits) >= 4 and any(run.startswith(digits) for run in (ASCENDING, DESCENDING, FROM_ZERO))
    return runs or len(set(digits)) == 1


def check_nik(text):
    digits = digits_of(text, "NIK", (16,))
    day, month, year = (int(digits[start : start + 2]) for start in (6, 8, 10))
    if not is_birth_date(day - 40 if day > 40 else day, month, year):
        raise ValidationError(
            _("Tanggal lahir di NIK (angka ke-7 sampai 12: %(date)s) tidak ada. Salin lagi dari KTP.")
            % {"date": digits[6:12]}
        )
    if digits[12:] == "0000":
        raise ValidationError(
            _("Empat angka terakhir NIK tidak mungkin 0000. Di Excel, ubah dulu kolomnya menjadi Teks.")
        )
    return digits


def check_kk(text):
    digits = digits_of(text, _("Nomor KK"), (16,))
    day, month, year = (int(digits[start : start + 2]) for start in (6, 8, 10))
    if not is_birth_date(day, month, year):
        raise ValidationError(
            _("Tanggal di nomor KK (angka ke-7 sampai 12: %(date)s) tidak ada. Salin lagi dari kartunya.")
            % {"date": digits[6:12]}
        )
    return digits


def check_npwp(text):
    """15 digits (old) or 16 digits (NIK, or 0 + the old number, or a Coretax number)."""
    return digits_of(text, "NPWP", (15, 16))


def check_nib(text):
    return digits_of(text, "NIB", (13,))


def check_nitku(text):
    """The 22 digits of a place of business: the NPWP of 16 digits and the number of the place (PER-6/PJ/2024)."""
    return digits_of(text, "NITKU", (22,))


def check_pb_umku(text):
    """The 21 digits of a permit in OSS: the NIB and eight digits."""
    return digits_of(text, "PB-UMKU", (21,))


def check_kbli(text):
    """The five digits; a letter before them or a title behind them is dropped."""
    raw = LABEL.sub("", text_of(text), count=1)
    found = KBLI.match(raw)
    return digits_of(found.group(1) if found else raw, _("Kode KBLI"), (5,))


def check_phone(text):
    """An Indonesian mobile number as +628…; 08…, 628…, +62 (0)8… and 8… are understood."""
    raw = text_of(text)
    if len(re.findall(r"(?:\+?62|0)\s*8\d", raw)) > 1 and len(re.sub(r"\D", "", raw)) > 15:
        raise ValidationError(_("Tulis satu nomor HP saja."))
    digits = re.sub(r"[()+]", "", SEPARATORS.sub("", LABEL.sub("", raw, count=1)))
    if not re.fullmatch(r"[0-9]+", digits):
        raise ValidationError(_("Nomor HP hanya berisi angka, misalnya 081234567890."))
    national = re.sub(r"^(?:00)?62", "", digits) if re.match(r"(?:00)?62", digits) else digits
    national = national.removeprefix("0")
    if not national.startswith("8"):
        raise ValidationError(_("Nomor HP diawali 08 atau +628. Nomor telepon rumah atau kantor tidak dapat dipakai."))
    if not 9 <= len(national) <= 12:
        raise ValidationError(
            _("Nomor HP terdiri atas 10 sampai 13 angka bila diawali 08, yang Anda tulis %(count)d angka.")
            % {"count": len(national) + 1}
        )
    if not MOBILE.fullmatch(national):
        raise ValidationError(
            _("Tidak ada operator dengan awalan 0%(prefix)s. Periksa lagi nomor HP-nya.") % {"prefix": national[:2]}
        )
    return f"+62{national}"


def warnings_nik(text):
    """Sentences about a NIK that passes `check_nik` and still looks odd."""
    digits = check_nik(text)
    found = made_up(digits, "NIK")
    if digits[:2] not in PROVINCES:
        found.append(
            _("Dua angka pertama NIK (%(code)s) bukan kode provinsi. Cocokkan dengan KTP.") % {"code": digits[:2]}
        )
    if digits.endswith("0"):
        found.append(_("NIK berakhir 0: angka terakhir mungkin hilang di Excel. Cocokkan dengan KTP."))
    if age_below_adult(digits):
        found.append(_("Menurut NIK, pemiliknya belum berumur 17 tahun. Cocokkan dengan KTP."))
    return found


def warnings_kk(text):
    digits = check_kk(text)
    found = made_up(digits, _("Nomor KK"))
    if digits[:2] not in PROVINCES:
        found.append(
            _("Dua angka pertama nomor KK (%(code)s) bukan kode provinsi. Cocokkan dengan kartunya.")
            % {"code": digits[:2]}
        )
    return found


def warnings_npwp(text):
    """The check digit (Luhn over the first nine old digits) and forms nobody can check yet."""
    digits = check_npwp(text)
    found = made_up(digits, "NPWP")
    if len(digits) == 15 or digits[0] == "0":
        if not passes_luhn(digits[-15:][:9]):
            found.append(_("Angka pemeriksa NPWP tidak cocok: ada angka yang salah ketik. Cocokkan dengan kartunya."))
    elif digits.startswith("10"):
        found.append(_("NPWP 16 angka berawalan 10 belum dapat diperiksa di sini; cocokkan dengan kartunya."))
    else:
        try:
            check_nik(digits)
        except ValidationError:
            found.append(_("NPWP 16 angka milik perorangan sama dengan NIK, tetapi ini bukan NIK yang benar."))
    return found


def warnings_nib(text):
    return made_up(check_nib(text), "NIB")


def warnings_nitku(text, npwp=""):
    """The NPWP in it, and whether it is the one of the same taxpayer."""
    digits = check_nitku(text)
    found = warnings_npwp(digits[:16])
    if npwp and check_npwp(npwp).zfill(16) != digits[:16]:
        found.append(_("16 angka pertama NITKU berbeda dengan NPWP usaha ini. Cocokkan keduanya."))
    return found


def warnings_pb_umku(text, nib=""):
    """A permit belongs to the NIB it begins with."""
    digits = check_pb_umku(text)
    found = made_up(digits, "PB-UMKU")
    if nib and check_nib(nib) != digits[:13]:
        found.append(_("13 angka pertama PB-UMKU berbeda dengan NIB usaha ini. Cocokkan keduanya."))
    return found


def warnings_kbli(text):
    digits = check_kbli(text)
    if 10 <= int(digits[:2]) <= 33:
        return []
    return [_("KBLI %(code)s bukan industri pengolahan (10–33). Pastikan kodenya sesuai NIB.") % {"code": digits}]


def mask(number):
    """6371014708900001 → 6371**********01; something too short to hide a middle is hidden whole."""
    text = str(number)
    if len(text) < 9:
        return "*" * len(text)
    return f"{text[:4]}{'*' * (len(text) - 6)}{text[-2:]}"


def wa_link(phone, text=""):
    """Address that opens a WhatsApp chat with this (checked) number, the message typed in."""
    link = f"https://wa.me/{check_phone(phone).removeprefix('+')}"
    return f"{link}?text={quote(text)}" if text else link


def digits_of(value, label, lengths):
    """Only the digits, of one of the lengths, or a sentence that says what is wrong with the text."""
    raw = text_of(value)
    if SCIENTIFIC.match(raw):
        raise ValidationError(
            _("%(label)s rusak oleh lembar kerja (“%(raw)s”). Ubah kolomnya menjadi Teks, lalu ketik ulang.")
            % {"label": label, "raw": raw}
        )
    digits = SEPARATORS.sub("", LABEL.sub("", raw, count=1))
    if not digits or raw.lower() in PLACEHOLDER_WORDS:
        raise ValidationError(_("%(label)s tidak boleh berisi “%(raw)s”.") % {"label": label, "raw": raw})
    strange = re.search(r"[^0-9]", digits)
    if strange:
        raise ValidationError(strange_sentence(label, strange.group()))
    if len(digits) not in lengths:
        raise ValidationError(
            _("%(label)s harus %(wanted)s angka, yang Anda tulis %(count)d angka.")
            % {"label": label, "wanted": _(" atau ").join(map(str, lengths)), "count": len(digits)}
        )
    return digits


def strange_sentence(label, character):
    if character in "oO":
        return _("%(label)s memuat huruf “%(character)s”. Ganti dengan angka 0.") % {
            "label": label,
            "character": character,
        }
    if character in "lI":
        return _("%(label)s memuat huruf “%(character)s”. Ganti dengan angka 1.") % {
            "label": label,
            "character": character,
        }
    return _("%(label)s hanya boleh berisi angka, tetapi memuat “%(character)s”. Hapus tanda itu.") % {
        "label": label,
        "character": character,
    }


def is_birth_date(day, month, year):
    """Two-digit year: real in 19yy or in 20yy."""
    for century in (1900, 2000):
        try:
            datetime.date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False


def age_below_adult(nik):
    today = timezone.localdate()
    day, month, year = (int(nik[start : start + 2]) for start in (6, 8, 10))
    born = (2000 + year, month, day - 40 if day > 40 else day)
    return (today.year - ADULT_AGE, today.month, today.day) < born <= (today.year, today.month, today.day)


def made_up(digits, label):
    if not is_placeholder(digits):
        return []
    return [_("%(label)s ini tampak seperti isian contoh. Pastikan nomornya benar.") % {"label": label}]


def passes_luhn(digits):
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
