"""Everything that happened to an owner's dossier, as sentences: who did what to which thing, newest first."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.rules import is_admin, is_facilitator, is_officer, is_reviewer
from certification.models import Certificate, CertificateTransition, NutritionTransition
from core.templatetags.portal import tanggal
from desk.models import Return, ReturnNote
from ikm.models import Consent, IkmTransition
from products.models import ProductTransition

SAME_ACT = timedelta(seconds=10)


@dataclass(frozen=True)
class Event:
    at: datetime
    who: str
    text: str
    note: str = ""
    notes: list = field(default_factory=list)

    @property
    def sentence(self):
        return _("%(day)s: %(who)s %(did)s") % {"day": tanggal(self.at), "who": self.who, "did": self.text}


def story_of(ikm, products, user):
    """(events newest first, open returns). Seven queries whatever the number of products."""
    returns = list(
        Return.objects.filter(ikm=ikm)
        .select_related("by")
        .prefetch_related(Prefetch("notes", ReturnNote.objects.order_by("pk")))
    )
    events = [_returned(one, user) for one in returns]
    papers = Certificate.objects.filter(ikm=ikm)
    logs = (
        IkmTransition.objects.filter(subject=ikm),
        ProductTransition.objects.filter(subject__in=products),
        CertificateTransition.objects.filter(subject__in=papers),
        NutritionTransition.objects.filter(subject__product__in=products).select_related("subject__product"),
    )
    names = {product.pk: product for product in products}
    for log, thing in zip(logs, (_ikm_thing, names, _paper_thing, _nutrition_thing), strict=True):
        for row in log.select_related("by", "subject"):
            if row.name == "return" and _told(row, returns):
                continue
            subject = thing.get(row.subject_id) if isinstance(thing, dict) else thing(row.subject)
            events.append(Event(row.at, _actor(row.by, user), _did(row.name, subject), row.note))
    events += _consents(ikm, user)
    events.sort(key=lambda event: event.at, reverse=True)
    return events, [one for one in returns if one.answered_at is None]


def _ikm_thing(ikm):
    return _("data usaha")


def _paper_thing(paper):
    return _("izin %(paper)s") % {"paper": paper}


def _nutrition_thing(facts):
    return _("tabel gizi %(product)s") % {"product": facts.product}


def _told(row, returns):
    return any(one.by_id == row.by_id and abs(one.at - row.at) < SAME_ACT for one in returns)


def _returned(returned, user):
    return Event(
        returned.at,
        _actor(returned.by, user),
        _("mengembalikan berkas untuk diperbaiki"),
        returned.message,
        [f"{note.field_label}: {note.text}" if note.field_label else note.text for note in returned.notes.all()],
    )


def _consents(ikm, user):
    events = []
    for consent in Consent.objects.filter(ikm=ikm).select_related("by"):
        purpose = {"purpose": consent.get_purpose_display()}
        paper = _("menyimpan persetujuan di atas kertas untuk %(purpose)s") % purpose
        said = paper if consent.on_paper else _("menyetujui %(purpose)s") % purpose
        events.append(Event(consent.given_at, _actor(consent.by, user), said))
        if consent.withdrawn_at:
            events.append(Event(consent.withdrawn_at, "", _("Persetujuan %(purpose)s ditarik") % purpose))
    return events


def _actor(person, user):
    if person is None:
        return _("Portal")
    if person.pk == user.pk:
        return _("Anda")
    if is_officer(person):
        return _("Petugas %(name)s") % {"name": person.name}
    if is_facilitator(person):
        return _("Pendamping %(name)s") % {"name": person.name}
    if is_reviewer(person):
        return _("Peninjau provinsi %(name)s") % {"name": person.name}
    return _("Pengelola portal") if is_admin(person) else person.name


def _did(verb, thing):
    sentences = {
        "submit": _("mengajukan %(thing)s"),
        "withdraw": _("menarik kembali %(thing)s untuk diubah"),
        "verify": _("memeriksa %(thing)s: sudah benar"),
        "return": _("mengembalikan %(thing)s untuk diperbaiki"),
        "amend": _("mengajukan perubahan %(thing)s"),
        "deactivate": _("mencatat %(thing)s tidak aktif"),
        "reactivate": _("mengaktifkan lagi %(thing)s"),
        "merge": _("menggabungkan %(thing)s dengan data yang sama"),
        "approve": _("menyetujui %(thing)s untuk diusulkan ke BBI"),
        "reconsider": _("menyiapkan %(thing)s untuk diusulkan lagi"),
        "propose": _("mengusulkan %(thing)s ke BBI"),
        "accept": _("mencatat %(thing)s diterima BBI"),
        "bbi_return": _("menyampaikan: BBI minta %(thing)s diperbaiki"),
        "bbi_reject": _("menyampaikan: BBI belum menerima %(thing)s"),
        "discontinue": _("mencatat %(thing)s tidak diproduksi lagi"),
        "resume": _("mencatat %(thing)s diproduksi lagi"),
        "refuse": _("menolak %(thing)s"),
        "claim": _("mengirim lagi %(thing)s"),
        "revoke": _("mencabut %(thing)s"),
        "supersede": _("mengganti %(thing)s dengan yang baru"),
    }
    return sentences.get(verb, _("mengubah %(thing)s")) % {"thing": thing}
