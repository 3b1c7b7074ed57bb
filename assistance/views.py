"""Pages of assistance: the list, one case for the office or for its owner, its forms and its private files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from assistance.documents import attach, detach
from assistance.enums import PERMITS_OF, CaseKind, CaseState, Outcome
from assistance.forms import CaseFilterForm, DocumentForm, FinishForm, HandOverForm, OpenForm, StepForm
from assistance.models import AssistanceCase, CaseDocument, CaseStep
from assistance.opening import open_case, possible_people
from assistance.plans import holidays_sentence, plan
from assistance.progress import case_line
from assistance.stepping import add_step, change_step, hand_over, tick, untick
from assistance.turns import LateDays
from assistance.workflow import CASE
from certification.enums import CertificateState
from certification.models import Certificate
from core import audit
from core.lists import honest_count
from core.paging import page
from core.serving import private_file
from core.workflow import TransitionRefused, available, perform, readable_note
from ikm.models import Ikm

SOONEST, NEWEST = ("next_due_at", "pk"), ("-state_since", "-pk")
# slug, label, rows, order
TABS = (
    ("giliran", gettext_lazy("Giliran saya"), lambda cases, user: cases.turn_of(user), SOONEST),
    ("lewat-batas", gettext_lazy("Lewat batas"), lambda cases, user: cases.overdue(), SOONEST),
    ("berjalan", gettext_lazy("Semua yang berjalan"), lambda cases, user: cases.open(), SOONEST),
    ("ditutup", gettext_lazy("Selesai dan dihentikan"), lambda cases, user: cases.closed(), NEWEST),
)


def case_list(request):
    cases = AssistanceCase.objects.visible_to(request.user)
    if not request.user.has_perm("assistance.view_cases"):
        late = LateDays(timezone.localdate())
        rows = [case_line(case, late) for case in cases.for_list().order_by("-state_since", "-pk")[:100]]
        return render(request, "assistance/my_cases.html", {"rows": rows})
    form = CaseFilterForm(request.GET, user=request.user)
    heaps = {slug: form.apply(heap(cases, request.user)) for slug, _label, heap, _keys in TABS}
    counts = {slug: honest_count(heap) for slug, heap in heaps.items()}
    # Somebody who has nothing to do lands on what is running.
    asked = request.GET.get("tab") or ("giliran" if counts["giliran"] != "0" else "berjalan")
    current = next((tab for tab in TABS if tab[0] == asked), TABS[0])
    listed = page(heaps[current[0]].for_list(), request, keys=current[3])
    late = LateDays(timezone.localdate())
    context = {
        "tabs": [(slug, label, counts[slug]) for slug, label, _heap, _keys in TABS],
        "current": current[0],
        "filter_form": form,
        "page": listed,
        "rows": [case_line(case, late) for case in listed.rows],
        "shows_regency": "kabupaten" in form.fields,
    }
    return render(request, "assistance/case_list.html", context)


def case_open(request, ikm_pk):
    ikm = get_object_or_404(Ikm.objects.visible_to(request.user).defer("nik", "npwp"), pk=ikm_pk)
    if not request.user.has_perm("assistance.open_case", ikm):
        raise PermissionDenied
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    if kind not in CaseKind.values:
        return render(request, "assistance/case_kind.html", {"ikm": ikm, "kinds": CaseKind.choices})
    form = OpenForm(request.POST or None, ikm=ikm, kind=kind, user=request.user, people=possible_people(ikm))
    if request.method == "POST" and "recount" not in request.POST and form.is_valid():
        try:
            case = open_case(ikm, kind, by=request.user, **form.cleaned_data)
        except TransitionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Pendampingan dibuka. Pemilik dan penanggung jawab sudah dikabari."))
            return redirect("assistance:case_detail", case.pk)
    steps = plan(kind, form.start_day)
    context = {
        "ikm": ikm,
        "kind": CaseKind(kind),
        "form": form,
        "steps": steps,
        "holidays": holidays_sentence(form.start_day, steps[-1].due_on) if steps else "",
    }
    recounted = "recount" in request.POST
    return render(request, "assistance/case_open.html", context, status=422 if form.errors and not recounted else 200)


def case_detail(request, pk):
    return _detail(request, _case(request, pk))


def _case(request, pk):
    cases = AssistanceCase.objects.visible_to(request.user).select_related(
        "ikm__regency", "ikm__owner", "responsible", "turn_user", "opened_by", "certificate"
    )
    return get_object_or_404(
        cases.prefetch_related("steps__responsible", "steps__done_by", "products", "ikm__facilitators"), pk=pk
    )


def _detail(request, case, document_form=None, status=200):
    """One page for the office, one in plain words for the owner."""
    user, today = request.user, timezone.localdate()
    is_owner = case.ikm.owner_id == user.pk
    line = case_line(case)
    transitions = list(case.transitions.select_related("by"))
    may_work = case.is_open and user.has_perm("assistance.work_case", case)
    may_add = case.is_open and user.has_perm("assistance.add_document", case)
    context = {
        "case": case,
        "line": line,
        "documents": _documents(case, user, may_work),
        "document_form": document_form or (DocumentForm(case=case) if may_add else None),
        "transitions": transitions,
        "asked": _asked(case, transitions),
        "verbs": [(name, verb) for name, verb in available(CASE, case, user) if name != "finish"],
        "may_work": may_work,
        "offered": _offered(case, user) if may_work else [],
        "holidays": holidays_sentence(today, max(today, *(one.step.due_on for one in line.lines), case.due_on)),
    }
    template = "assistance/case_owner.html" if is_owner else "assistance/case_detail.html"
    return render(request, template, context, status=status)


def _documents(case, user, may_work):
    documents = list(case.documents.select_related("uploaded_by", "step"))
    for document in documents:
        document.is_removable = case.is_open and (may_work or document.uploaded_by_id == user.pk)
    return documents


def _asked(case, transitions):
    """What the office asked of the owner, while it waits for it."""
    if case.state != CaseState.WAITING_OWNER:
        return None
    return next((row for row in reversed(transitions) if row.name == "wait"), None)


def _offered(case, user):
    """Verified papers of the case's kind that cover its products: the case may be finished with one of them."""
    papers = Certificate.objects.visible_to(user).filter(
        ikm=case.ikm_id, state=CertificateState.VERIFIED, kind__in=PERMITS_OF.get(case.kind, ())
    )
    if products := [product.pk for product in case.products.all()]:
        papers = papers.filter(products__in=products).distinct()
    return list(papers.order_by("-pk")[:3])


