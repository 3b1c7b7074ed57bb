"""Pages of the BBI proposals: list, one batch with its verbs, letter, list as xlsx, answers."""

import io

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.readiness import words
from core.audit import record
from core.paging import page
from core.spreadsheets import write_xlsx
from core.workflow import TransitionRefused, available, perform, readable_note
from products.enums import ProductState
from products.models import Product
from proposals.building import add_products, record_answer, remove_item, start_batch
from proposals.enums import BatchState, BbiAnswer
from proposals.exports import item_columns
from proposals.forms import AnswerForm, BatchForm, LetterForm
from proposals.freezing import batch_items, is_intact
from proposals.letters import letter_pdf
from proposals.models import Batch, BatchItem
from proposals.workflow import BATCH, obstacles

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 300


@permission_required("proposals.view_batches", raise_exception=True)
def batch_list(request):
    batches = page(Batch.objects.visible_to(request.user).for_list(), request, keys=("-created_at", "-pk"))
    return render(request, "proposals/batch_list.html", {"page": batches, "form": BatchForm()})


@require_POST
@permission_required("proposals.add_batch", raise_exception=True)
def batch_add(request):
    form = BatchForm(request.POST)
    if not form.is_valid():
        batches = page(Batch.objects.visible_to(request.user).for_list(), request, keys=("-created_at", "-pk"))
        return render(request, "proposals/batch_list.html", {"page": batches, "form": form}, status=422)
    batch = start_batch(form.cleaned_data["title"], by=request.user)
    return redirect("proposals:batch_detail", batch.pk)


def batch_detail(request, pk):
    batch = _batch(request, pk)
    return render(request, "proposals/batch_detail.html", _detail(request, batch))


def _batch(request, pk):
    return get_object_or_404(Batch.objects.visible_to(request.user).select_related("province", "signed_by"), pk=pk)


def _detail(request, batch, letter_form=None):
    """Everything the page of one batch shows; at most SHOWN items on the page, all in the files."""
    verbs = dict(available(BATCH, batch, request.user))
    items = list(batch_items(batch)[:SHOWN])
    for item in items:
        item.axes = [
            {"letter": word["letter"], "kind": word["kind"], "label": word["label"], "word": word["word_label"]}
            for word in words(getattr(item.product, "readiness", None))
        ]
    return {
        "batch": batch,
        "items": items,
        "item_count": batch.items.filter(dropped_at=None).count(),
        "verbs": {name: verb for name, verb in verbs.items() if name not in ("send", "close")},
        "can_send": "send" in verbs,
        "can_build": batch.state == BatchState.DRAFTING and request.user.has_perm("proposals.build_batch", batch),
        "can_answer": batch.state == BatchState.SENT and request.user.has_perm("proposals.send_batch", batch),
        "letter_form": letter_form or LetterForm(),
        "is_intact": is_intact(batch) if batch.sha256 else None,
        "transitions": batch.transitions.select_related("by").order_by("at", "pk"),
        "answered": batch.items.exclude(answer=BbiAnswer.WAITING).count(),
    }


@require_POST
def batch_act(request, pk, verb):
    """Every verb of the batch besides sending, which has a form."""
    batch = _batch(request, pk)
    if verb not in BATCH.transitions or verb == "send":
        raise Http404
    try:
        perform(BATCH, batch, verb, by=request.user, note=readable_note(request.POST.get("note", "")))
    except TransitionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Tersimpan: %(verb)s.") % {"verb": BATCH.transitions[verb].label})
    return redirect("proposals:batch_detail", batch.pk)


@require_POST
def batch_send(request, pk):
    batch = _batch(request, pk)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return render(request, "proposals/batch_detail.html", _detail(request, batch, form), status=422)
    try:
        perform(BATCH, batch, "send", by=request.user, data=form.cleaned_data)
    except TransitionRefused as refused:
        form.add_error(None, str(refused))
        return render(request, "proposals/batch_detail.html", _detail(request, batch, form), status=422)
    messages.success(request, _("Usulan dicatat sudah dikirim. Produknya sekarang menunggu jawaban BBI."))
    return redirect("proposals:batch_detail", batch.pk)


