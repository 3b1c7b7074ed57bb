"""Writing an IKM: drafts, profile, yearly figures. Nothing a person typed is overwritten in silence."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import is_facilitator, serves_regency
from core.changes import announce
from core.fields import digest
from core.models import Touch, validation_sentence
from core.touches import touch
from core.workflow import TransitionRefused, perform
from ikm.completeness import missing
from ikm.enums import EDITABLE_STATES, FREE_FIELDS, MATERIAL_FIELDS, IkmState, Source
from ikm.models import Ikm, YearlyFigures
from ikm.scale import business_scale, industry_scale
from ikm.workflow import IKM
from reference.models import Kbli
from reference.numbers import mask

# Written beside the profile, about the act of filling in and not about the business.
ACT_FIELDS = frozenset({"mandate"})
SECRET_FIELDS = ("nik", "npwp")
# Names shared by the states of an IKM and of a product.
RETURNED_STATES = ("returned", "returned_by_bbi")


class ChangedMeanwhile(Exception):
    """Somebody else changed the same fields: `differences` is [(label, stored, typed)] of `fields`.

    `version` is the newest one.
    """

    def __init__(self, differences, version, fields):
        super().__init__("changed meanwhile")
        self.differences = differences
        self.version = version
        self.fields = fields


def start_draft(*, by, owner=None, source=Source.SELF):
    """The open draft of this owner, or a new one; whoever fills in for others gets an untouched draft back."""
    with transaction.atomic():
        lock(User, by.pk)
        drafts = Ikm.objects.filter(state=IkmState.DRAFT, owner=owner)
        if owner is None:
            drafts = drafts.filter(created_by=by, name="", owner_name="")
        draft = drafts.order_by("pk").first()
        if draft is not None:
            return draft
        ikm = Ikm(owner=owner, created_by=by, source=source)
        if owner is not None:
            ikm.owner_name, ikm.phone = owner.name, owner.phone or ""
        elif serves_regency(by):
            ikm.regency_id = ikm.region_id = by.region_id
        ikm._history_user = by
        ikm.save()
        if owner is None and is_facilitator(by):
            ikm.facilitators.add(by)
        touch(ikm, Touch.Reason.CREATED, by=by)
        announce(Ikm, [ikm.pk], by=by)
    return ikm


def save_profile(ikm, data, *, by, version=None):
    """Write the given fields; in a state under review or later only FREE_FIELDS.

    Raises PermissionDenied, TransitionRefused (a material change that needs `amend_profile`) or ChangedMeanwhile.
    """
    with transaction.atomic():
        fresh = _locked(ikm, "ikm.edit_free_ikm", by)
        data = without_stale(fresh, data, version)
        material = material_changes(fresh, data)
        if material and fresh.state not in EDITABLE_STATES:
            raise TransitionRefused(needs_amend_sentence(fresh))
        _write(fresh, data, by)
        if material:
            touch(fresh, Touch.Reason.CHANGED, by=by)
        announce(Ikm, [fresh.pk], by=by)
    return fresh


def amend_profile(ikm, data, *, by, version=None):
    """Change material fields of a verified IKM: written and sent back for checking in one act."""
    with transaction.atomic():
        fresh = _locked(ikm, "ikm.amend_ikm", by)
        if fresh.state != IkmState.VERIFIED:
            raise TransitionRefused(needs_amend_sentence(fresh))
        data = without_stale(fresh, data, version)
        material = material_changes(fresh, data)
        _write(fresh, data, by)
        announce(Ikm, [fresh.pk], by=by)
        if material:
            touch(fresh, Touch.Reason.CHANGED, by=by)
            fresh = perform(IKM, fresh, "amend", by=by)
    return fresh


def save_figures(ikm, year, data, *, by, version=None):
    """One year's figures; the newest year decides both scales. A page opened without figures has version 0."""
    with transaction.atomic():
        fresh = _locked(ikm, "ikm.edit_free_ikm", by)
        figures = fresh.figures.filter(year=year).first() or YearlyFigures(ikm=fresh, year=year, version=0)
        data = without_stale(figures, data, version, empty=YearlyFigures())
        for field, value in data.items():
            setattr(figures, field, value)
        figures.version += 1
        figures._history_user = by
        figures.save()
        _derive_scales(fresh, by)
        announce(Ikm, [fresh.pk], by=by)
    return figures


def material_changes(obj, data, fields=MATERIAL_FIELDS):
    """Names of the material fields that `data` would change, in the order of `data`."""
    return [field for field in data if field in fields and comparable(obj, field) != wanted(field, data[field])]


def needs_amend_sentence(obj):
    if obj.state == IkmState.VERIFIED:
        return _("Perubahan ini membuat data diperiksa lagi. Tekan “Ajukan perubahan” bila memang perlu.")
    return _("Data ini sedang %(state)s. Tarik kembali dahulu, lalu ubah.") % {
        "state": str(obj.owner_state_label).lower()
    }