@require_POST
def case_act(request, pk, verb):
    """Every verb besides finishing, which has a form."""
    case = _case(request, pk)
    if verb not in CASE.transitions or verb == "finish":
        raise Http404
    note = readable_note(request.POST.get("note", ""))
    return _act(
        request, case, lambda: perform(CASE, case, verb, by=request.user, note=note), CASE.transitions[verb].label
    )


def _act(request, case, act, label):
    """Run `act`; the sentence of a refusal, or that it is saved, shows on the case's page."""
    try:
        act()
    except TransitionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Tersimpan: %(what)s.") % {"what": label})
    return redirect("assistance:case_detail", case.pk)


def case_finish(request, pk):
    case = _case(request, pk)
    if "finish" not in dict(available(CASE, case, request.user)):
        raise PermissionDenied
    chosen = request.GET.get("sertifikat", "")
    initial = {"outcome": Outcome.ISSUED, "certificate": chosen} if chosen.isdecimal() else None
    form = FinishForm(request.POST or None, case=case, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            note = readable_note(form.cleaned_data.pop("note"))
            perform(CASE, case, "finish", by=request.user, note=note, data=form.cleaned_data)
        except TransitionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Pendampingan diselesaikan. Pemilik sudah dikabari."))
            return redirect("assistance:case_detail", case.pk)
    context = {"case": case, "form": form, "left": [one for one in case_line(case).lines if not one.step.done_on]}
    return render(request, "assistance/case_finish.html", context, status=422 if form.errors else 200)


def case_hand_over(request, pk):
    case = _to_work_on(request, pk)
    form = HandOverForm(
        request.POST or None, people=possible_people(case.ikm), initial={"responsible": case.responsible_id}
    )
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["responsible"]
        return _act(request, case, lambda: hand_over(case, by=request.user, responsible=person), _("penanggung jawab"))
    context = {"case": case, "form": form, "heading": _("Alihkan penanggung jawab")}
    return render(request, "assistance/case_form.html", context, status=422 if form.errors else 200)


def step_add(request, pk):
    case = _to_work_on(request, pk)
    form = StepForm(request.POST or None, people=possible_people(case.ikm), is_new=True)
    if request.method == "POST" and form.is_valid():
        return _act(request, case, lambda: add_step(case, by=request.user, **form.cleaned_data), _("langkah baru"))
    context = {"case": case, "form": form, "heading": _("Tambah langkah")}
    return render(request, "assistance/case_form.html", context, status=422 if form.errors else 200)


def _to_work_on(request, pk):
    case = _case(request, pk)
    if not (case.is_open and request.user.has_perm("assistance.work_case", case)):
        raise PermissionDenied
    return case


def step_edit(request, pk):
    step = _step(request, pk)
    case = _to_work_on(request, step.case_id)
    form = StepForm(request.POST or None, instance=step, people=possible_people(case.ikm))
    if request.method == "POST" and form.is_valid():
        changed = form.cleaned_data
        return _act(request, case, lambda: change_step(_step(request, pk), by=request.user, **changed), step.title)
    context = {"case": case, "form": form, "heading": step.title}
    return render(request, "assistance/case_form.html", context, status=422 if form.errors else 200)


def _step(request, pk):
    return get_object_or_404(CaseStep.objects.visible_to(request.user).select_related("case__ikm"), pk=pk)


@require_POST
def step_tick(request, pk):
    step = _step(request, pk)
    note = readable_note(request.POST.get("note", ""))
    return _act(request, step.case, lambda: tick(step, by=request.user, note=note), step.title)


@require_POST
def step_untick(request, pk):
    step = _step(request, pk)
    return _act(request, step.case, lambda: untick(step, by=request.user), step.title)


@require_POST
def document_add(request, pk):
    case = _case(request, pk)
    if not request.user.has_perm("assistance.add_document", case):
        raise PermissionDenied
    form = DocumentForm(request.POST, request.FILES, case=case)
    if not form.is_valid():
        return _detail(request, case, form, status=422)
    return _act(request, case, lambda: attach(case, by=request.user, **form.cleaned_data), form.cleaned_data["name"])


@require_POST
def document_remove(request, pk):
    document = _document(request, pk)
    return _act(request, document.case, lambda: detach(document, by=request.user), _("berkas dihapus"))


def _document(request, pk):
    return get_object_or_404(CaseDocument.objects.visible_to(request.user).select_related("case__ikm"), pk=pk)


def document(request, pk):
    """Staff leave an audit event."""
    paper = _document(request, pk)
    response = private_file(paper.file, f"pendampingan-{paper.case_id}-{paper.pk}")
    if request.user.is_office and paper.ikm.owner_id != request.user.pk:
        audit.record("assistance.document_opened", paper, by=request.user, case=paper.case_id)
    return response
