"""Whose turn it is: the rows of the work list, its tabs, its clock in working days."""

import datetime
from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from desk.dossiers import hands_on
from ikm.enums import IkmState
from ikm.models import Ikm
from products.enums import ProductState
from products.models import Product
from reference.working_days import Calendar

LIMIT_DAYS = 3
IKM_KEYS = ("-is_mine", "waiting_since", "pk")
PRODUCT_KEYS = ("-is_mine", "state_since", "pk")


@dataclass(frozen=True)
class Tab:
    """One heap of the work list; `queryset` holds IKM or products and has the keys of its kind."""

    slug: str
    label: str
    queryset: object
    empty_title: str
    empty_text: str

    @property
    def shows_products(self):
        return self.queryset.model is Product

    @property
    def keys(self):
        return PRODUCT_KEYS if self.shows_products else IKM_KEYS


def tabs_for(user, today):
    """The tabs of an officer, a reviewer or a facilitator, over what `visible_to` lets them see."""
    late = overdue_before(today)
    if user.role == Role.REVIEWER:
        mine = products_in(user, ProductState.VERIFIED)
        return [
            _mine(mine),
            _returned(products_in(user, ProductState.RETURNED)),
            _late(mine.filter(state_since__lt=late)),
            Tab(
                "kabupaten",
                _("Di kabupaten/kota"),
                ikm_to_check(user),
                _("Tidak ada yang menunggu kabupaten/kota"),
                _("Semua pengajuan sudah diperiksa petugas kabupaten/kota."),
            ),
        ]
    if user.role == Role.FACILITATOR:
        return [
            _mine(ikm_at_owner(user, IkmState.DRAFT, IkmState.RETURNED)),
            Tab(
                "diperiksa",
                _("Sedang diperiksa"),
                ikm_to_check(user),
                _("Tidak ada yang sedang diperiksa"),
                _("Pengajuan IKM dampingan Anda tampil di sini sampai petugas selesai memeriksanya."),
            ),
        ]
    mine = ikm_to_check(user)
    return [
        _mine(mine),
        _returned(ikm_at_owner(user, IkmState.RETURNED)),
        _late(mine.filter(waiting_since__lt=late)),
    ]


def _mine(queryset):
    return Tab(
        "giliran",
        _("Giliran saya"),
        queryset,
        _("Tidak ada yang menunggu Anda"),
        _("Pengajuan baru tampil di sini, yang paling lama menunggu di atas."),
    )


def _returned(queryset):
    return Tab(
        "menunggu-ikm",
        _("Menunggu IKM"),
        queryset,
        _("Tidak ada yang sedang diperbaiki"),
        _("Berkas yang dikembalikan tampil di sini sampai pemilik memperbaikinya."),
    )


def _late(queryset):
    return Tab(
        "lewat-batas",
        _("Lewat batas"),
        queryset,
        _("Tidak ada yang lewat batas"),
        _("Yang menunggu lebih dari 3 hari kerja tampil di sini."),
    )


def ikm_to_check(user):
    """IKM with something submitted or claimed; `waiting_since` is the oldest of these (desk.waiting)."""
    waiting = Ikm.objects.visible_to(user).filter(waiting__isnull=False)
    return _with_mine(waiting, user).annotate(waiting_since=F("waiting__since"))


def ikm_at_owner(user, *states):
    """IKM that the owner (or the facilitator) has to work on: themselves, or one of their products."""
    products = Product.objects.filter(state__in=states)
    waits = Q(state__in=states) | Q(pk__in=products.values("ikm"))
    return _with_mine(Ikm.objects.visible_to(user).filter(waits), user).annotate(waiting_since=F("state_since"))


def products_in(user, state):
    return _with_mine(Product.objects.visible_to(user).filter(state=state), user)


def _with_mine(queryset, user):
    """A repaired file comes back to whoever returned it, ahead of the line."""
    return queryset.annotate(
        is_mine=Case(When(assigned_to=user, then=Value(1)), default=Value(0), output_field=IntegerField())
    )


def overdue_before(today):
    """The moment before which something has waited more than LIMIT_DAYS working days on the day `today`."""
    calendar, day, worked = Calendar(), today, 0
    while worked <= LIMIT_DAYS:
        worked += calendar.is_working(day)
        day -= datetime.timedelta(days=1)
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    return timezone.make_aware(midnight)


class WaitingDays:
    """Working days from many moments up to one day: holidays are read once, days counted once."""

    def __init__(self, today):
        self.today = today
        self.calendar = Calendar()
        self.worked = {today: 0}
        self.earliest = today

    def since(self, moment):
        start = timezone.localdate(moment)
        while self.earliest > start:
            step = self.earliest - datetime.timedelta(days=1)
            self.worked[step] = self.worked[self.earliest] + self.calendar.is_working(self.earliest)
            self.earliest = step
        return self.worked.get(start, 0)


def sort_out(table, objs, verb, *, by, note=""):
    """(ready, skipped [(obj, sentence)]): what `perform_many` would do now, without doing it."""
    transition = table.transitions[verb]
    ready, skipped = [], []
    for obj in objs:
        sentence = _obstacle(transition, obj, by, note)
        if sentence:
            skipped.append((obj, sentence))
        else:
            ready.append(obj)
    return ready, skipped


def _obstacle(transition, obj, by, note):
    if obj.state not in transition.sources:
        return _("sekarang berstatus %(state)s; mungkin orang lain lebih dahulu memprosesnya.") % {
            "state": obj.get_state_display()
        }
    if not by.has_perm(transition.perm, obj):
        return hands_on(by, obj) or _("Anda tidak berwenang melakukan ini pada data ini.")
    return transition.guard(obj, by, {"note": note}) if transition.guard else None
