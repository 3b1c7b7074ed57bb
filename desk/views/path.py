"""The guided path: profile, yearly figures, products, consent, check and submit. Drafts at every step."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core import unfinished
from core.workflow import TransitionRefused, available
from desk import autosave
from desk.autosave import REGION, is_autosave, keep_unsaved, keeps_draft, show_kept, version_of
from desk.steps import checklist, is_from_guide, is_ready, products_of, url_after
from desk.submitting import submit_everything
from desk.views.frame import kept_ikm, kept_product, path_page, saved_sentence
from desk.views.status import notes_of
from ikm import consent, editing
from ikm.enums import CONSENT_VERSION, SHOP_KINDS, IkmState, Purpose, Source
from ikm.enums import EDITABLE_STATES as IKM_EDITABLE
from ikm.forms import ConsentForm, IkmForm, YearlyFiguresForm
from ikm.models import Ikm
from products import editing as product_editing
from products.completeness import is_food
from products.completeness import missing as product_missing
from products.enums import EDITABLE_STATES, ProductState
from products.forms import ProductForm
from products.models import Product
from products.workflow import PRODUCT
from reference.models import Kbli

YEARS_BACK = 5
OWN_VERBS = ("withdraw", "discontinue", "resume")
KBLI_OFFERED = 200
PROFILE_PARTS = (
    (gettext_lazy("Usaha dan pemilik"), ("name", "legal_form", "owner_name", "nik", "established_year", "mandate")),
    (gettext_lazy("Izin usaha"), ("nib", "unit_number", "kbli", "kbli_version", "npwp")),
)


@require_POST
def register(request):
    """An owner's own draft; a second press leads to the same one."""
    ikm = editing.start_draft(by=request.user, owner=request.user, source=Source.SELF)
    return redirect("desk:path_profile", ikm.pk)


@keeps_draft
def path_profile(request, ikm_pk):
    ikm = kept_ikm(request, ikm_pk)
    on_behalf = ikm.owner_id != request.user.pk
    if is_autosave(request):
        return autosave.save_profile(request, ikm, on_behalf)
    if request.method != "POST":
        texts = unfinished.kept(request.user, request.get_full_path())
        places = {name: texts[name] for name in REGION if name in texts}
        form = IkmForm(instance=ikm, initial=places and {**places, "_typed": True}, on_behalf=on_behalf)
        return _profile_page(request, ikm, form, put_back=unfinished.overlay(form, texts))
    if "pilih" in request.POST:
        typed = {**request.POST.dict(), "_typed": True}
        return _profile_page(request, ikm, IkmForm(instance=ikm, initial=typed, on_behalf=on_behalf))
    form = IkmForm(request.POST, instance=ikm, on_behalf=on_behalf)
    if not form.is_valid():
        keep_unsaved(request, form)
        return _profile_page(request, ikm, form)
    data, version = form.profile(), form.cleaned_data["version"]
    saved, extra = _save(request, ikm, data, version, editing.save_profile, editing.amend_profile, _asks_amend_ikm)
    if not saved:
        keep_unsaved(request, form)
        return _profile_page(request, ikm, form, **extra)
    unfinished.clear(request.user, request.get_full_path())
    for sentence in form.notices:
        messages.warning(request, sentence)
    return _saved(request, ikm, "profil", reverse("desk:path_profile", args=[ikm.pk]))


@require_safe
def path_regions(request, ikm_pk):
    """The three region fields again, for what has just been chosen (htmx)."""
    ikm = kept_ikm(request, ikm_pk)
    form = IkmForm(instance=ikm, initial={**request.GET.dict(), "_typed": True})
    return render(request, "desk/path_profile.html#regions", {"form": form, "ikm": ikm})


