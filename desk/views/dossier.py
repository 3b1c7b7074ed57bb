"""The dossier of one IKM: read it, check all of it at once, return it, see an identity number."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from certification.models import Certificate, NutritionFacts
from core import audit
from core.workflow import TransitionRefused
from desk.dossiers import open_dossier, verify_dossier, visible_ikm
from desk.field_history import field_changes
from desk.notifications import tell_owner_decided
from desk.on_behalf import on_behalf_of
from desk.return_forms import MessageForm, note_choices, note_formset, typed_rows
from desk.returning import return_dossier
from desk.row_parts import district
from ikm.models import Ikm
from products.models import Product

MAY_SEE = permission_required("desk.view_dossier", raise_exception=True)


@MAY_SEE
def dossier(request, pk):
    ikm = get_object_or_404(visible_ikm(request.user), pk=pk)
    file = open_dossier(ikm, request.user)
    context = {
        "dossier": file,
        "ikm": ikm,
        "profile": profile_rows(ikm),
        "approving": not file.verifiable,
        "behalf": on_behalf_of(ikm, request.user),
        "can_return": request.user.has_perm("desk.return_dossier", ikm),
        "can_reveal": bool(ikm.nik_mask) and request.user.has_perm("ikm.reveal_ikm", ikm),
        "can_issue_code": request.user.has_perm("desk.issue_sign_in_code", ikm),
        "can_assign": request.user.has_perm("ikm.assign_facilitator", ikm),
        "can_assist": request.user.has_perm("assistance.open_case", ikm),
        "can_fill_in": request.user.has_perm("ikm.edit_ikm", ikm),
    }
    return render(request, "desk/dossier.html", context)


def profile_rows(ikm):
    """What stands in the profile, in the order an officer checks it against the papers."""
    rows = [
        (_("Pemilik"), ikm.owner_name),
        (_("Bentuk usaha"), ikm.get_legal_form_display()),
        (_("NIB"), f"{ikm.nib} · {_('unit')} {ikm.unit_number}" if ikm.nib else ""),
        (_("NPWP"), ikm.npwp_mask),
        (_("KBLI"), f"{ikm.kbli} (KBLI {ikm.kbli_version})" if ikm.kbli else ""),
        (_("Alamat"), ikm.address),
        (_("Desa/kelurahan"), ikm.region if ikm.region and ikm.region.level == 4 else ""),
        (_("Kecamatan"), district(ikm)),
        (_("Kabupaten/kota"), ikm.regency),
        (_("Nomor HP"), ikm.phone),
        (_("WhatsApp"), ikm.whatsapp),
        (_("Surel"), ikm.email),
        (_("Tahun berdiri"), str(ikm.established_year or "")),
        (_("Skala industri"), ikm.get_industry_scale_display()),
        (_("Skala usaha"), ikm.get_business_scale_display()),
        (_("Ingin masuk BBI"), _("Ya") if ikm.wants_bbi else _("Tidak")),
        (_("Asal data"), ikm.get_source_display()),
        (_("Akun pemilik"), _("ada") if ikm.owner_id else _("belum ada")),
        (_("Dasar mengisi"), ikm.mandate),
    ]
    return [{"label": label, "value": value} for label, value in rows if value not in (None, "")]


@MAY_SEE
def dossier_history(request, pk):
    ikm = get_object_or_404(visible_ikm(request.user), pk=pk)
    products = list(Product.objects.visible_to(request.user).filter(ikm=ikm))
    certificates = list(Certificate.objects.visible_to(request.user).filter(ikm=ikm))
    facts = list(NutritionFacts.objects.filter(product__in=products).select_related("product"))
    changes = field_changes(ikm, products, certificates, facts)
    return render(request, "desk/dossier_history.html", {"ikm": ikm, "changes": changes})


@require_POST
@MAY_SEE
@never_cache
def dossier_nik(request, pk):
    """Shows the NIK in the answer itself, so that it lies in no address, session or message; each look is audited."""
    ikm = get_object_or_404(Ikm.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("ikm.reveal_ikm", ikm):
        raise PermissionDenied
    audit.record("ikm.nik_revealed", ikm, by=request.user, nik=ikm.nik_mask)
    return render(request, "desk/dossier_nik.html", {"ikm": ikm, "nik": ikm.nik})


@require_POST
@MAY_SEE
def dossier_verify(request, pk):
    ikm = get_object_or_404(visible_ikm(request.user), pk=pk)
    with transaction.atomic():
        done, skipped = verify_dossier(ikm, by=request.user)
        for obj in done:
            tell_owner_decided(obj, "verify", by=request.user)
    if done:
        count = len(done)
        messages.success(
            request,
            ngettext("%(count)d bagian diverifikasi.", "%(count)d bagian diverifikasi.", count) % {"count": count},
        )
    for obj, sentence in skipped:
        messages.warning(request, _("%(thing)s dilewati. %(why)s") % {"thing": obj, "why": sentence})
    if not done and not skipped:
        messages.info(request, _("Tidak ada lagi yang menunggu diperiksa pada berkas ini."))
    return redirect("desk:dossier", pk=pk)


@MAY_SEE
def dossier_return(request, pk):
    ikm = get_object_or_404(visible_ikm(request.user), pk=pk)
    if not request.user.has_perm("desk.return_dossier", ikm):
        raise PermissionDenied
    choices = note_choices(ikm, *_parts_to_note(ikm, request.user))
    message_form, formset = MessageForm(request.POST or None), _rows_of(request, choices)
    problem = ""
    if request.method == "POST" and "tambah" not in request.POST and formset.is_valid() and message_form.is_valid():
        notes = [note for note in (form.note() for form in formset) if note]
        try:
            return_dossier(ikm, notes, message_form.cleaned_data["message"], by=request.user)
        except TransitionRefused as refused:
            problem = str(refused)
        else:
            messages.success(request, _("Berkas dikembalikan kepada pemilik dengan catatan Anda."))
            return redirect("desk:dossier", pk=pk)
    context = {"ikm": ikm, "formset": formset, "message_form": message_form, "problem": problem}
    return render(request, "desk/dossier_return.html", context)


def _parts_to_note(ikm, user):
    products = Product.objects.visible_to(user).filter(ikm=ikm).select_related("nutrition").order_by("pk")
    certificates = Certificate.objects.visible_to(user).filter(ikm=ikm).exclude(state="superseded").order_by("pk")
    return products, certificates


def _rows_of(request, choices):
    if request.method != "POST":
        preset = request.GET.get("bagian")
        return note_formset(choices, initial=[{"place": preset}] if preset else None)
    if "tambah" in request.POST:
        return note_formset(choices, initial=typed_rows(request.POST))
    return note_formset(choices, request.POST)
