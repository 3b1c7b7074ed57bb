"""Until when a paper holds, by the rule of its kind (DOMAIN §0, §4, §5 and the last line of §13).

What is stored as `Certificate.valid_until` is what a person typed or, for a P-IRT, what its number or its law says.
Estimates, where no date is known, are only shown: they never block and are never stored.
"""

import datetime
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.permits import PIRT_LIFE_YEARS, read_permit
from reference.enums import PermitKind
from reference.working_days import Calendar, add_working_days

PRINTED, NUMBER, RULE, NONE = "printed", "number", "rule", "none"
ASKED_KINDS = (PermitKind.HALAL,)
RENEWED_KINDS = (PermitKind.MD, PermitKind.ML)
RENEWAL_DAYS = 10
# Years a paper usually holds when nobody knows its printed date; only a guide.
USUAL_YEARS = {
    PermitKind.MD: 5,
    PermitKind.ML: 5,
    PermitKind.COSMETIC: 3,
    PermitKind.SLHS: 3,
    PermitKind.TKDN: 5,
    PermitKind.BRAND: 10,
}
USUAL_RULES = {
    PermitKind.MD: gettext_lazy("Izin edar BPOM umumnya berlaku 5 tahun (PerBPOM 23/2023)."),
    PermitKind.ML: gettext_lazy("Izin edar BPOM umumnya berlaku 5 tahun (PerBPOM 23/2023)."),
    PermitKind.COSMETIC: gettext_lazy("Notifikasi kosmetik berlaku 3 tahun sejak terbit (PerBPOM 21/2022)."),
    PermitKind.SLHS: gettext_lazy("SLHS umumnya berlaku 3 tahun (PP 28/2025)."),
    PermitKind.TKDN: gettext_lazy("Sertifikat TKDN industri kecil berlaku 5 tahun (Permenperin 35/2025)."),
    PermitKind.BRAND: gettext_lazy("Merek berlaku 10 tahun dan dapat diperpanjang (UU 20/2016)."),
}


@dataclass(frozen=True)
class Validity:
    """What a page says about one paper. `until` is None when it has no end or nobody knows it.

    `source` tells where `until` comes from: printed, number, rule, none. `renew_from` and `renew_by` are the first and
    last day to apply for renewal where the law names them. `asks_change`: the yearly halal question is put for this
    paper; it waits for its answer from `change_due_on` on. `said` is what the owner answered last.
    """

    until: datetime.date | None
    rule: str
    source: str
    on: datetime.date
    is_estimated: bool = False
    renew_from: datetime.date | None = None
    renew_by: datetime.date | None = None
    asks_change: bool = False
    change_due_on: datetime.date | None = None
    said: str = ""

    @property
    def is_over(self):
        """An estimate is never over: it only guides."""
        return self.until is not None and not self.is_estimated and self.until < self.on

    @property
    def is_change_due(self):
        return self.asks_change and self.change_due_on is not None and self.change_due_on <= self.on

    @property
    def may_renew(self):
        return self.renew_from is not None and self.renew_from <= self.on and not self.is_over


def validity_of(certificate, on, calendar=None):
    """The `Validity` of a certificate on a day; pass one `Calendar` to ask for many without more queries."""
    found = validity(
        certificate.kind,
        on,
        printed=certificate.valid_until,
        decoded=decoded_of(certificate.kind, certificate.number_raw or certificate.number),
        issued_on=certificate.issued_on,
        asked_since=asked_since(certificate),
        calendar=calendar,
    )
    return replace(found, said=_said(certificate))


def validity(kind, on, *, printed=None, decoded=None, issued_on=None, asked_since=None, calendar=None):
    """The `Validity` of a paper of this kind.

    `printed` is the date kept for it, `decoded` what its number says (see `permits`), `asked_since` the day the yearly
    question counts from.
    """
    if kind in ASKED_KINDS:
        return Validity(
            None,
            _("Sertifikat halal BPJPH berlaku tanpa batas waktu selama bahan dan cara membuat tidak berubah "
              "(UU 33/2014 Pasal 42 jo. UU 6/2023)."),
            RULE, on, asks_change=True, change_due_on=years_later(asked_since, 1) if asked_since else None,
        )  # fmt: skip
    until, source, rule = _until(kind, printed, decoded or {}, issued_on)
    renew_from = renew_by = None
    if kind in RENEWED_KINDS and until:
        renew_from = years_later(until, -1)
        renew_by = add_working_days(until, -RENEWAL_DAYS, calendar or Calendar())
    is_estimated = source == RULE and kind != PermitKind.PIRT
    return Validity(until, rule, source, on, is_estimated, renew_from, renew_by)


