"""Guided path, the proofs: per product and axis what is asked, what is said, and the papers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certification.enums import Answer, CertificateState
from certification.fit import fit_of_certificates, fit_of_draft, for_product
from certification.forms.certificates import AnswerForm, CertificateForm, certificate_initial, coverable_products
from certification.models import Certificate
from certification.nutrition import label_context
from certification.papers import (
    CLOSED_STATES,
    add_certificate,
    answer_axis,
    axis_cards,
    change_certificate,
    confidence_label,
    decoded_rows,
    number_problem,
    option_rows,
    replace_certificate,
)
from certification.permits import read_permit
from certification.requirements import exclusion_book, facts_of, permit_options, required, rule_book, standard
from certification.validity import validity_of
from core.unfinished import clear
from core.workflow import TransitionRefused, readable_note
from desk.autosave import is_autosave, keep_text, keeps_draft, meet_typing
from desk.returning import resolve_notes
from desk.steps import path_steps, products_of, url_after
from desk.views.frame import kept_ikm
from ikm.models import Ikm
from products.models import Product
from reference.enums import AXIS_OF_KIND, Axis, PermitKind
from reference.working_days import Calendar


def path_certificates(request, ikm_pk):
    ikm = kept_ikm(request, ikm_pk)
    today = timezone.localdate()
    book = rule_book(today)
    products = products_of(ikm, request.user)
    rows = [{"product": product, "cards": axis_cards(product, today, book)} for product in products]
    _put_doubts(ikm, rows, today, book)
    context = {
        "ikm": ikm,
        "rows": rows,
        "steps": path_steps(ikm, products, "sertifikat"),
        "next_url": url_after(ikm, "sertifikat"),
        "on_behalf": ikm.owner_id != request.user.pk,
    }
    return render(request, "desk/certificates.html", context)


def _put_doubts(ikm, rows, today, book):
    """`row["doubts"]`: how many warnings the papers of each product on the overview have."""
    papers = Certificate.objects.filter(ikm=ikm).select_related("ikm").prefetch_related("products__category")
    fit = fit_of_certificates(papers, today, book)
    for row in rows:
        shown = [paper for card in row["cards"] if card.axis != Axis.NUTRITION for paper in card.papers]
        row["doubts"] = sum(len(for_product(fit.get(paper.pk, []), row["product"].pk)) for paper in shown)


def path_product_certificates(request, ikm_pk, product_pk):
    ikm, product = kept_product(request, ikm_pk, product_pk)
    today, calendar = timezone.localdate(), Calendar()
    book, exclusions = rule_book(today), exclusion_book(today)
    cards = axis_cards(product, today, book)
    papers = [paper for card in cards if card.axis != Axis.NUTRITION for paper in card.papers]
    fit = fit_of_certificates(papers, today, book, exclusions)
    for paper in papers:
        paper.fit = for_product(fit.get(paper.pk, []), product.pk)
        paper.validity = validity_of(paper, today, calendar)
    licence = next(card.rule for card in cards if card.axis == Axis.LICENCE)
    context = {
        "ikm": ikm,
        "product": product,
        "cards": cards,
        "options": option_rows(permit_options(licence, exclusions, product.category_id, facts_of(product)), exclusions),
        "standard": standard(product, today, book),
        "label": label_context(getattr(product, "nutrition", None)),
        "closed_states": CLOSED_STATES,
        "today": today,
    }
    return render(request, "desk/certificates_product.html", context)


@keeps_draft
def path_answer(request, ikm_pk, product_pk, axis):
    ikm, product = kept_product(request, ikm_pk, product_pk)
    rule = rule_on(product, axis)
    said = product.answers.filter(axis=axis).first()
    initial = (
        {name: getattr(said, name) for name in ("answer", "reason", "application_number", "applied_on")} if said else {}
    )
    form = AnswerForm(request.POST or None, rule=rule, initial=initial)
    if is_autosave(request):
        return keep_text(request, form)
    if request.method == "POST" and form.is_valid():
        clear(request.user, request.get_full_path())
        answer_axis(product, axis, **form.cleaned_data, by=request.user)
        messages.success(request, _("Jawaban tersimpan."))
        return _after_answer(ikm, product, axis, form.cleaned_data["answer"])
    context = {
        "ikm": ikm, "product": product, "axis": axis, "axis_label": Axis(axis).label, "rule": rule, "form": form,
        "confidence": confidence_label(rule), "today": timezone.localdate(), "put_back": meet_typing(request, form),
    }  # fmt: skip
    return render(request, "desk/certificates_answer.html", context)


@keeps_draft
def path_certificate_add(request, ikm_pk, product_pk, axis):
    ikm, product = kept_product(request, ikm_pk, product_pk)
    if axis not in (Axis.HALAL, Axis.LICENCE):
        raise Http404
    rule = rule_on(product, axis)
    form = CertificateForm(
        request.POST or None,
        request.FILES or None,
        ikm=ikm,
        axis=axis,
        rule=rule,
        products=coverable_products(ikm, request.user),
        initial={"products": [product.pk]},
    )
    if is_autosave(request):
        return keep_text(request, form)
    if request.method == "POST" and form.is_valid():
        clear(request.user, request.get_full_path())
        certificate = add_certificate(ikm, **form.cleaned_data, by=request.user)
        _say_saved(request, form, certificate)
        return redirect("desk:path_product_certificates", ikm.pk, product.pk)
    title = _("Sertifikat halal") if axis == Axis.HALAL else _("Izin edar")
    return _certificate_page(request, ikm, form, title, product=product, rule=rule)


@require_safe
def path_number(request, ikm_pk):
    """What the number just typed says (htmx); the form checks it again."""
    ikm = kept_ikm(request, ikm_pk)
    kind, number_raw = request.GET.get("kind"), readable_note(request.GET.get("number_raw", ""))[:120].strip()
    if not number_raw:
        return HttpResponse()
    reading = read_permit(number_raw, kind if kind in PermitKind.values else None)
    context = {"reading": reading, "said": decoded_rows(reading)}
    if kind in PermitKind.values and reading.kind == kind and reading.number and len(reading.numbers) == 1:
        changed = _certificate_typed_over(request, ikm)
        context["problem"] = number_problem(ikm, kind, reading.number, but=changed)
        context["fit"] = fit_of_draft(
            ikm, kind, number_raw, _products_ticked(request, ikm), timezone.localdate(), but=changed
        )
    return render(request, "desk/certificates_form.html#reading", context)


def _certificate_typed_over(request, ikm):
    """The stored paper the open form changes or replaces, if any."""
    pk = request.GET.get("sertifikat", "")
    return Certificate.objects.filter(ikm=ikm, pk=int(pk)).first() if pk.isdecimal() and len(pk) < 19 else None


def _products_ticked(request, ikm):
    offered = coverable_products(ikm, request.user).select_related("category")
    if "all_products" in request.GET:
        return list(offered)
    ticked = [pk for pk in request.GET.getlist("products") if pk.isdecimal() and len(pk) < 19]
    return list(offered.filter(pk__in=ticked))


@keeps_draft
def path_certificate_edit(request, ikm_pk, pk):
    ikm, certificate = _kept_certificate(request, ikm_pk, pk)
    form = _form_about(request, ikm, certificate, certificate_initial(certificate))
    if is_autosave(request):
        return keep_text(request, form)
    if request.method == "POST" and form.is_valid() and _is_written(request, form, change_certificate, certificate):
        return redirect("desk:path_certificates", ikm.pk)
    return _certificate_page(request, ikm, form, _("Ubah sertifikat"), certificate=certificate)


@keeps_draft
def path_certificate_replace(request, ikm_pk, pk):
    """A renewed paper: the old one stays in the history as superseded."""
    ikm, certificate = _kept_certificate(request, ikm_pk, pk)
    initial = {"kind": certificate.kind, "products": certificate_initial(certificate)["products"]}
    form = _form_about(request, ikm, certificate, initial)
    if is_autosave(request):
        return keep_text(request, form)
    if request.method == "POST" and form.is_valid() and _is_written(request, form, replace_certificate, certificate):
        return redirect("desk:path_certificates", ikm.pk)
    return _certificate_page(request, ikm, form, _("Sertifikat yang baru"), certificate=certificate, replaces=True)


def kept_product(request, ikm_pk, product_pk):
    ikm = kept_ikm(request, ikm_pk)
    products = _with_papers(Product.objects.visible_to(request.user).filter(ikm=ikm))
    return ikm, get_object_or_404(products, pk=product_pk)


def _kept_certificate(request, ikm_pk, pk):
    ikm = get_object_or_404(Ikm.objects.visible_to(request.user), pk=ikm_pk)
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user), ikm=ikm, pk=pk)
    if not request.user.has_perm("certification.edit_certificate", certificate):
        raise PermissionDenied
    if certificate.state in CLOSED_STATES:
        raise Http404
    return ikm, certificate


def _with_papers(products):
    return products.select_related("ikm", "category", "nutrition", "readiness").prefetch_related(
        "answers", "certificates__ikm", "certificates__products__category"
    )


def rule_on(product, axis):
    if axis not in Axis.values:
        raise Http404
    return required(product, timezone.localdate())[axis]


def _after_answer(ikm, product, axis, answer):
    if answer == Answer.HAVE and axis == Axis.NUTRITION:
        return redirect("desk:path_nutrition", ikm.pk, product.pk)
    covering = Certificate.objects.filter(
        products=product, kind__in=[k for k, of in AXIS_OF_KIND.items() if of == axis]
    )
    if answer == Answer.HAVE and not covering.exclude(state=CertificateState.SUPERSEDED).exists():
        return redirect("desk:path_certificate_add", ikm.pk, product.pk, axis)
    return redirect("desk:path_product_certificates", ikm.pk, product.pk)


def _form_about(request, ikm, certificate, initial):
    return CertificateForm(
        request.POST or None,
        request.FILES or None,
        ikm=ikm,
        axis=AXIS_OF_KIND.get(certificate.kind),
        certificate=certificate,
        products=coverable_products(ikm, request.user),
        initial=initial,
    )


def _is_written(request, form, write, certificate):
    """`certificate` is the paper notes speak of; a refusal stands on the form, with what was typed."""
    try:
        with transaction.atomic():
            saved = write(certificate, form.cleaned_data, by=request.user)
            resolve_notes(certificate, by=request.user)
    except TransitionRefused as refused:
        form.add_error(None, str(refused))
        return False
    clear(request.user, request.get_full_path())
    _say_saved(request, form, saved)
    return True


def _say_saved(request, form, certificate):
    """What does not fit is said at once; it stays readable beside the paper."""
    if certificate.state == CertificateState.CLAIMED:
        messages.success(request, _("Sertifikat tersimpan dan menunggu diperiksa petugas."))
    else:
        messages.success(request, _("Sertifikat tersimpan."))
    if warning := form.warning():
        messages.warning(request, warning)
    stored = Certificate.objects.select_related("ikm").prefetch_related("products__category").filter(pk=certificate.pk)
    for warning in fit_of_certificates(stored, timezone.localdate()).get(certificate.pk, []):
        about = f"{warning.label} ({warning.names})" if warning.products else warning.label
        messages.warning(request, f"{about}: {warning.sentence}")


def _certificate_page(request, ikm, form, title, **context):
    changed = context.get("certificate")
    form.fields["number_raw"].widget.attrs |= {
        "hx-get": reverse("desk:path_number", args=[ikm.pk]) + (f"?sertifikat={changed.pk}" if changed else ""),
        "hx-include": "[name=kind],[name=products],[name=all_products]",
        "hx-target": "#number-reading",
        "hx-trigger": "change, change from:#id_kind, change from:#covered-products",
    }
    context |= {"ikm": ikm, "form": form, "title": title, "put_back": meet_typing(request, form)}
    return render(request, "desk/certificates_form.html", context)
