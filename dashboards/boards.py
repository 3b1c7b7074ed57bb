"""The dashboard's cards, map, bars and tables from pre-computed figures; every number carries the address of its rows.

`Board` holds the figures of one region (a province or one kabupaten/kota); its methods ask the database at most once
each. Without `links` (a person who may not open rows) every address is empty.
"""

from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from certification.enums import Word
from core.svg import short_name
from dashboards.figures import figures_for, is_late, total
from products.enums import STATE_KINDS, ProductState
from reference.enums import Axis, RegionLevel
from reference.models import Estimate, Region

WORD_KINDS = {Word.ADA: "ok", Word.PROSES: "wait", Word.BELUM: "back", Word.TIDAK_WAJIB: "none"}
MAIN_WAY = (
    ProductState.SUBMITTED,
    ProductState.VERIFIED,
    ProductState.ELIGIBLE,
    ProductState.PROPOSED,
    ProductState.ACCEPTED,
)
SIDEWAYS = (
    ProductState.RETURNED,
    ProductState.RETURNED_BY_BBI,
    ProductState.REJECTED_BY_BBI,
    ProductState.DISCONTINUED,
)
# Products BBI has been asked about and that stand there now.
PROPOSED_ONCE = (
    ProductState.PROPOSED,
    ProductState.ACCEPTED,
    ProductState.RETURNED_BY_BBI,
    ProductState.REJECTED_BY_BBI,
)


class Board:
    def __init__(self, region, *, links=True):
        self.region = region
        self.links = links
        self.rows, self.computed_at = figures_for(region.code)
        self.is_late = is_late(self.computed_at)

    def sum(self, key):
        return total(self.rows, key)

    def at(self, regency, key):
        return self.rows.get((regency, key), 0)

    def url(self, view, **query):
        """The address of a list, narrowed to what a number counts."""
        if not self.links:
            return ""
        return reverse(view) + (f"?{urlencode(query)}" if query else "")

    def ikm_url(self, **query):
        return self.url("ikm:ikm_list", **query)

    def product_url(self, **query):
        return self.url("products:product_list", **query)

    @cached_property
    def is_one_regency(self):
        return self.region.level == RegionLevel.REGENCY

    @cached_property
    def regencies(self):
        return list(Region.objects.regencies().within(self.region.code).order_by("code"))

    @cached_property
    def estimates(self):
        """{region code: its newest estimate}"""
        newest = {}
        within = Estimate.objects.filter(region__in=Region.objects.within(self.region.code))
        for estimate in within.order_by("region_id", "-year"):
            newest.setdefault(estimate.region_id, estimate)
        return newest

    def cards(self):
        return [self.registered_card(), self.eligible_card(), self.one_left_card(), self.accepted_card()]

    def registered_card(self):
        count = self.sum("ikm.registered")
        estimate = self.estimates.get(self.region.code)
        return card(
            _("IKM terdaftar"),
            count,
            self.ikm_url(state="registered"),
            note=estimate_words(estimate),
            share=share_of(count, estimate),
        )

    def eligible_card(self):
        waiting = self.sum("product.verified")
        note = _("%(count)s lagi menunggu persetujuan provinsi") % {"count": shown(waiting)} if waiting else ""
        return card(
            _("Produk layak diusulkan"),
            self.sum("product.eligible"),
            self.product_url(state="eligible"),
            note=note,
            kind="ok",
        )

    def one_left_card(self):
        parts = [(Axis(axis).label, self.sum(f"one_left.{axis}")) for axis in Axis.values]
        note = " · ".join(f"{shown(count)} {str(label).lower()}" for label, count in parts if count)
        return card(
            _("Tinggal satu dokumen"),
            sum(count for _label, count in parts),
            self.url("certification:one_left"),
            note=note,
            kind="wait",
        )

    def accepted_card(self):
        accepted = self.sum("product.accepted")
        asked = sum(self.sum(f"product.{state}") for state in PROPOSED_ONCE)
        return card(
            _("Diterima BBI"),
            accepted,
            self.product_url(state="accepted"),
            note=_("dari %(count)s diusulkan") % {"count": shown(asked)},
            share=100 * accepted / asked if asked else 0,
        )

    def places(self):
        """One row per kabupaten/kota, for the tile map and its table."""
        return [self.place(regency) for regency in self.regencies]

    def place(self, regency):
        count = self.at(regency.code, "ikm.registered")
        estimate = self.estimates.get(regency.code)
        words = estimate_words(estimate)
        return {
            "code": regency.code,
            "name": regency.name,
            "count": count,
            "percent": share_of(count, estimate),
            "estimate": estimate,
            "note": _("%(count)s IKM terdaftar, %(estimate)s") % {"count": shown(count), "estimate": words},
            "url": self.ikm_url(state="registered", kabupaten=regency.code),
        }

    def states(self):
        """How many products stand where: the way to BBI, then what has left it for now."""
        return [self.state_row(state) for state in MAIN_WAY], [
            row for state in SIDEWAYS if (row := self.state_row(state))["value"]
        ]

    def state_row(self, state):
        most = max((self.sum(f"product.{other}") for other in MAIN_WAY), default=0)
        value = self.sum(f"product.{state}")
        return {
            "label": state.label,
            "value": value,
            "kind": STATE_KINDS[state],
            "share": 100 * value / most if most else 0,
            "url": self.product_url(state=state.value),
        }

    def axes(self):
        """Per axis the four words with their counts, for a stacked bar and its table."""
        return [{"label": Axis(axis).label, "parts": self.words_of(axis)} for axis in Axis.values]

    def words_of(self, axis):
        return [
            {
                "label": word.label,
                "value": self.sum(f"axis.{axis}.{word}"),
                "kind": WORD_KINDS[word],
                "url": self.product_url(state="live", **{axis: word.value}),
            }
            for word in Word
        ]

    def waits(self):
        """What waits for each kabupaten/kota: IKM, products and papers to check."""
        found = []
        for regency in self.regencies:
            code = regency.code
            row = {
                "name": short_name(regency.name),
                "ikm": self.at(code, "ikm.submitted"),
                "ikm_url": self.ikm_url(state="submitted", kabupaten=code),
                "products": self.at(code, "product.submitted"),
                "products_url": self.product_url(state="submitted", kabupaten=code),
                "papers": self.at(code, "certificate.claimed"),
                "papers_url": self.url("certification:certificate_list", state="claimed", regency=code),
            }
            if self.is_one_regency or row["ikm"] or row["products"] or row["papers"]:
                found.append(row)
        return found

    def at_province(self):
        return {"value": self.sum("product.verified"), "url": self.product_url(state="verified")}


def card(label, count, url, *, note="", kind="", share=None):
    return {
        "label": label,
        "count": count,
        "value": shown(count),
        "url": url,
        "note": note,
        "kind": kind,
        "share": share,
    }


def shown(count):
    return number_format(count, use_l10n=True, force_grouping=True)


def share_of(count, estimate):
    return 100 * count / estimate.value if estimate and estimate.value else None


def estimate_words(estimate):
    if estimate is None:
        return _("belum ada perkiraan")
    words = _("dari perkiraan %(count)s") % {"count": shown(estimate.value)}
    return f"{words} {_('(contoh)')}" if estimate.is_example else words
