"""Claim cards at the office: which records still lack an owner, and the sheet of cards to print and cut."""

import qrcode
from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.pdf import render_pdf
from desk.list_filters import EVERYTHING, IkmFilterForm
from desk.row_parts import district
from ikm.claims import MOST_CARDS, MOST_TRIES, make_cards, spell_code, store_cards
from ikm.enums import CLOSED_STATES
from ikm.models import ClaimCode, Ikm
from reference.enums import RegionLevel
from reference.models import Office, Region

MASK = 0
WITH_CARD, WITHOUT_CARD = "ada", "belum"


def unclaimed_for(user):
    """Records of this officer's region without an owner's account, newest first, each with `has_card`."""
    return (
        Ikm.objects.visible_to(user)
        .filter(owner=None)
        .exclude(state__in=CLOSED_STATES)
        .exclude(name="")
        .for_list()
        .defer("nik", "npwp")
        .annotate(has_card=Exists(_valid_cards()))
    )


def _valid_cards():
    return ClaimCode.objects.filter(
        ikm=OuterRef("pk"), used_at=None, revoked_at=None, expires_at__gt=timezone.now(), tries__lt=MOST_TRIES
    )


class ClaimFilterForm(IkmFilterForm):
    """The list of IKM without its states, by kecamatan, desa and card; what an officer's own kabupaten offers."""

    state = None
    field_order = ("q", "kabupaten", "kecamatan", "desa", "source", "card")
    kecamatan = forms.ModelChoiceField(
        Region.objects.none(), label=gettext_lazy("Kecamatan"), required=False, empty_label=gettext_lazy("Semua")
    )
    desa = forms.ModelChoiceField(
        Region.objects.none(),
        label=gettext_lazy("Desa/kelurahan"),
        required=False,
        empty_label=gettext_lazy("Semua"),
        help_text=gettext_lazy("Terisi setelah kecamatan dipilih dan diterapkan."),
    )
    card = forms.ChoiceField(
        label=gettext_lazy("Kartu"),
        required=False,
        choices=[
            *EVERYTHING,
            (WITHOUT_CARD, gettext_lazy("Belum punya kartu yang berlaku")),
            (WITH_CARD, gettext_lazy("Sudah punya kartu yang berlaku")),
        ],
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        regency = self.data.get("kabupaten", "") if "kabupaten" in self.fields else user.region_id
        if regency:
            self.fields["kecamatan"].queryset = Region.objects.districts_of(regency)
        if chosen := self.data.get("kecamatan"):
            self.fields["desa"].queryset = Region.objects.villages_of(chosen)

    def by_q(self, queryset, text):
        text = text.strip()
        digits = "".join(text.split())
        found = Q(name_key__contains=text.casefold()) | Q(owner_name__icontains=text)
        return queryset.filter(found | Q(nib=digits) if digits.isdecimal() else found)

    def by_kecamatan(self, queryset, region):
        return queryset.filter(Q(region=region) | Q(region__parent=region))

    def by_desa(self, queryset, region):
        return queryset.filter(region=region)

    def by_card(self, queryset, wanted):
        return queryset.filter(has_card=wanted == WITH_CARD)


def print_cards(ikms, *, by):
    """(PDF or None, number of cards, [(ikm, sentence)] skipped): the codes stand in these bytes and nowhere else.

    The sheet is drawn first: when that fails, the older cards stay in force.
    """
    ikms = sorted(ikms, key=lambda ikm: (ikm.region_id or ikm.regency_id or "", ikm.name_key, ikm.pk))
    cards, skipped = make_cards(ikms[:MOST_CARDS], by=by)
    sheet = render_pdf("desk/claim_cards.typ", sheet_data(cards)) if cards else None
    store_cards(cards, by=by)
    return sheet, len(cards), skipped


def sheet_data(cards):
    """What the template draws: text as data, the QR as the outline of its dark modules."""
    offices = _offices({card.ikm.regency_id for card in cards})
    address = settings.PORTAL_URL.rstrip("/") + reverse("desk:claim")
    return {
        "title": _("Kartu klaim"),
        "address": address.split("://", 1)[-1].rstrip("/"),
        "cards": [_card(card, address, offices.get(card.ikm.regency_id)) for card in cards],
        "words": {
            "brand": "Portal BBI Kalsel",
            "kind": _("Kartu klaim"),
            "owner": _("Pemilik"),
            "code": _("Kode"),
            "until": _("Berlaku sampai"),
            "steps": [
                _("Pindai gambar ini dengan kamera HP, atau buka"),
                _("Isi kode dan empat angka terakhir nomor HP atau NIK Anda."),
                _("Periksa datanya, buat akun, selesai. Kartu hanya berlaku sekali."),
            ],
            "question": _("Ada pertanyaan?"),
            "qr": _("Kode QR menuju halaman klaim"),
        },
    }


def qr_outline(text):
    """(side in modules, SVG path of the dark modules) of a QR code with medium error correction, without its margin.

    The mask is fixed: weighing all eight takes ten times as long, which a full sheet would feel.
    """
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    return len(matrix), "".join(_runs(y, row) for y, row in enumerate(matrix))


def _runs(y, row):
    drawn, x = "", 0
    while x < len(row):
        length = 1
        while x + length < len(row) and row[x + length] == row[x]:
            length += 1
        drawn += f"M{x} {y}h{length}v1h-{length}z" if row[x] else ""
        x += length
    return drawn


def _card(card, address, office):
    ikm = card.ikm
    code = spell_code(card.code)
    side, outline = qr_outline(f"{address}#{code}")
    village = ikm.region.name if ikm.region and ikm.region.level == RegionLevel.VILLAGE else ""
    return {
        "name": Truncator(ikm.name).chars(90),
        "owner": Truncator(ikm.owner_name).chars(60),
        "place": ", ".join(filter(None, [village, district(ikm), ikm.regency.name if ikm.regency else ""])),
        "code": code,
        "qr": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{outline}"/></svg>',
        "until": date_format(timezone.localtime(card.expires_at), "j F Y"),
        "office": office.name if office else "",
        "phone": office.phone if office else "",
    }


def _offices(regencies):
    """Kabupaten → its office of today, or the province's where it has none."""
    codes = [*regencies, settings.PROVINCE]
    found = {}
    valid = Office.objects.filter(region__in=codes, valid_from__lte=timezone.localdate())
    for office in valid.order_by("valid_from", "pk"):
        found[office.region_id] = office
    return {code: found.get(code) or found.get(settings.PROVINCE) for code in codes}
