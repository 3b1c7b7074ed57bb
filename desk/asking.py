"""“Tanyakan petugas”: WhatsApp to the office of the kabupaten with the question begun."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reference.models import Office
from reference.numbers import wa_link


def ask_officer(ikm, step=""):
    """Address that opens WhatsApp to the office of the IKM's kabupaten; "" where no mobile number of it is known."""
    if ikm.regency_id is None:
        return ""
    office = Office.objects.filter(region=ikm.regency_id, valid_from__lte=timezone.localdate()).first()
    if office is None or not office.phone:
        return ""
    text = _("Halo, saya mengisi data usaha %(name)s (nomor %(number)s) di Portal BBI Kalsel. Saya ingin bertanya: ")
    try:
        return wa_link(office.phone, text % {"name": ikm, "number": ikm.pk})
    except ValidationError:
        return ""
