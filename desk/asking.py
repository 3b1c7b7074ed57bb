"""“Tanyakan petugas”: WhatsApp to the office with the question begun; else its phone and hours."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reference.models import Office
from reference.numbers import wa_link


@dataclass(frozen=True)
class Desk:
    """Whom to ask: `url` opens WhatsApp; empty where only a phone or hours are known."""

    name: str
    url: str
    phone: str
    hours: str


def desk_to_ask(ikm, where="", *, at_province=False):
    """The office of the IKM's kabupaten, else the province's; None when neither can be reached. One query."""
    offices = Office.objects.filter(
        region__in=[code for code in (ikm.regency_id, settings.PROVINCE) if code], valid_from__lte=timezone.localdate()
    ).order_by("valid_from", "pk")
    newest = {office.region_id: office for office in offices}
    order = (settings.PROVINCE, ikm.regency_id) if at_province else (ikm.regency_id, settings.PROVINCE)
    desks = [_desk(newest[code], ikm, where) for code in order if code in newest]
    return next((desk for desk in desks if desk.url or desk.phone or desk.hours), None)


def ask_officer(ikm, where=""):
    """Address that opens WhatsApp to that office; "" where no mobile number of it is known."""
    desk = desk_to_ask(ikm, where)
    return desk.url if desk else ""


def _desk(office, ikm, where):
    return Desk(office.name, _link(office, question(ikm, where)), office.phone, office.hours)


def question(ikm, where=""):
    """The message begun: which business, and on which page the question came up."""
    named = {"name": ikm, "number": ikm.pk, "where": where}
    if where:
        text = _(
            "Halo, saya mengisi data usaha %(name)s (nomor %(number)s) di Portal BBI Kalsel, %(where)s. "
            "Saya ingin bertanya: "
        )
    else:
        text = _(
            "Halo, saya mengisi data usaha %(name)s (nomor %(number)s) di Portal BBI Kalsel. Saya ingin bertanya: "
        )
    return text % named


def _link(office, text):
    for number in filter(None, (office.whatsapp, office.phone)):
        try:
            return wa_link(number, text)
        except ValidationError:
            continue
    return ""
