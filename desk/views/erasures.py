"""The admin's pages of erasure requests: what waits, what would go and stay, doing it or saying no."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk.erasing import NotErased, erase, foreseen
from desk.erasure_requests import refuse
from desk.models import ErasureRequest
from desk.mydata_forms import EraseForm, RefuseForm

ANSWERED_SHOWN = 50
State = ErasureRequest.State
for_admins = permission_required("desk.handle_erasure", raise_exception=True)


@for_admins
@require_safe
def erasure_list(request):
    requests = ErasureRequest.objects.select_related("user", "handled_by")
    context = {
        "open_requests": requests.filter(status=State.ASKED),
        "answered": requests.exclude(status=State.ASKED).order_by(F("handled_at").desc(nulls_last=True))[
            :ANSWERED_SHOWN
        ],
        "today": timezone.localdate(),
    }
    return render(request, "desk/mydata_erasure_list.html", context)


@for_admins
@require_safe
def erasure(request, pk):
    return _page(request, _request(pk))


@for_admins
@require_POST
def erasure_do(request, pk):
    asked = _request(pk)
    form = EraseForm(request.POST, request_number=asked.pk)
    if not form.is_valid():
        return _page(request, asked, erase_form=form)
    try:
        erase(asked, by=request.user)
    except NotErased as refused:
        messages.error(request, str(refused))
        return redirect("desk:erasure", asked.pk)
    messages.success(request, _("Permintaan nomor %(number)s sudah dikerjakan.") % {"number": asked.pk})
    return redirect("desk:erasure_list")


@for_admins
@require_POST
def erasure_refuse(request, pk):
    asked = _request(pk)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, refuse_form=form)
    try:
        refuse(asked, form.cleaned_data["answer"], by=request.user)
    except NotErased as refused:
        messages.error(request, str(refused))
        return redirect("desk:erasure", asked.pk)
    messages.success(request, _("Jawaban terkirim kepada orang yang meminta."))
    return redirect("desk:erasure_list")


def _request(pk):
    return get_object_or_404(ErasureRequest.objects.select_related("user", "handled_by"), pk=pk)


def _page(request, asked, **forms):
    is_open = asked.status == State.ASKED
    context = {
        "asked": asked,
        "is_open": is_open,
        "is_late": is_open and asked.due_on < timezone.localdate(),
        "foreseen": foreseen(asked.user) if is_open else None,
        "erase_form": EraseForm(request_number=asked.pk),
        "refuse_form": RefuseForm(),
    } | forms
    return render(request, "desk/mydata_erasure.html", context)
