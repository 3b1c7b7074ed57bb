"""Where a person lands: by role; and the owner's page of businesses, products and their way to BBI."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.rules import is_admin, is_facilitator, is_head, is_officer, is_reviewer, serves_province
from assistance.progress import open_lines
from certification.next_steps import next_step
from certification.readiness import words
from core.templatetags.portal import tanggal
from core.workflow import available
from desk.asking import desk_to_ask
from desk.holding import OWNER, PROVINCE, holding_of
from desk.models import ReturnNote
from desk.steps import anchor, lacking, products_of
from desk.story import story_of
from ikm.claims import awaits_owner, confirm_by_owner
from ikm.completeness import missing as ikm_missing
from ikm.enums import CLOSED_STATES, IkmState
from ikm.models import Ikm, YearlyFigures
from ikm.workflow import IKM
from products.enums import EDITABLE_STATES, ProductState
from products.models import ProductTransition

RANKS = {
    ProductState.SUBMITTED: 1,
    ProductState.VERIFIED: 2,
    ProductState.ELIGIBLE: 3,
    ProductState.PROPOSED: 4,
    ProductState.ACCEPTED: 5,
}
BACK_AT = {ProductState.SUBMITTED: 1, ProductState.VERIFIED: 2, ProductState.ELIGIBLE: 2}
RECENT_EVENTS = 10
FIGURE_FIELDS = {field.name for field in YearlyFigures._meta.fields}
ANSWERED_BACK = (ProductState.RETURNED_BY_BBI, ProductState.REJECTED_BY_BBI)


@require_safe
def start(request):
    """The first page after signing in."""
    user = request.user
    if is_admin(user):
        return redirect("admin:index")
    if is_officer(user) or is_facilitator(user):
        return redirect("desk:queue")
    if is_head(user) and serves_province(user):
        return redirect("proposals:batch_list")
    if is_reviewer(user) or is_head(user):
        return redirect("dashboards:dashboard")
    return redirect("desk:my_ikm")


@require_safe
def my_ikm(request):
    rows = list(
        Ikm.objects.filter(owner=request.user)
        .exclude(state=IkmState.MERGED)
        .select_related("regency", "region", "assigned_to", "waiting")
        .prefetch_related("facilitators")
        .order_by("pk")
    )
    if not rows:
        return render(request, "desk/my_ikm_welcome.html")
    helped = open_lines(rows, request.user)
    cards = [_card(ikm, request.user, helped.get(ikm.pk, [])) for ikm in rows]
    cards.sort(key=lambda card: card["ikm"].state != IkmState.DRAFT)
    context = {"cards": cards, "can_register": all(ikm.state != IkmState.DRAFT for ikm in rows)}
    return render(request, "desk/my_ikm.html", context)


@require_safe
def status(request, pk):
    """One business: what happened, who holds it, until when, and the single next thing to do."""
    mine = Ikm.objects.filter(owner=request.user).select_related(
        "regency", "region", "assigned_to", "waiting", "created_by", "merged_into"
    )
    ikm = get_object_or_404(mine.prefetch_related("facilitators"), pk=pk)
    card = _card(ikm, request.user, open_lines([ikm], request.user).get(ikm.pk, []))
    products = [row["product"] for row in card["products"]]
    events, open_returns = story_of(ikm, products, request.user)
    holding = holding_of(ikm, products, open_returns[0] if open_returns else None)
    context = card | {
        "holding": holding,
        "is_owners_turn": holding.who == OWNER,
        "last": events[0] if events else None,
        "recent": events[:RECENT_EVENTS],
        "older": events[RECENT_EVENTS:],
        "note_groups": _grouped_notes(card["notes"], ikm, products),
        "awaits_owner": awaits_owner(ikm),
        "ask": desk_to_ask(ikm, _("di halaman status usaha"), at_province=holding.who == PROVINCE),
    }
    return render(request, "desk/status.html", context)


@require_POST
def confirm(request, pk):
    """The owner says that what others filled in is right."""
    ikm = get_object_or_404(Ikm.objects.filter(owner=request.user), pk=pk)
    confirm_by_owner(ikm, by=request.user)
    messages.success(request, _("Terima kasih. Tercatat bahwa data ini benar menurut Anda."))
    return redirect("desk:status", ikm.pk)


def _grouped_notes(notes, ikm, products):
    """[(thing, notes)]: the business first, then each product, then papers."""
    names = {product.pk: str(product) for product in products}
    groups = {}
    for note in notes:
        thing = names.get(note.target_id) if note.target == ReturnNote.Target.PRODUCT else None
        label = _("Profil usaha") if note.target == ReturnNote.Target.IKM else note.get_target_display().capitalize()
        groups.setdefault(thing or label, []).append(note)
    return list(groups.items())


def notes_of(ikm, target=None, target_id=None):
    """Open notes of returns, each with the address of the field it speaks of."""
    notes = ReturnNote.objects.filter(returned__ikm=ikm, resolved_at=None).select_related("returned__by")
    if target:
        notes = notes.filter(target=target, target_id=target_id)
    notes = list(notes.order_by("pk"))
    for note in notes:
        note.url = _note_url(note, ikm)
        note.by = note.returned.by.name
    return notes


def journey(product, rows):
    """Dicts for components/timeline.html: the way to BBI with the days of its transitions (`rows`, oldest first)."""
    labels = [
        _("Diajukan"),
        _("Diperiksa kabupaten/kota"),
        _("Disetujui provinsi"),
        _("Diusulkan ke BBI"),
        _("Diterima BBI"),
    ]
    reached = {row.to_state: row for row in rows}
    rank, back = _place(product, rows)
    steps = []
    for place, (label, state) in enumerate(zip(labels, RANKS, strict=True)):
        status = "done" if place < rank else "todo"
        row = reached.get(state) if status == "done" else None
        if place == rank:
            status = "back" if back else "now"
        note = tanggal(row.at) if row else ""
        if status == "back":
            note = _back_note(product, rows)
        steps.append({"label": label, "status": status, "note": note})
    return steps


def _back_note(product, rows):
    said = [str(product.owner_state_label)]
    if rows:
        said = [f"{said[0]}, {tanggal(rows[-1].at)}.", rows[-1].note]
    return " ".join(filter(None, said))


def _place(product, rows):
    if product.state in RANKS:
        return RANKS[product.state], False
    if product.state in ANSWERED_BACK:
        return 4, True
    if product.state == ProductState.RETURNED:
        before = rows[-1].from_state if rows else ProductState.SUBMITTED
        return BACK_AT.get(before, 1), True
    return 0, False


def _card(ikm, user, cases):
    products = products_of(ikm, user)
    history = {}
    for row in ProductTransition.objects.filter(subject__in=products).order_by("at", "pk"):
        history.setdefault(row.subject_id, []).append(row)
    notes = notes_of(ikm)
    place = ikm.regency.name if ikm.regency else ""
    helpers = [helper.name for helper in ikm.facilitators.all()]
    return {
        "ikm": ikm,
        "notes": notes,
        "cases": cases,
        "next": _next_step(ikm, products, notes, cases),
        "can_withdraw": any(name == "withdraw" for name, _transition in available(IKM, ikm, user)),
        "products": [
            {
                "product": product,
                "photo": next(iter(product.photos.all()), None),
                "journey": journey(product, history.get(product.pk, [])),
                "axes": words(getattr(product, "readiness", None)),
                "step": next_step(getattr(product, "readiness", None), product, place=place, helpers=helpers),
                "is_draft": product.state == ProductState.DRAFT,
            }
            for product in products
        ],
    }


def _next_step(ikm, products, notes, cases):
    """The one thing the owner can do now: title, text, url and words for the button."""
    if ikm.state in CLOSED_STATES:
        return {"title": _("Tidak ada yang perlu Anda lakukan"), "text": _("Bila ini keliru, tanyakan petugas.")}
    review = reverse("desk:path_review", args=[ikm.pk])
    if notes:
        return {
            "title": _("Perlu diperbaiki"),
            "text": _("Perbaiki catatan petugas, lalu ajukan lagi."),
            "url": notes[0].url,
            "action": _("Perbaiki sekarang"),
            "second_url": review,
            "second_action": _("Sudah diperbaiki, ajukan lagi"),
        }
    if ikm.state == IkmState.DRAFT:
        profile_done = not ikm_missing(ikm)
        return {
            "title": _("Lanjutkan draf"),
            "text": _("Isian Anda tersimpan. Lengkapi, lalu ajukan."),
            "url": review if profile_done and products else reverse("desk:path_profile", args=[ikm.pk]),
            "action": _("Lanjutkan draf"),
        }
    waiting = [product for product in products if product.state in EDITABLE_STATES]
    if ikm.state == IkmState.RETURNED or waiting:
        ready = all(not lacking(product) for product in waiting)
        return {
            "title": _("Belum diajukan"),
            "text": ", ".join(str(product) for product in waiting) or str(ikm),
            "url": review,
            "action": _("Periksa dan ajukan") if ready else _("Lengkapi"),
        }
    if owed := next((line for line in cases if line.is_owners_turn), None):
        return {
            "title": _("Giliran Anda: %(step)s") % {"step": owed.case.asked or owed.now.step},
            "text": _("Pendampingan %(kind)s menunggu Anda.") % {"kind": owed.case.get_kind_display()},
            "url": reverse("assistance:case_detail", args=[owed.case.pk]),
            "action": _("Lihat langkahnya"),
        }
    if not products:
        return {
            "title": _("Tambahkan produk"),
            "text": _("Usaha Anda sudah tercatat. Tambahkan produk yang Anda buat."),
            "url": reverse("desk:path_products", args=[ikm.pk]),
            "action": _("Tambah produk"),
        }
    return {"title": _("Tidak ada yang perlu Anda lakukan"), "text": _("Kami kabari bila ada perkembangan.")}


def _note_url(note, ikm):
    Target = ReturnNote.Target
    if note.target == Target.IKM and note.field in FIGURE_FIELDS:
        return f"{reverse('desk:path_figures', args=[ikm.pk])}#{anchor(note.field)}"
    if note.target == Target.IKM:
        return f"{reverse('desk:path_profile', args=[ikm.pk])}#{anchor(note.field)}"
    if note.target == Target.CERTIFICATE:
        return reverse("desk:path_certificates", args=[ikm.pk])
    if note.target == Target.NUTRITION:
        product = ikm.products.filter(nutrition=note.target_id).values_list("pk", flat=True).first()
        return reverse("desk:path_product_certificates", args=[ikm.pk, product])
    if note.field in ("photos", "photo"):
        return f"{reverse('desk:path_photos', args=[ikm.pk, note.target_id])}#{anchor('images')}"
    return f"{reverse('desk:path_product', args=[ikm.pk, note.target_id])}#{anchor(note.field)}"