@keeps_draft
def path_figures(request, ikm_pk):
    ikm = kept_ikm(request, ikm_pk)
    this_year = timezone.localdate().year
    years = range(this_year, this_year - YEARS_BACK - 1, -1)
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked in map(str, years) else this_year - 1
    here = f"{reverse('desk:path_figures', args=[ikm.pk])}?tahun={year}"
    figures = ikm.figures.filter(year=year).first()
    if is_autosave(request):
        return autosave.save_figures(request, ikm, year, figures)
    form = YearlyFiguresForm(request.POST or None, instance=figures)
    extra = {"version": figures.version if figures else 0, "is_open": ikm.state in IKM_EDITABLE}
    if request.method != "POST":
        extra["put_back"] = show_kept(request, form, here)
    elif form.is_valid() and _are_figures_saved(request, ikm, year, form, extra):
        unfinished.clear(request.user, here)
        return _saved(request, ikm, "angka", here)
    else:
        keep_unsaved(request, form)
    return path_page(request, "desk/path_figures.html", ikm, "angka", form=form, year=year, years=years, **extra)


def path_products(request, ikm_pk):
    ikm = kept_ikm(request, ikm_pk)
    if request.method == "POST":
        product = product_editing.add_product(ikm, by=request.user)
        return redirect("desk:path_product", ikm.pk, product.pk)
    products = products_of(ikm, request.user)
    rows = [{"product": product, "missing": len(product_missing(product))} for product in products]
    gone = Product.objects.visible_to(request.user).filter(ikm=ikm, state=ProductState.DISCONTINUED).order_by("pk")
    return path_page(request, "desk/path_products.html", ikm, "produk", products=products, rows=rows, gone=gone)


@keeps_draft
def path_product(request, ikm_pk, product_pk):
    ikm, product = kept_product(request, ikm_pk, product_pk)
    here = reverse("desk:path_product", args=[ikm.pk, product.pk])
    if is_autosave(request):
        return autosave.save_product(request, product)
    form = ProductForm(request.POST or None, instance=product)
    extra = {}
    if request.method != "POST":
        extra["put_back"] = show_kept(request, form, here)
    elif form.is_valid():
        data, version = form.product_data(), form.cleaned_data["version"]
        saved, extra = _save(
            request, product, data, version,
            product_editing.save_product, product_editing.amend_product, _asks_amend_product,
        )  # fmt: skip
        if saved:
            unfinished.clear(request.user, here)
            return _saved(request, ikm, "produk", here, reverse("desk:path_photos", args=[ikm.pk, product.pk]))
    if form.is_bound:
        keep_unsaved(request, form)
    return path_page(
        request, "desk/path_product.html", ikm, "produk",
        form=form, product=product, is_food=is_food(product), notes=notes_of(ikm, "product", product.pk),
        acts=_acts(product, request.user), from_guide=is_from_guide(product),
        is_open=product.state in EDITABLE_STATES, **extra,
    )  # fmt: skip


def path_consent(request, ikm_pk):
    ikm = kept_ikm(request, ikm_pk)
    agreed = consent.in_force(ikm)
    initial = {purpose: purpose in agreed for purpose in Purpose.values} | {"wants_bbi": ikm.wants_bbi}
    form = ConsentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        _write_consent(ikm, form, agreed, request.user)
        return _saved(request, ikm, "persetujuan", reverse("desk:path_consent", args=[ikm.pk]))
    purposes = [form[purpose] for purpose in Purpose.values]
    return path_page(
        request, "desk/path_consent.html", ikm, "persetujuan", form=form, purposes=purposes, version=CONSENT_VERSION
    )


def path_review(request, ikm_pk):
    ikm = kept_ikm(request, ikm_pk)
    if request.method == "POST":
        return _submit(request, ikm)
    products = products_of(ikm, request.user)
    parts = checklist(ikm, products)
    return path_page(
        request, "desk/path_review.html", ikm, "periksa",
        products=products, parts=parts, ready=[product for product in products if is_ready(product)],
        can_submit=_can_submit(ikm, parts, products), waiting=any(p.state in EDITABLE_STATES for p in products),
    )  # fmt: skip