def without_stale(fresh, data, version, empty=None):
    """`data` without the fields only somebody else has changed since `version`; ChangedMeanwhile where both did.

    `empty` is what a page of version 0 showed: the record did not exist yet.
    """
    if version is None or version == fresh.version:
        return data
    base = fresh.history.filter(version=version).order_by("-history_date", "-history_id").first()
    if base is None and version == 0:
        base = empty
    kept, differences = {}, {}
    for field, value in data.items():
        stored, typed = comparable(fresh, field), wanted(field, value)
        before = comparable(base, field) if base is not None else None
        if typed == stored or base is None or stored == before:
            if base is None and typed != stored:
                differences[field] = (label_of(fresh, field), shown(fresh, field), shown_value(field, value))
            kept[field] = value
        elif typed != before:
            differences[field] = (label_of(fresh, field), shown(fresh, field), shown_value(field, value))
    if differences:
        raise ChangedMeanwhile(list(differences.values()), fresh.version, list(differences))
    return kept


def comparable(obj, field):
    if field in SECRET_FIELDS:
        return getattr(obj, f"{field}_digest")
    return getattr(obj, _attname(obj, field))


def wanted(field, value):
    if field in SECRET_FIELDS:
        return digest(value)
    return getattr(value, "pk", value)


def label_of(obj, field):
    return str(obj._meta.get_field(field).verbose_name)


def shown(obj, field):
    if field in SECRET_FIELDS:
        return getattr(obj, f"{field}_mask")
    display = getattr(obj, f"get_{field}_display", None)
    return str(display() if display else shown_value(field, getattr(obj, field)))


def shown_value(field, value):
    if field in SECRET_FIELDS:
        return mask(value)
    if isinstance(value, dict):
        return ", ".join(value.values()) or "-"
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    return "-" if value in (None, "") else str(value)


def lock(model, pk):
    """The row, locked where the database can lock rows; None when it is gone."""
    rows = model._base_manager.filter(pk=pk)
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(of=("self",)) if connection.features.has_select_for_update_of else rows
    return rows.first()


def _locked(ikm, perm, by):
    fresh = lock(Ikm, ikm.pk)
    if fresh is None:
        raise TransitionRefused(_("Data ini sudah tidak ada."))
    if not by.has_perm(perm, fresh):
        raise PermissionDenied
    return fresh


def _attname(obj, field):
    model = getattr(obj, "instance_type", type(obj))
    return model._meta.get_field(field).attname


def refuse_new_gaps(obj, before, after, always=()):
    """What was complete when submitted stays complete; a draft may have any gap, a returned record all but `always`.

    `before` and `after` are lists of (field, sentence) as `missing` gives them.
    """
    known = {field for field, _sentence in before}
    for field, sentence in after:
        if field not in known and (obj.state not in RETURNED_STATES or field in always):
            raise TransitionRefused(sentence)


def save_checked(obj):
    """Save; a constraint that someone faster has broken answers with its own sentence."""
    try:
        with transaction.atomic():
            obj.save()
    except IntegrityError as error:
        try:
            obj.validate_constraints()
        except ValidationError as refused:
            raise TransitionRefused(validation_sentence(refused)) from error
        raise


def _write(ikm, data, by):
    before = missing(ikm)
    for field, value in data.items():
        if field not in FREE_FIELDS | MATERIAL_FIELDS | ACT_FIELDS:
            raise ValueError(f"{field} is not a field of the profile")
        setattr(ikm, field, value)
        if field in SECRET_FIELDS:
            setattr(ikm, f"{field}_digest", digest(value))
            setattr(ikm, f"{field}_mask", mask(value) if value else "")
    if "kbli" in data:
        known = Kbli.objects.filter(version=ikm.kbli_version, code=ikm.kbli)
        ikm.is_kbli_known = not ikm.kbli or known.exists()
    if "region" in data:
        ikm.regency_id = ikm.region.regency_code or None if ikm.region else None
    if ikm.state != IkmState.DRAFT:
        refuse_new_gaps(ikm, before, missing(ikm), always=("regency",))
    ikm.version += 1
    ikm._history_user = by
    save_checked(ikm)
    if "region" in data:
        _move_products(ikm, by)


def _move_products(ikm, by):
    """Products carry their IKM's kabupaten, for scope and indexes."""
    moved = list(ikm.products.exclude(regency_id=ikm.regency_id).values_list("pk", flat=True))
    ikm.products.filter(pk__in=moved).update(regency_id=ikm.regency_id)
    announce(ikm.products.model, moved, by=by)


def _derive_scales(ikm, by):
    newest = ikm.figures.order_by("-year").first()
    industry = industry_scale(newest.workers, newest.investment)
    business = business_scale(newest.capital, newest.sales)
    if (industry, business) != (ikm.industry_scale, ikm.business_scale):
        ikm.industry_scale, ikm.business_scale = industry, business
        ikm._history_user = by
        ikm.save()