def batch_check(request, pk):
    """What stands in the way of locking, product by product."""
    batch = _batch(request, pk)
    if not request.user.has_perm("proposals.build_batch", batch):
        raise PermissionDenied
    return render(
        request, "proposals/batch_check.html", {"batch": batch, "obstacles": obstacles(batch, refreshing=False)}
    )


def batch_products(request, pk):
    """Eligible products to add; POST adds the ticked ones."""
    batch = _batch(request, pk)
    if not request.user.has_perm("proposals.build_batch", batch):
        raise PermissionDenied
    if request.method == "POST":
        chosen = Product.objects.visible_to(request.user).filter(
            pk__in=[int(value) for value in request.POST.getlist("product") if value.isdecimal() and len(value) < 19]
        )
        try:
            added, skipped = add_products(batch, chosen, by=request.user)
        except TransitionRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("%(count)s produk ditambahkan.") % {"count": len(added)})
            for product, sentence in skipped[:20]:
                messages.warning(request, f"{product}: {sentence}")
        return redirect("proposals:batch_detail", batch.pk)
    rows = (
        Product.objects.visible_to(request.user)
        .filter(state=ProductState.ELIGIBLE)
        .exclude(batch_items__is_open=True)
        .with_consent("propose_bbi")
        .for_list()
        .select_related("ikm", "category", "regency", "unit", "readiness")
    )
    found = page(rows, request, keys=("-state_since", "-pk"), size=50)
    return render(request, "proposals/batch_products.html", {"batch": batch, "page": found})


@require_POST
def item_remove(request, pk):
    item = get_object_or_404(BatchItem.objects.select_related("batch", "product"), pk=pk)
    batch = _batch(request, item.batch_id)
    if not request.user.has_perm("proposals.build_batch", batch):
        raise PermissionDenied
    try:
        remove_item(item, by=request.user)
    except TransitionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(product)s dikeluarkan dari usulan.") % {"product": item.product})
    return redirect("proposals:batch_detail", batch.pk)


def item_answer(request, pk):
    """BBI's answer for one product."""
    item = get_object_or_404(BatchItem.objects.select_related("batch", "product__ikm"), pk=pk)
    batch = _batch(request, item.batch_id)
    if not request.user.has_perm("proposals.send_batch", batch):
        raise PermissionDenied
    form = AnswerForm(request.POST or None, sent_on=batch.letter_date)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            record_answer(item, data["answer"], by=request.user, reason=data["reason"], answered_on=data["answered_on"])
        except TransitionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Jawaban untuk %(product)s tercatat.") % {"product": item.product})
            return redirect("proposals:batch_detail", batch.pk)
    status = 422 if form.errors else 200
    return render(request, "proposals/item_answer.html", {"batch": batch, "item": item, "form": form}, status=status)


@require_POST
def batch_letter(request, pk):
    """The letter as PDF; a POST, since every download of it is an audited event."""
    batch = _batch(request, pk)
    if not batch.sha256:
        messages.error(request, _("Kunci dahulu usulan ini, lalu suratnya bisa diunduh."))
        return redirect("proposals:batch_detail", batch.pk)
    record("batch.letter_downloaded", batch, by=request.user)
    return _file(letter_pdf(batch), f"surat-usulan-{batch.pk}.pdf", "application/pdf")


@require_POST
def batch_list_file(request, pk):
    """The list as xlsx, from the frozen copies."""
    batch = _batch(request, pk)
    if not batch.sha256:
        messages.error(request, _("Kunci dahulu usulan ini, lalu daftarnya bisa diunduh."))
        return redirect("proposals:batch_detail", batch.pk)
    record("batch.list_downloaded", batch, by=request.user)
    target = io.BytesIO()
    items = batch.items.filter(dropped_at=None).order_by("position", "pk")
    write_xlsx(target, [(_("Daftar usulan"), item_columns(), items)])
    return _file(target.getvalue(), f"daftar-usulan-{batch.pk}.xlsx", XLSX)


def _file(content, name, content_type):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
