"""From the dashboard's list to a batch: which products are ready, and putting the chosen ones in."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ikm.enums import Purpose
from products.enums import ProductState
from products.models import Product
from proposals.building import add_products, start_batch
from proposals.models import BatchItem


def ready_products(user):
    """Eligible, agreed to by the owner and in no open batch, among what the user sees."""
    taken = BatchItem.objects.filter(product=OuterRef("pk"), is_open=True)
    return (
        Product.objects.visible_to(user)
        .filter(~Exists(taken), state=ProductState.ELIGIBLE)
        .with_consent(Purpose.PROPOSE_BBI)
    )


def propose(products, batch, *, by):
    """(batch, added, skipped); without a batch a new one is begun, unless nothing would go into it."""
    with transaction.atomic():
        into = batch or start_batch(_title(), by=by)
        added, skipped = add_products(into, products, by=by)
        if not batch and not added:
            transaction.set_rollback(True)
            into = None
    return into, added, skipped


def _title():
    return _("Usulan BBI %(date)s") % {"date": date_format(timezone.localdate(), "j F Y")}
