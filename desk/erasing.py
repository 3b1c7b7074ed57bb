"""Erasing a person (UU 27/2022 art. 8, 43–45): the one function that rewrites history and audit.

What stays is lawful archive: the frozen copy inside a sent proposal (UU 43/2009), and history and audit without
names. States change through the workflow engine, so that the catalogue and every read model follow.
"""

import logging
import re
from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import LoginCode, User
from assistance.enums import CaseState
from assistance.models import AssistanceCase, CaseDocument, CaseStep, CaseTransition
from assistance.turns import set_turn
from certification.models import (
    Certificate,
    CertificateAnswer,
    CertificateTransition,
    ChangeAnswer,
    FoodLabel,
    NutritionFacts,
    NutritionTransition,
)
from core import audit, triggers
from core.changes import announce
from core.lists import in_chunks
from core.models import AuditEvent, Outbox, Unfinished
from core.workflow import Transition, Workflow, perform_many
from desk.belongings import AUDITED, audited_pks, history_of, owned_ikm, rows_of
from desk.models import ErasureRequest, RepairLink, Return, ReturnNote
from ikm.enums import IkmState
from ikm.models import ClaimCode, Consent, Ikm, IkmTransition, ImpactReport, YearlyFigures
from inventory.models import ImportRow
from products.enums import ProductState
from products.models import Photo, Product, ProductFigures, ProductTransition
from proposals.enums import BatchState
from proposals.models import BatchItem

