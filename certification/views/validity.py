"""How long papers hold: what runs out in the region, and the yearly answer of a halal certificate."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.rules import serves_province
from certification.change_question import answer_change, can_answer
from certification.expiring import SPANS, dated, in_span, regency_counts, shown_rows, totals
from certification.forms.validity import ChangeForm, ExpiringFilterForm
from certification.models import Certificate
from certification.validity import ASKED_KINDS, validity_of
from core.lists import honest_count
from core.paging import page
from core.workflow import TransitionRefused

PAGE_SIZE = 50


def expiring_list(request):
    if not request.user.has_perm("certification.list_expiring"):
        raise PermissionDenied
    today = timezone.localdate()
    form = ExpiringFilterForm(request.GET, user=request.user)
    chosen = form.chosen()
    papers = dated(Certificate.objects.visible_to(request.user))
    if chosen.get("kind"):
        papers = papers.filter(kind=chosen["kind"])
    regencies = regency_counts(papers, today)
    if place := chosen.get("regency"):
        papers = papers.filter(ikm__regency=place)
    found = in_span(papers, chosen.get("step") or max(SPANS), today)
    shown = page(found.select_related("ikm__regency"), request, keys=("valid_until", "pk"), size=PAGE_SIZE)
    context = {
        "form": form,
        "figures": _figures(totals([row for row in regencies if place is None or row["code"] == place.pk])),
        "regencies": regencies if serves_province(request.user) else [],
        "page": shown,
        "rows": shown_rows(shown.rows, today, _sender(request.user)),
        "count_text": _("%(count)s sertifikat") % {"count": honest_count(found)},
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "certification/validity_list.html", context)


def change_answer(request, pk):
    certificate = get_object_or_404(
        Certificate.objects.visible_to(request.user).select_related("ikm__regency"), pk=pk, kind__in=ASKED_KINDS
    )
    if not request.user.has_perm("certification.edit_certificate", certificate):
        raise PermissionDenied
    form = ChangeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _is_answered(request, certificate, form):
        return redirect("certification:change_answer", pk)
    is_owner = certificate.ikm.owner_id == request.user.pk
    context = {
        "certificate": certificate,
        "validity": validity_of(certificate, timezone.localdate()),
        "products": certificate.products.order_by("name_key", "pk"),
        "answers": certificate.change_answers.select_related("by")[:5],
        "can_answer": can_answer(certificate),
        "form": form,
        "back_url": reverse("desk:path_certificates", args=[certificate.ikm_id])
        if is_owner
        else reverse("certification:certificate_detail", args=[pk]),
    }
    return render(request, "certification/validity_change.html", context)


def _is_answered(request, certificate, form):
    """A refusal stands on the form, with what was typed."""
    try:
        answer = answer_change(
            certificate, form.cleaned_data["answer"] == form.CHANGED, form.cleaned_data["note"], by=request.user
        )
    except TransitionRefused as refused:
        form.add_error(None, str(refused))
        return False
    if answer.has_changed:
        messages.success(request, _("Tersimpan. Petugas memeriksa sertifikat ini lagi."))
        messages.warning(request, _("Perubahan bahan atau proses wajib dilaporkan ke BPJPH (UU 33/2014)."))
    else:
        messages.success(request, _("Tersimpan: tidak ada yang berubah. Kami tanyakan lagi tahun depan."))
    return True


def _figures(counts):
    return [{"step": step, "label": label, "value": counts[step]} for step, label in ExpiringFilterForm.STEPS]


def _sender(user):
    return _("dinas perindustrian %(place)s") % {"place": user.region} if user.region else _("dinas perindustrian")
