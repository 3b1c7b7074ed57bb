"""Who holds a dossier now and until when, in the owner's words: pure functions over rows already read."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from desk.queues import LIMIT_DAYS, WaitingDays
from ikm.enums import CLOSED_STATES, IkmState
from products.enums import ProductState
from reference.working_days import add_working_days, years_missing

OWNER, REGENCY, PROVINCE, BBI, NOBODY = "owner", "regency", "province", "bbi", "nobody"
BACK = (ProductState.RETURNED, ProductState.RETURNED_BY_BBI)


@dataclass(frozen=True)
class Clock:
    """The office's days: `left` below 0 is overdue; `years` are years whose holidays nobody has loaded.

    `is_day_off`: the last day is past, and no working day has come since.
    """

    due_on: date
    left: int
    years: tuple = ()
    is_day_off: bool = False

    @property
    def late(self):
        return max(-self.left, 0)


@dataclass(frozen=True)
class Holding:
    who: str
    name: str
    clock: Clock | None
    sentence: str


def holding_of(ikm, products, open_return=None, today=None):
    """The one who must act now. `ikm` comes with regency, assigned_to and waiting joined; `open_return` with by."""
    who = holder(ikm, products)
    clock = clock_of(since_when(ikm, products, who), today or timezone.localdate())
    return Holding(who, _name(ikm, who), clock, _sentence(ikm, who, clock, open_return))


def holder(ikm, products):
    """An open task of the owner comes first, then the office nearest to the owner."""
    states = {product.state for product in products}
    if ikm.state in CLOSED_STATES:
        return NOBODY
    if ikm.state in (IkmState.DRAFT, IkmState.RETURNED) or states.intersection(BACK):
        return OWNER
    if ikm.state == IkmState.SUBMITTED or getattr(ikm, "waiting", None) or ProductState.SUBMITTED in states:
        return REGENCY
    if states.intersection((ProductState.VERIFIED, ProductState.ELIGIBLE)):
        return PROVINCE
    if ProductState.PROPOSED in states:
        return BBI
    return OWNER if ProductState.DRAFT in states or not states else NOBODY


def since_when(ikm, products, who):
    """The moment the office's days began; None where no day is promised (the owner, BBI, a batch to come)."""
    if who == REGENCY:
        moments = [product.state_since for product in products if product.state == ProductState.SUBMITTED]
        if ikm.state == IkmState.SUBMITTED:
            moments.append(ikm.state_since)
        if waiting := getattr(ikm, "waiting", None):
            moments.append(waiting.since)
        return min(moments, default=None)
    if who == PROVINCE:
        return min((one.state_since for one in products if one.state == ProductState.VERIFIED), default=None)
    return None


def clock_of(since, today):
    if since is None:
        return None
    days = WaitingDays(today)
    left = LIMIT_DAYS - days.since(since)
    start = timezone.localdate(since)
    due_on = add_working_days(start, LIMIT_DAYS, days.calendar)
    return Clock(due_on, left, tuple(years_missing(start, max(due_on, today))), left == 0 and today > due_on)


def _name(ikm, who):
    place = ikm.regency.name if ikm.regency_id else _("kabupaten/kota")
    if who == REGENCY and ikm.assigned_to_id:
        return _("Petugas %(place)s: %(name)s") % {"place": place, "name": ikm.assigned_to.name}
    return {
        OWNER: _("Anda"),
        REGENCY: _("Petugas %(place)s") % {"place": place},
        PROVINCE: _("Dinas Perindustrian provinsi"),
        BBI: _("Tim Bangga Buatan Indonesia"),
        NOBODY: _("Tidak ada yang perlu dikerjakan"),
    }[who]


def _sentence(ikm, who, clock, open_return):
    if who == OWNER:
        if open_return:
            return _(
                "Hitungan hari berhenti sampai Anda memperbaiki. Setelah dikirim lagi, berkas kembali ke petugas "
                "yang sama: %(name)s."
            ) % {"name": open_return.by.name}
        return _("Petugas mulai bekerja setelah Anda mengajukan. Tidak ada batas waktu untuk Anda.")
    if clock:
        return _clock_sentence(clock)
    if who == PROVINCE:
        return _("Sudah disetujui. Dinas mengumpulkan produk, lalu mengirimnya bersama ke BBI.")
    if who == BBI:
        return _("BBI tidak menentukan batas hari. Kami kabari begitu ada jawaban.")
    if ikm.state == IkmState.MERGED:
        return _("Data usaha ini sudah digabung dengan data lain. Isinya tetap tersimpan.")
    if ikm.state == IkmState.INACTIVE:
        return _("Usaha ini dicatat tidak aktif. Bila masih berjalan, beri tahu petugas.")
    return _("Semua sudah selesai diperiksa.")


def _clock_sentence(clock):
    if clock.left > 0:
        return _("Sisa %(left)d hari kerja lagi.") % {"left": clock.left}
    if clock.is_day_off:
        return _("Hari ini kantor libur. Berkas Anda dikerjakan pada hari kerja berikutnya.")
    if clock.left == 0:
        return _("Hari ini hari terakhir.")
    return _("Sudah lewat %(late)d hari kerja dari batas %(limit)d hari kerja. Maaf. Anda boleh menanyakannya.") % {
        "late": clock.late,
        "limit": LIMIT_DAYS,
    }