def end_to_store(kind, number_raw, issued_on=None, typed=None):
    """What `valid_until` holds: the day a person typed; else, for a P-IRT, the end of the year in its number, or five
    years from its issue when the number bears no year. Halal has had no end date since 2022 (DOMAIN §5)."""
    if kind in ASKED_KINDS:
        return None
    if typed or kind != PermitKind.PIRT:
        return typed
    return number_end(kind, number_raw) or (years_later(issued_on, PIRT_LIFE_YEARS) if issued_on else None)


def number_end(kind, number_raw):
    """The last day of the year a P-IRT number names, or None."""
    return decoded_of(kind, number_raw).get("valid_until")


def decoded_of(kind, number_raw):
    numbers = read_permit(number_raw, kind).numbers
    return numbers[0].decoded if numbers else {}


def typed_end(paper, typed):
    """`typed` when a person means it; None when it only repeats what the portal itself had read for `paper`."""
    derived = end_to_store(paper.kind, paper.number_raw, paper.issued_on)
    return None if typed == paper.valid_until == derived else typed


def asked_since(certificate):
    """The day the yearly question counts from: the latest of issue, check and answer; else the day of entry."""
    known = [certificate.issued_on, certificate.unchanged_on, certificate.changed_on]
    if certificate.verified_at:
        known.append(timezone.localdate(certificate.verified_at))
    return max(filter(None, known), default=timezone.localdate(certificate.created_at))


def years_later(day, years):
    """The same day `years` later (or earlier); 28 February for a 29th that is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def latest_anniversary(day, on):
    """The last yearly return of `day` that is not after `on`; None in the first year."""
    years = on.year - day.year
    years -= years_later(day, years) > on
    return years_later(day, years) if years > 0 else None


def _until(kind, printed, decoded, issued_on):
    in_number = decoded.get("valid_until") if kind == PermitKind.PIRT else None
    by_law = years_later(issued_on, PIRT_LIFE_YEARS) if kind == PermitKind.PIRT and issued_on else None
    if in_number and printed in (None, in_number):
        return in_number, NUMBER, _("P-IRT berlaku sampai akhir tahun yang tertulis di dua angka terakhir nomornya.")
    if by_law and printed in (None, by_law):
        return by_law, RULE, _("P-IRT berlaku 5 tahun sejak terbit (PerBPOM 22/2018 jo. 4/2024).")
    if printed:
        return printed, PRINTED, _printed_rule(kind)
    if kind in USUAL_YEARS and issued_on:
        return _usual_end(kind, issued_on), RULE, str(USUAL_RULES[kind])
    if kind == PermitKind.HALAL_MUI:
        return None, NONE, _("Sertifikat MUI lama: ajukan ulang ke BPJPH.")
    return None, NONE, _("Tanggal berakhirnya belum diketahui. Isi tanggal yang tercetak pada sertifikat.")


def _usual_end(kind, issued_on):
    """A cosmetic notification ends the day before (NA18260500350: 13 April 2026 to 12 April 2029)."""
    end = years_later(issued_on, USUAL_YEARS[kind])
    return end - datetime.timedelta(days=1) if kind == PermitKind.COSMETIC else end


def _printed_rule(kind):
    if kind == PermitKind.HALAL_MUI:
        return _("Sertifikat MUI lama: ajukan ulang ke BPJPH.")
    if kind in RENEWED_KINDS:
        return _("Berlaku sampai tanggal yang tercetak. Perpanjangan dibuka setahun sebelumnya dan diajukan paling "
                 "lambat 10 hari kerja sebelumnya.")  # fmt: skip
    if kind == PermitKind.BRAND:
        return _("Berlaku sampai tanggal yang tercetak; merek dapat diperpanjang (UU 20/2016).")
    return _("Berlaku sampai tanggal yang tercetak.")


def _said(certificate):
    unchanged, changed = certificate.unchanged_on, certificate.changed_on
    if changed and (unchanged is None or changed >= unchanged):
        sentence = _("Pemilik menyatakan bahan atau proses berubah pada %(day)s.")
        return sentence % {"day": date_format(changed, "j F Y")}
    if unchanged:
        sentence = _("Pemilik menyatakan bahan dan proses tidak berubah pada %(day)s.")
        return sentence % {"day": date_format(unchanged, "j F Y")}
    return ""
