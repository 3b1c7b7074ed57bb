"""Import pages of an office: upload, columns, verdicts, insert."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.audit import record
from core.jobs import enqueue
from core.paging import page
from inventory import pipeline
from inventory.enums import ImportState, SheetKind, Verdict
from inventory.exports import problem_file, template_file
from inventory.fields import BY_NAME, hide, plain
from inventory.forms import MappingForm, UploadForm
from inventory.jobs import apply_batch, check_batch
from inventory.models import ImportBatch
from reference.numbers import mask

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RUNNING = (ImportState.CHECKING, ImportState.APPLYING)
OPEN = (ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED)
PREVIEWED = ("ikm_name", "owner_name", "nib", "nik", "phone", "regency", "product_name", "capacity", "production_value")
COUNTED = {
    "new": Verdict.NEW, "changed": Verdict.CHANGED, "same": Verdict.SAME, "duplicates": Verdict.DUPLICATE,
    "errors": Verdict.ERROR, "ignored": Verdict.IGNORED,
}  # fmt: skip
KINDS = {"new": "ok", "changed": "wait", "duplicates": "wait", "errors": "back"}


def batch_list(request):
    """The office's imports, and the form that opens a new one."""
    batches = ImportBatch.objects.visible_to(request.user).select_related("regency", "created_by")
    may_add = request.user.has_perm("inventory.add_importbatch")
    if not may_add and not request.user.has_perm("inventory.view_importbatch"):
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None) if may_add else None
    if request.method == "POST":
        if not may_add:
            raise PermissionDenied
        if form.is_valid():
            return redirect("inventory:batch_mapping", _opened(form, request.user).pk)
    shown = page(batches, request, keys=("-created_at", "-pk"), size=20)
    return render(request, "inventory/importbatch_list.html", {"form": form, "page": shown, "kinds": SheetKind})


def _opened(form, user):
    data = form.cleaned_data
    guesses = pipeline.propose(form.reading, data["kind"], user.region_id)
    data["file"].seek(0)
    return pipeline.open_batch(
        data["file"], data["file"].name, form.reading, guesses, kind=data["kind"], region=user.region_id, by=user,
        year=data["year"],
    )  # fmt: skip


@require_GET
def sheet_template(request, kind):
    if kind not in SheetKind.values:
        raise Http404
    return _xlsx(template_file(SheetKind(kind)), f"contoh-{kind}.xlsx")


def batch_mapping(request, pk):
    """What each column means; saving starts the check."""
    batch = _mine(request, pk)
    if batch.state not in OPEN:
        messages.info(request, _("Kolom lembar ini tidak dapat diubah lagi."))
        return redirect("inventory:batch_detail", batch.pk)
    form = MappingForm(request.POST or None, batch=batch)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if not ImportBatch.objects.filter(pk=batch.pk).move(
                ImportState.CHECKING, *OPEN, in_thousands=form.thousands
            ):
                messages.error(request, _("Lembar ini sedang diperiksa. Tunggu sebentar."))
                return redirect("inventory:batch_detail", batch.pk)
            pipeline.remember(batch, form.chosen)
            enqueue(check_batch, batch.pk)
        return redirect("inventory:batch_detail", batch.pk)
    return render(request, "inventory/importbatch_mapping.html", {"batch": batch, "form": form})


@require_GET
def batch_detail(request, pk):
    """Progress while a job runs, then the verdicts: what would enter, what would not and why."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("regency"), pk=pk)
    verdict = _shown_verdict(request, batch)
    shown = page(batch.rows.filter(verdict=verdict), request, keys=("number",), size=50)
    columns = [
        (index, column["header"], batch.mapping.get(column["header"]))
        for index, column in enumerate(batch.headers)
        if batch.mapping.get(column["header"]) in PREVIEWED
    ]
    return render(
        request,
        "inventory/importbatch_detail.html",
        {
            "batch": batch,
            "is_running": batch.state in RUNNING,
            "may_apply": request.user.has_perm("inventory.apply_importbatch", batch),
            "figures": _figures(batch),
            "verdict": verdict,
            "verdict_label": Verdict(verdict).label,
            "page": shown,
            "columns": columns,
            "rows": [(row, _preview(row, columns)) for row in shown.rows],
            "entering": batch.counts.get("new", 0),
            "has_problems": batch.counts.get("errors", 0) + batch.counts.get("duplicates", 0),
        },
    )


def _shown_verdict(request, batch):
    asked = request.GET.get("hasil", "")
    if asked in Verdict.values:
        return asked
    return next((COUNTED[name] for name in ("errors", "duplicates", "new") if batch.counts.get(name)), Verdict.NEW)


def _figures(batch):
    return [
        {
            "label": verdict.label,
            "value": batch.counts[name],
            "url": f"?hasil={verdict}#baris",
            "kind": KINDS.get(name, ""),
        }
        for name, verdict in COUNTED.items()
        if name in batch.counts
    ]


def _preview(row, columns):
    cells = json.loads(row.raw or "[]")
    texts = []
    for index, _header, name in columns:
        text = plain(cells[index]) if index < len(cells) else ""
        texts.append(mask(text) if BY_NAME[name].is_secret else hide(text))
    return texts


@require_POST
def batch_check(request, pk):
    """Check again with the same columns."""
    batch = _mine(request, pk)
    with transaction.atomic():
        if ImportBatch.objects.filter(pk=batch.pk).move(ImportState.CHECKING, ImportState.CHECKED, ImportState.FAILED):
            enqueue(check_batch, batch.pk)
        else:
            messages.error(request, _("Lembar ini sudah dimasukkan atau sedang diperiksa."))
    return redirect("inventory:batch_detail", batch.pk)


@require_POST
def batch_apply(request, pk):
    """Insert what the check accepted; a second press finds the batch already on its way."""
    batch = _mine(request, pk)
    with transaction.atomic():
        if ImportBatch.objects.filter(pk=batch.pk).move(ImportState.APPLYING, ImportState.CHECKED):
            enqueue(apply_batch, batch.pk, request.user.pk, request.POST.get("perbarui") == "ya")
        else:
            messages.error(request, _("Tidak jadi: lembar ini sudah dimasukkan atau belum selesai diperiksa."))
    return redirect("inventory:batch_detail", batch.pk)


@require_POST
def batch_problems(request, pk):
    """The rows that did not enter, to repair and upload again. They hold identity numbers, so it is audited."""
    batch = _mine(request, pk)
    record("inventory.problems_downloaded", batch, by=request.user)
    return _xlsx(problem_file(batch), f"perbaiki-impor-{batch.pk}.xlsx")


def _mine(request, pk):
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("regency"), pk=pk)
    if not request.user.has_perm("inventory.apply_importbatch", batch):
        raise PermissionDenied
    return batch


def _xlsx(content, name):
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
