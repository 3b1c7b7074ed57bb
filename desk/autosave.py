"""Forms that save themselves while being typed in: POST to the form's own address with `X-Autosave: 1`.

The body is the whole form and `_changed`, the names that differ from what the page was given. A value that is right
goes into the record where nothing of it is live; everything else waits as text in core.unfinished.
"""

from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.unfinished import SECRETS, as_text, clear, keep, keeps_typing, kept, may_keep, overlay, typed_texts
from core.workflow import TransitionRefused
from ikm import editing
from ikm.enums import EDITABLE_STATES as IKM_EDITABLE
from ikm.enums import SHOP_KINDS
from ikm.forms import IkmForm, VersionField, YearlyFiguresForm
from ikm.models import YearlyFigures
from products import editing as product_editing
from products.enums import EDITABLE_STATES
from products.forms import ProductForm

REGION = ("regency", "district", "region")
LINKS = tuple(f"link_{kind}" for kind in SHOP_KINDS)
# Fields judged together: none is written while another one of them is wrong.
TOGETHER = (("kbli", "kbli_version"), ("nib", "unit_number"), ("price_min", "price_max"), ("sales", "export_value"))
# What of the form stands behind a column that is several fields.
FIELDS_OF = {"region": REGION, "regency": REGION, "shop_links": LINKS}


@dataclass
class Target:
    """What one form writes to: the record, its stored form, and how values are written."""

    obj: Any
    form: Any
    is_open: bool
    write: Any
    stored_form: Any


def keeps_draft(view):
    """A form whose typing survives: an expired sign-in, an error, a closed page. Its notice may throw typing away."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.method == "POST" and "discard_typing" in request.POST:
            clear(request.user, request.get_full_path())
            messages.info(request, _("Ketikan yang belum tersimpan dibuang."))
            return redirect(request.get_full_path())
        return view(request, *args, **kwargs)

    return keeps_typing(wrapped)


def is_autosave(request):
    return request.method == "POST" and "X-Autosave" in request.headers


def save_profile(request, ikm, on_behalf):
    def write(data, version):
        return editing.save_profile(ikm, data, by=request.user, version=version)

    form = IkmForm(request.POST, instance=ikm, on_behalf=on_behalf)
    return _save(
        request,
        Target(ikm, form, ikm.state in IKM_EDITABLE, write, lambda one: IkmForm(instance=one, on_behalf=on_behalf)),
    )


def save_product(request, product):
    def write(data, version):
        return product_editing.save_product(product, data, by=request.user, version=version)

    form = ProductForm(request.POST, instance=product)
    is_open = product.state in EDITABLE_STATES
    return _save(request, Target(product, form, is_open, write, lambda one: ProductForm(instance=one)))


def save_figures(request, ikm, year, figures):
    def write(data, version):
        return editing.save_figures(ikm, year, data, by=request.user, version=version)

    obj = figures or YearlyFigures(ikm=ikm, year=year, version=0)
    form = YearlyFiguresForm(request.POST, instance=figures)
    is_open = ikm.state in IKM_EDITABLE
    return _save(request, Target(obj, form, is_open, write, lambda one: YearlyFiguresForm(instance=one)))


def keep_text(request, form):
    """A paper or a table that is saved as a whole: its text waits until then. `form` is bound, for its sentences."""
    names = [name for name in _changed(request) if name in form.fields]
    texts = typed_texts(request.POST)
    keep(request.user, request.get_full_path(), {name: texts.get(name, "") for name in names})
    return JsonResponse({"saved": _now(), "pending": True, "version": None, "errors": {}, "waiting": sorted(names)})


def version_of(request):
    """The version the page was opened with; None when missing or odd."""
    text = request.POST.get("version", "")
    return VersionField().clean(text) if text.isdecimal() and len(text) < 10 else None


def show_kept(request, form, path=None):
    """Put this person's kept texts into the unbound form; what differs from the record, for the page to say so."""
    return overlay(form, kept(request.user, path or request.get_full_path()))


def keep_unsaved(request, form):
    """The page comes back unsaved: what differs from the record stays kept, should the page be closed."""
    texts = typed_texts(request.POST)
    names = {name for name in form.changed_data if not form.fields[name].widget.needs_multipart_form}
    names |= set(REGION) if names & set(REGION) else set()
    keep(request.user, request.get_full_path(), {name: texts.get(name, "") for name in names})


def meet_typing(request, form):
    """Before rendering a form saved as a whole: kept texts come back, a refused form keeps its texts."""
    if not form.is_bound:
        return show_kept(request, form)
    keep_unsaved(request, form)
    return []