log = logging.getLogger("portal.erasing")
PERSON, BUSINESS, PRODUCT_NAME, STEP, GONE = (
    "Pengguna terhapus", "Usaha terhapus", "Produk terhapus", "Langkah", "[dihapus]",
)  # fmt: skip
SHORTEST_NEEDLE = 5
_CODE = re.compile(r"[a-z][a-z_.]{0,39}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class NotErased(Exception):
    """It cannot be done now; the message is an Indonesian sentence for the page."""


def _case_ended(case, by, note, data):
    case.closed_at, case.asked, case.outcome_note = timezone.now(), "", ""
    set_turn(case, list(case.steps.all()))


_LABEL = gettext_lazy("Hapus atas permintaan pemilik")
_PERM = "desk.handle_erasure"
S, P, C = IkmState, ProductState, CaseState
ENDINGS = (
    Workflow(
        "assistance.AssistanceCase", "assistance.CaseTransition",
        {"erase": Transition(_LABEL, (C.OPEN, C.WAITING_OWNER), C.STOPPED, _PERM, effect=_case_ended)},
    ),
    Workflow(
        "products.Product", "products.ProductTransition",
        {
            "erase": Transition(
                _LABEL,
                (
                    P.SUBMITTED, P.RETURNED, P.VERIFIED, P.ELIGIBLE, P.ACCEPTED, P.RETURNED_BY_BBI,
                    P.REJECTED_BY_BBI,
                ),
                P.DISCONTINUED, _PERM,
            )
        },
    ),
    Workflow(
        "ikm.Ikm", "ikm.IkmTransition",
        {"erase": Transition(_LABEL, (S.SUBMITTED, S.RETURNED, S.VERIFIED), S.INACTIVE, _PERM)},
    ),
)  # fmt: skip

# Model → what its personal columns become, in the row and in every former version of it.
EMPTIED = {
    Ikm: {
        "name": BUSINESS, "name_key": BUSINESS.casefold(), "owner_name": "", "established_year": None, "nib": "",
        "nik": "", "nik_digest": "", "nik_mask": "", "npwp": "", "npwp_digest": "", "npwp_mask": "", "region": None,
        "address": "", "latitude": None, "longitude": None, "phone": "", "whatsapp": "", "email": "",
        "shop_links": {}, "mandate": "", "assigned_to": None,
    },
    ImpactReport: {"note": ""},
    Consent: {"scan": ""},
    Product: {"brand": "", "description": "", "description_en": "", "packaging": "", "assigned_to": None},
    Certificate: {"number": "", "number_raw": "", "issuer": "", "document": "", "reason": ""},
    CertificateAnswer: {"reason": "", "application_number": ""},
    NutritionFacts: {"source": "", "label_photo": "", "reason": ""},
    FoodLabel: {
        "trade_name": "", "ingredients": "", "allergens": "", "origin": "", "production_code": "", "best_before": "",
        "storage_note": "", "usage_note": "",
    },
    AssistanceCase: {"summary": "", "asked": "", "outcome_note": ""},
    CaseStep: {"title": STEP, "explanation": "", "documents_needed": "", "note": ""},
    Return: {"message": ""},
    ReturnNote: {"text": ""},
    ImportRow: {"raw": "[]", "problems": [], "repairs": [], "changes": []},
    IkmTransition: {"note": ""},
    ProductTransition: {"note": ""},
    CertificateTransition: {"note": ""},
    NutritionTransition: {"note": ""},
    CaseTransition: {"note": ""},
    ChangeAnswer: {"note": ""},
}  # fmt: skip
STORED = (
    (Photo, ("image", "thumbnail")),
    (Certificate, ("document",)),
    (NutritionFacts, ("label_photo",)),
    (CaseDocument, ("file",)),
    (Consent, ("scan",)),
)


def why_not(user):
    """The sentence that forbids erasing this account, or ""."""
    if user.role or user.is_superuser:
        return _(
            "Akun dinas tidak dapat dihapus, karena keputusan yang pernah dibuatnya wajib dapat dipertanggungjawabkan. "
            "Minta admin menonaktifkan akun ini bila tidak dipakai lagi."
        )
    return ""


def kept_items(ikm_pks):
    """What stands in a sent proposal and stays there as archive."""
    sent = Q(batch__sent_at__isnull=False) | Q(batch__state=BatchState.SENT)
    return rows_of(BatchItem, ikm_pks).filter(sent).select_related("batch", "product")


def foreseen(user):
    """What an erasure would do now: counts of what goes and stays, and the sentence that stands in its way."""
    ikm_pks = owned_ikm(user)
    return {
        "businesses": len(ikm_pks),
        "products": rows_of(Product, ikm_pks).count(),
        "photos": rows_of(Photo, ikm_pks).count(),
        "papers": rows_of(Certificate, ikm_pks).exclude(document="").count() + rows_of(CaseDocument, ikm_pks).count(),
        "cases": rows_of(AssistanceCase, ikm_pks).filter(state__in=[C.OPEN, C.WAITING_OWNER]).count(),
        "kept": list(kept_items(ikm_pks)),
        "obstacle": why_not(user) or _locked_sentence(ikm_pks),
    }


def erase(request, *, by):
    """Do what the person asked, in one transaction; a request already done stays as it is.

    Raises PermissionDenied, or NotErased with a sentence.
    """
    if not by.has_perm(_PERM):
        raise PermissionDenied
    with transaction.atomic():
        request = ErasureRequest.objects.select_for_update().select_related("user").get(pk=request.pk)
        if request.status == ErasureRequest.State.DONE:
            return request
        if request.status != ErasureRequest.State.ASKED:
            raise NotErased(_("Permintaan ini sudah dijawab atau dibatalkan."))
        user = User.objects.select_for_update().get(pk=request.user_id)
        ikm_pks = owned_ikm(user)
        list(Ikm._base_manager.select_for_update().filter(pk__in=ikm_pks).order_by("pk").values_list("pk"))
        sentence = why_not(user) or _locked_sentence(ikm_pks)
        if sentence:
            raise NotErased(sentence)
        words, said = _own_words(user, ikm_pks), _last_word(user)
        kept = list(kept_items(ikm_pks).values_list("product_id", flat=True))
        _end(ikm_pks, by)
        files = _stored_files(ikm_pks)
        with triggers.erasing(connection):
            _empty(ikm_pks, kept)
            _strip_events(user, ikm_pks, words)
        _remove_rows(user, ikm_pks)
        _strip_elsewhere(user, ikm_pks, words)
        _close_account(user)
        ErasureRequest.objects.filter(user=user).update(reason="", answer="")
        request.status, request.handled_by, request.handled_at = ErasureRequest.State.DONE, by, timezone.now()
        request.reason = request.answer = ""
        request.save()
        audit.record("person.erased", user, by=by, request=request.pk, ikm=ikm_pks, kept_products=sorted(set(kept)))
        announce(Ikm, ikm_pks, by=by)
        announce(Product, list(rows_of(Product, ikm_pks).values_list("pk", flat=True)), by=by)
        transaction.on_commit(partial(_delete_files, files))
        transaction.on_commit(said)
    return request


def _locked_sentence(ikm_pks):
    waiting = rows_of(BatchItem, ikm_pks).filter(is_open=True, batch__state__in=[BatchState.LOCKED, BatchState.SIGNED])
    if waiting.exists():
        return _(
            "Produk orang ini ada dalam usulan BBI yang sudah dikunci tetapi belum dikirim. Minta Dinas provinsi "
            "membuka kuncinya atau mengirimnya dahulu, lalu kerjakan penghapusan ini."
        )
    return ""


def _end(ikm_pks, by):
    """Consents end, work stops, records leave the working stock."""
    rows_of(Consent, ikm_pks).filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    rows_of(BatchItem, ikm_pks).filter(batch__state=BatchState.DRAFTING).delete()
    rows_of(BatchItem, ikm_pks).filter(batch__state=BatchState.CANCELLED, batch__sent_at=None).update(frozen={})
    for table in ENDINGS:
        ready = rows_of(table.model, ikm_pks).filter(state__in=table.transitions["erase"].sources)
        perform_many(table, list(ready), "erase", by=by)


def _stored_files(ikm_pks):
    """(storage, name) of every file of the person, replaced ones too."""
    found = set()
    for model, fields in STORED:
        for name in fields:
            storage = model._meta.get_field(name).storage
            names = set(rows_of(model, ikm_pks).values_list(name, flat=True))
            if hasattr(model, "history"):
                pks = rows_of(model, ikm_pks).values("pk")
                names |= set(history_of(model, pks).values_list(name, flat=True))
            found |= {(storage, stored) for stored in names if stored}
    return found


def _empty(ikm_pks, kept):
    for model, values in EMPTIED.items():
        _overwrite(model, rows_of(model, ikm_pks), values)
    others = rows_of(Product, ikm_pks).exclude(pk__in=kept)
    _overwrite(Product, others, {"name": PRODUCT_NAME, "name_key": PRODUCT_NAME.casefold()})


def _overwrite(model, rows, values):
    pks = list(rows.values_list("pk", flat=True))
    model._base_manager.filter(pk__in=pks).update(**values)
    if hasattr(model, "history"):
        names = {field.name for field in model.history.model._meta.concrete_fields}
        history_of(model, pks).update(**{name: value for name, value in values.items() if name in names})


def _strip_events(user, ikm_pks, words):
    """Events stay, with who, what and when; free words, numbers, masks and digests in their detail go."""
    own = {word.casefold() for word in words}
    about = Q(actor=user) | Q(on_behalf_of=user)
    for label, pks in audited_pks(user, ikm_pks).items():
        about |= Q(object_type=label, object_id__in=pks)
    for event in in_chunks(AuditEvent._base_manager.filter(about).exclude(detail={})):
        stripped = _stripped(event.detail, own)
        if stripped != event.detail:
            AuditEvent._base_manager.filter(pk=event.pk).update(detail=stripped)


def _stripped(value, own):
    """Codes and days stay, unless the person's own word (“siti”) looks like one."""
    if isinstance(value, dict):
        return {key: _stripped(part, own) for key, part in value.items()}
    if isinstance(value, list):
        return [_stripped(part, own) for part in value]
    is_plain = not isinstance(value, str) or _CODE.fullmatch(value) or _DAY.fullmatch(value)
    return value if is_plain and (not isinstance(value, str) or value.casefold() not in own) else GONE


def _remove_rows(user, ikm_pks):
    """Rows that prove nothing to anybody once the person is gone."""
    drafts = Ikm._base_manager.filter(pk__in=ikm_pks, state=IkmState.DRAFT).values_list("pk", flat=True)
    for model in (YearlyFigures, ProductFigures):
        pks = list(rows_of(model, list(drafts)).values_list("pk", flat=True))
        model._base_manager.filter(pk__in=pks).delete()
        history_of(model, pks).delete()
    for model in (Photo, CaseDocument):
        rows_of(model, ikm_pks).delete()
    Ikm.facilitators.through.objects.filter(ikm__in=ikm_pks).delete()
    now = timezone.now()
    rows_of(ClaimCode, ikm_pks).filter(used_at=None, revoked_at=None).update(revoked_at=now)
    rows_of(RepairLink, ikm_pks).filter(closed_at=None).update(closed_at=now)
    Unfinished.objects.filter(user=user).delete()
    for pk in ikm_pks:
        Unfinished.objects.filter(path__contains=f"/usaha/{pk}/").delete()
    Outbox.objects.filter(recipient=user).delete()
    LoginCode.objects.filter(Q(user=user) | Q(login__in=list(filter(None, [user.phone, user.email])))).delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def _own_words(user, ikm_pks):
    """The person's words of today and of former versions, as they may stand elsewhere."""
    columns = ("name", "owner_name", "phone", "whatsapp", "email", "address", "nib")
    found = {user.name, user.phone, user.email}
    for rows in (Ikm._base_manager.filter(pk__in=ikm_pks), history_of(Ikm, ikm_pks)):
        for values in rows.order_by().values_list(*columns).distinct():
            found |= set(values)
    return found - {None, ""}


def _strip_elsewhere(user, ikm_pks, words):
    """Notices of others that name the person, and the admin's own journal."""
    needles = sorted((word for word in words if len(word) >= SHORTEST_NEEDLE), key=len, reverse=True)
    if needles:
        pattern, named = re.compile("|".join(map(re.escape, needles)), re.I), Q()
        for needle in needles:
            named |= Q(subject__icontains=needle) | Q(body__icontains=needle)
        for row in in_chunks(Outbox.objects.filter(named)):
            row.subject, row.body = pattern.sub(GONE, row.subject), pattern.sub(GONE, row.body)
            row.save(update_fields=["subject", "body"])
    about = Q(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))
    for model in AUDITED:
        pks = [str(pk) for pk in rows_of(model, ikm_pks).values_list("pk", flat=True)]
        about |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=pks)
    LogEntry.objects.filter(about).update(object_repr=GONE, change_message="")


def _close_account(user):
    user.groups.clear()
    user.user_permissions.clear()
    User.objects.filter(pk=user.pk).update(
        name=PERSON,
        phone=None,
        email=f"terhapus-{user.pk}@dihapus.invalid",
        phone_verified_at=None,
        position="",
        nip="",
        region=None,
        notice_choices={},
        password=make_password(None),
        is_active=False,
        last_login=None,
    )


def _last_word(user):
    """Tells the person once more, at the address that is being forgotten."""
    if not user.email or user.is_example:
        return lambda: None
    subject = _("Data Anda sudah dihapus dari Portal BBI Kalsel")
    body = _(
        "Permintaan penghapusan Anda sudah dikerjakan. Akun Anda tertutup, foto dan berkas Anda dihapus. Yang tinggal "
        "hanya arsip surat usulan yang sudah dikirim, bila ada, dan catatan kejadian tanpa nama Anda."
    )
    return partial(_send, subject, body, user.email)


def _send(subject, body, address):
    try:
        send_mail(subject, body, None, [address])
    except OSError:
        log.warning("erasure_mail_failed")


def _delete_files(files):
    for storage, name in files:
        try:
            storage.delete(name)
        except OSError:
            log.exception("erased_file_remains name=%s", name)
