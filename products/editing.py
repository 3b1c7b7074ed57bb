"""Writing products: add, save, amend, figures, end of production."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core.changes import announce
from core.models import Touch
from core.touches import inherit_codes, touch
from core.workflow import TransitionRefused, perform
from ikm.editing import lock, material_changes, refuse_new_gaps, save_checked, without_stale
from ikm.models import Ikm
from products.completeness import missing
from products.enums import EDITABLE_STATES, FREE_FIELDS, MATERIAL_FIELDS, ProductState
from products.models import Product, ProductFigures
from products.workflow import PRODUCT

AMENDABLE = PRODUCT.transitions["amend"].sources


def add_product(ikm, *, by, data=None):
    """A new draft product; without data an untouched draft of the same person is taken up again."""
    with transaction.atomic():
        lock(Ikm, ikm.pk)
        if not by.has_perm("ikm.edit_free_ikm", ikm):
            raise PermissionDenied
        if not data:
            untouched = ikm.products.filter(state=ProductState.DRAFT, created_by=by, name="", version=1).first()
            if untouched is not None:
                return untouched
        product = Product(ikm=ikm, created_by=by)
        _set(product, data or {})
        product._history_user = by
        product.save()
        touch(product, Touch.Reason.CREATED, by=by)
        inherit_codes(product, ikm)
        announce(Product, [product.pk], by=by)
    return product


def save_product(product, data, *, by, version=None):
    """Write the given fields; under review or later only FREE_FIELDS.

    Raises PermissionDenied, TransitionRefused (a material change that needs `amend_product`) or ChangedMeanwhile.
    """
    with transaction.atomic():
        fresh = _locked(product, "products.edit_free_product", by)
        data = without_stale(fresh, data, version)
        material = material_changes(fresh, data, MATERIAL_FIELDS)
        if material and fresh.state not in EDITABLE_STATES:
            raise TransitionRefused(needs_amend_sentence(fresh))
        _write(fresh, data, by)
        if material:
            touch(fresh, Touch.Reason.CHANGED, by=by)
        announce(Product, [fresh.pk], by=by)
    return fresh


def amend_product(product, data, *, by, version=None):
    """Change material fields of a checked product: written and sent back for checking in one act."""
    with transaction.atomic():
        fresh = _locked(product, "products.amend_product", by)
        if fresh.state not in AMENDABLE:
            raise TransitionRefused(needs_amend_sentence(fresh))
        data = without_stale(fresh, data, version)
        material = material_changes(fresh, data, MATERIAL_FIELDS)
        _write(fresh, data, by)
        announce(Product, [fresh.pk], by=by)
        if material:
            touch(fresh, Touch.Reason.CHANGED, by=by)
            fresh = perform(PRODUCT, fresh, "amend", by=by)
    return fresh


def save_product_figures(product, year, data, *, by):
    """One product's production in one year."""
    with transaction.atomic():
        fresh = _locked(product, "products.edit_free_product", by)
        figures = fresh.figures.filter(year=year).first() or ProductFigures(product=fresh, year=year)
        for field, value in data.items():
            setattr(figures, field, value)
        figures._history_user = by
        figures.save()
        announce(Product, [fresh.pk], by=by)
    return figures


def discontinue(product, *, by):
    """No longer made: it leaves the catalogue and every list of open work."""
    return perform(PRODUCT, product, "discontinue", by=by)


def needs_amend_sentence(product):
    if product.state in AMENDABLE:
        return _("Perubahan ini membuat data diperiksa lagi. Tekan “Ajukan perubahan” bila memang perlu.")
    if product.state == ProductState.SUBMITTED:
        return _("Produk ini sedang diperiksa. Tarik kembali dahulu, lalu ubah.")
    return _("Produk ini sekarang berstatus “%(state)s”, jadi isian pokoknya belum bisa diubah.") % {
        "state": product.owner_state_label
    }


def _locked(product, perm, by):
    fresh = lock(Product, product.pk)
    if fresh is None:
        raise TransitionRefused(_("Data ini sudah tidak ada."))
    if not by.has_perm(perm, fresh):
        raise PermissionDenied
    return fresh


def _set(product, data):
    for field, value in data.items():
        if field not in FREE_FIELDS | MATERIAL_FIELDS:
            raise ValueError(f"{field} is not a field of the product")
        setattr(product, field, value)


def _write(product, data, by):
    before = missing(product)
    _set(product, data)
    if product.state != ProductState.DRAFT:
        refuse_new_gaps(product, before, missing(product), always=("category",))
    product.version += 1
    product._history_user = by
    save_checked(product)
