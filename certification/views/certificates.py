"""Certificates for whoever may see them: list, one paper, and the private files behind them."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.forms.certificates import CertificateFilterForm
from certification.models import Certificate, NutritionFacts
from certification.papers import decoded_rows
from certification.permits import read_permit
from core import audit
from core.lists import honest_count
from core.paging import page
from reference.enums import PermitKind

PAGE_SIZE = 50
SAFE_TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg"}
BPJPH, BPOM = "https://bpjph.halal.go.id", "https://cekbpom.pom.go.id"
PUBLIC_CHECKS = {
    PermitKind.HALAL: ("BPJPH", BPJPH),
    **dict.fromkeys(
        (
            PermitKind.MD, PermitKind.ML, PermitKind.TR, PermitKind.HT, PermitKind.FF, PermitKind.SD,
            PermitKind.COSMETIC,
        ),
        ("BPOM", BPOM),
    ),
}  # fmt: skip


def certificate_list(request):
    form = CertificateFilterForm(request.GET)
    found = form.apply(Certificate.objects.visible_to(request.user)).for_list()
    context = {
        "form": form,
        "page": page(found, request, size=PAGE_SIZE),
        "count_text": _("%(count)s sertifikat") % {"count": honest_count(found)},
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "today": timezone.localdate(),
    }
    return render(request, "certification/certificate_list.html", context)


def certificate_detail(request, pk):
    certificates = Certificate.objects.visible_to(request.user).select_related(
        "ikm", "ikm__regency", "verified_by", "superseded_by"
    )
    certificate = get_object_or_404(certificates, pk=pk)
    reading = read_permit(certificate.number_raw or certificate.number, certificate.kind)
    checker, check_url = PUBLIC_CHECKS.get(certificate.kind, ("", ""))
    context = {
        "certificate": certificate,
        "reading": reading,
        "decoded": decoded_rows(reading),
        "products": certificate.products.select_related("category").order_by("name_key", "pk"),
        "transitions": certificate.transitions.select_related("by"),
        "checker": checker,
        "check_url": check_url,
        "today": timezone.localdate(),
        "may_edit": request.user.has_perm("certification.edit_certificate", certificate),
    }
    return render(request, "certification/certificate_detail.html", context)


def document(request, pk):
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user).select_related("ikm"), pk=pk)
    return _private_file(request, certificate, certificate.document)


def nutrition_photo(request, pk):
    facts = get_object_or_404(NutritionFacts.objects.visible_to(request.user).select_related("product__ikm"), pk=pk)
    return _private_file(request, facts, facts.label_photo)


def _private_file(request, paper, file):
    """Inline, of a type we made or checked ourselves, never guessed by the browser; staff leave an audit event."""
    if not file or not file.storage.exists(file.name):
        raise Http404
    suffix = file.name[file.name.rfind(".") :]
    content_type = SAFE_TYPES.get(suffix, "application/octet-stream")
    if request.user.is_office and paper.ikm.owner_id != request.user.pk:
        audit.record(f"{paper._meta.model_name}.document_opened", paper, by=request.user)
    response = FileResponse(
        file.open("rb"),
        content_type=content_type,
        filename=f"{paper._meta.model_name}-{paper.pk}{suffix}",
        as_attachment=suffix not in SAFE_TYPES,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