def _save(request, target):
    form, version, path = target.form, version_of(request), request.get_full_path()
    form.is_valid()
    texts, held_before = typed_texts(request.POST), kept(request.user, path)
    names = _changed(request) | {name for name, text in held_before.items() if texts.get(name, "") == text}
    changed = {name for name in names if name in form.fields and (may_keep(name) or name in SECRETS)}
    ready = _without_wrong(changed, form) if target.is_open else set()
    conflicts, notices, fresh = [], [], target.obj
    data = _data_of(form, ready, target.obj)
    if data:
        try:
            fresh, conflicts = _write_what_fits(target, data, version)
        except TransitionRefused as refused:
            ready, notices = set(), [str(refused)]
    clashing = {name for conflict in conflicts for name in conflict["values"]}
    typed = texts | {name: request.POST.get(name, "") for name in SECRETS}
    back = set() if target.is_open else _as_stored(changed, typed, target.stored_form(target.obj))
    waiting = changed - ready - back - (set(REGION) if ready & set(REGION) else set())
    waiting |= set(REGION) if waiting & set(REGION) else set()
    keep(request.user, path, {name: texts.get(name, "") for name in waiting})
    done = (((ready - clashing) | back) - waiting) & held_before.keys()
    if done:
        clear(request.user, path, done)
    answer = {
        "saved": _now(),
        "pending": not target.is_open and bool(waiting | (held_before.keys() - done)),
        "version": fresh.version,
        "waiting": sorted(waiting),
        "errors": {name: " ".join(found) for name, found in form.errors.items() if name in waiting},
        "notices": notices,
        "values": {},
    }
    if version is not None and target.obj.version != version or conflicts:
        answer["values"] = _newer(target.stored_form(fresh), texts, changed, held_before)
    return JsonResponse(answer | {"conflicts": conflicts}, status=409 if conflicts else 200)


def _write_what_fits(target, data, version):
    """(record, conflicts): fields somebody else changed too stay as stored, the others are written."""
    try:
        return target.write(data, version), []
    except editing.ChangedMeanwhile as meanwhile:
        rest = {name: value for name, value in data.items() if not _clashes(name, meanwhile.fields)}
        fresh = target.write(rest, version) if rest else _stored(target.obj)
        return fresh, _conflicts(target.stored_form(fresh), meanwhile)


def _stored(obj):
    return type(obj).objects.get(pk=obj.pk) if obj.pk else type(obj).objects.get(ikm=obj.ikm_id, year=obj.year)


def _clashes(name, fields):
    of = FIELDS_OF.get(name, (name,))
    return any(FIELDS_OF.get(field, (field,)) == of for field in fields)


def _conflicts(stored_form, meanwhile):
    """One entry per place in the form; `values` are the stored texts of its fields."""
    found = {}
    for field, (label, stored, typed) in zip(meanwhile.fields, meanwhile.differences, strict=True):
        names = [name for name in FIELDS_OF.get(field, (field,)) if name in stored_form.fields]
        values = {name: as_text(stored_form[name].value()) for name in names}
        label = str(stored_form[field].label) if names == [field] else capfirst(label)
        found[names[0]] = {"field": names[0], "label": label, "stored": stored, "typed": typed, "values": values}
    return list(found.values())


def _without_wrong(changed, form):
    """The changed fields whose value can be written now."""
    wrong = set(form.errors)
    for group in TOGETHER:
        if wrong & set(group):
            wrong |= set(group)
    ready = changed - wrong
    if changed & set(REGION):
        # A list below a choice just made may still hold the old place: the upper choice counts.
        ready = ready - set(REGION) if "regency" in wrong else ready | set(REGION)
    return ready


def _data_of(form, ready, obj):
    """Column → value as the editing modules take it, of the fields that are ready."""
    data = {}
    for name in form.fields:
        if name not in ready or name in REGION or name in LINKS:
            continue
        if name in SECRETS and not form.cleaned_data[name]:
            continue  # An empty field means that the stored number stays.
        data[name] = form.cleaned_data[name]
        for group in TOGETHER:
            if name in group and name.startswith("kbli"):
                data |= {other: form.cleaned_data[other] for other in group}
    if ready & set(REGION):
        data |= {"region": form.cleaned_data["region"], "regency": form.cleaned_data.get("regency")}
    if links := ready & set(LINKS):
        data["shop_links"] = _links(form, links, obj.shop_links)
    return data


def _links(form, names, stored):
    links = dict(stored)
    for kind in SHOP_KINDS:
        if f"link_{kind}" in names:
            links.pop(kind, None)
            if link := form.cleaned_data["shop_links"].get(kind):
                links[kind] = link
    return links


def _as_stored(changed, texts, stored_form):
    """Fields typed back to what the record says: nothing of them waits any more."""
    return {name for name in changed if as_text(stored_form[name].value()) == texts.get(name, "")}


def _newer(stored_form, texts, changed, held):
    """What the page shows in untouched fields and the record no longer says."""
    newer = {}
    for name in stored_form.fields:
        if name in changed or not may_keep(name):
            continue
        text = held.get(name, as_text(stored_form[name].value()))
        if text != texts.get(name, ""):
            newer[name] = text
    return newer


def _changed(request):
    return set(filter(None, request.POST.get("_changed", "").split(",")))


def _now():
    return timezone.localtime().strftime("%H.%M")