def _save(request, obj, data, version, save, amend, asks_amend):
    """(saved, context): a stale page and a change that needs checking again come back as context for the page."""
    try:
        if asks_amend(obj, data):
            if "amend" not in request.POST:
                return False, {"amend_labels": _amend_labels(obj, data)}
            amend(obj, data, by=request.user, version=version)
            messages.info(request, _("Perubahan diajukan. Petugas akan memeriksanya lagi."))
        else:
            save(obj, data, by=request.user, version=version)
    except editing.ChangedMeanwhile as conflict:
        return False, {"differences": conflict.differences, "newest_version": conflict.version}
    except TransitionRefused as refused:
        return False, {"refusal": str(refused)}
    return True, {}


def _are_figures_saved(request, ikm, year, form, extra):
    """False puts what somebody else has changed meanwhile into `extra`, for the page."""
    try:
        editing.save_figures(ikm, year, form.cleaned_data, by=request.user, version=version_of(request))
    except editing.ChangedMeanwhile as conflict:
        extra |= {"differences": conflict.differences, "version": conflict.version}
        return False
    return True


def _asks_amend_ikm(ikm, data):
    return ikm.state == IkmState.VERIFIED and bool(editing.material_changes(ikm, data))


def _asks_amend_product(product, data):
    material = editing.material_changes(product, data, product_editing.MATERIAL_FIELDS)
    return product.state in product_editing.AMENDABLE and bool(material)


def _amend_labels(obj, data):
    fields = editing.MATERIAL_FIELDS if isinstance(obj, Ikm) else product_editing.MATERIAL_FIELDS
    return [editing.label_of(obj, field) for field in editing.material_changes(obj, data, fields)]


def _saved(request, ikm, step, here, forward=None):
    messages.success(request, saved_sentence())
    return redirect((forward or url_after(ikm, step)) if "lanjut" in request.POST else here)


def _profile_page(request, ikm, form, **extra):
    known = Kbli.objects.filter(~Q(code="")).order_by("code", "version")[:KBLI_OFFERED]
    return path_page(
        request, "desk/path_profile.html", ikm, "profil",
        form=form, parts=[(title, [form[n] for n in names if n in form.fields]) for title, names in PROFILE_PARTS],
        links=[form[f"link_{kind}"] for kind in SHOP_KINDS], codes=known, notes=notes_of(ikm, "ikm", ikm.pk),
        is_open=ikm.state in IKM_EDITABLE, **extra,
    )  # fmt: skip


@transaction.atomic
def _write_consent(ikm, form, agreed, user):
    """The owner agrees here; whoever fills in for the owner has the agreement on paper."""
    wanted = form.agreed()
    consent.give(ikm, wanted, by=user, on_paper=ikm.owner_id != user.pk)
    for purpose in sorted(agreed - set(wanted)):
        consent.withdraw(ikm, purpose, by=user)
    if ikm.wants_bbi != form.cleaned_data["wants_bbi"]:
        editing.save_profile(ikm, {"wants_bbi": form.cleaned_data["wants_bbi"]}, by=user)


def _acts(product, user):
    """[(verb, label)] a keeper may do on the product's own page."""
    if product.state == ProductState.DRAFT and product.version == 1:
        return []
    return [(name, transition.label) for name, transition in available(PRODUCT, product, user) if name in OWN_VERBS]


def _can_submit(ikm, parts, products):
    """Profile, consent and every returned product are complete, and something is waiting to be sent."""
    own_parts = [parts[0], parts[-1]]
    ready = [product for product in products if is_ready(product)]
    back = [p for p in products if p.state in EDITABLE_STATES and p.state != ProductState.DRAFT and p not in ready]
    waiting = ikm.state in IKM_EDITABLE or ready
    return bool(waiting) and not back and not any(found for _title, _url, found in own_parts)


def _submit(request, ikm):
    try:
        done = submit_everything(ikm, by=request.user)
    except TransitionRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk:path_review", ikm.pk)
    messages.success(request, _("Terkirim. Petugas kabupaten/kota akan memeriksanya."))
    if done.left:
        names = ", ".join(str(product) for product in done.left)
        messages.warning(request, _("Belum ikut terkirim karena belum lengkap: %(names)s.") % {"names": names})
    if done.ikm.owner_id == request.user.pk:
        return redirect("desk:my_ikm")
    return redirect("desk:path_review", ikm.pk)
