"""Certificates for whoever may see them: list, one paper, and the private files behind them."""

from django.db.models import Prefetch
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.fit import fit_of_certificates
from certification.forms.certificates import CertificateFilterForm
from certification.models import Certificate, NutritionFacts
from certification.papers import CLOSED_STATES, check_actions, decoded_rows
from certification.permits import read_permit
from certification.preview import LARGE, SMALL, picture_of, preview_of
from certification.public_checks import public_check
from certification.validity import validity_of
from core import audit
from core.lists import honest_count
from core.paging import page
from core.serving import as_private, private_file
from products.models import Product

PAGE_SIZE = 50


def certificate_list(request):
    form = CertificateFilterForm(request.GET)
    found = form.apply(Certificate.objects.visible_to(request.user)).for_list()
    context = {
        "form": form,
        "page": page(found, request, size=PAGE_SIZE),
        "count_text": _("%(count)s sertifikat") % {"count": honest_count(found)},
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "today": timezone.localdate(),
        "may_list_expiring": request.user.has_perm("certification.list_expiring"),
    }
    return render(request, "certification/certificate_list.html", context)


def certificate_detail(request, pk):
    certificates = Certificate.objects.visible_to(request.user).select_related(
        "ikm", "ikm__regency", "verified_by", "superseded_by"
    )
    covered = Product.objects.visible_to(request.user).select_related("category").order_by("name_key", "pk")
    certificate = get_object_or_404(certificates.prefetch_related(Prefetch("products", covered)), pk=pk)
    today = timezone.localdate()
    reading = read_permit(certificate.number_raw or certificate.number, certificate.kind)
    decisions, four_eyes = check_actions(certificate, request.user)
    context = {
        "certificate": certificate,
        "reading": reading,
        "decoded": decoded_rows(reading),
        "products": certificate.products.all(),
        "fit": fit_of_certificates([certificate], today).get(certificate.pk, []),
        "validity": validity_of(certificate, today),
        "check": public_check(certificate.kind, certificate.number),
        "preview": preview_of(certificate.document),
        "replaced": certificate.supersedes.order_by("pk"),
        "transitions": certificate.transitions.select_related("by"),
        "decisions": decisions,
        "four_eyes": four_eyes,
        "today": today,
        "may_edit": request.user.has_perm("certification.edit_certificate", certificate)
        and certificate.state not in CLOSED_STATES,
        "may_open_dossier": request.user.has_perm("desk.view_dossier"),
    }
    return render(request, "certification/certificate_detail.html", context)


def preview(request, pk):
    """The first page of the document; only the readable size tells more than the dossier, and is audited."""
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user).select_related("ikm"), pk=pk)
    size = SMALL if "kecil" in request.GET else LARGE
    picture = picture_of(certificate.document, size)
    if picture is None:
        raise Http404
    if size == LARGE:
        _audit_opened(request, certificate, preview=True)
    return as_private(FileResponse(picture, content_type="image/jpeg", filename=f"certificate-{pk}-{size}.jpg"))


def document(request, pk):
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user).select_related("ikm"), pk=pk)
    return _private_file(request, certificate, certificate.document)


def nutrition_photo(request, pk):
    facts = get_object_or_404(NutritionFacts.objects.visible_to(request.user).select_related("product__ikm"), pk=pk)
    return _private_file(request, facts, facts.label_photo)


def _private_file(request, paper, file):
    """Staff leave an audit event."""
    response = private_file(file, f"{paper._meta.model_name}-{paper.pk}")
    _audit_opened(request, paper)
    return response


def _audit_opened(request, paper, **detail):
    if request.user.is_office and paper.ikm.owner_id != request.user.pk:
        audit.record(f"{paper._meta.model_name}.document_opened", paper, by=request.user, **detail)
