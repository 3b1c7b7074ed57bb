"""State changes: a table of data run by one function (STYLE §2).

A `Workflow` names the model, its append-only history model (foreign key `subject`) and its transitions.
`perform` and `perform_many` are the only writers of `state` besides first inserts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.changes import announce
from core.middleware import current_request_id
from core.models import validation_sentence
from core.touches import preload


class TransitionRefused(Exception):
    """The change can't happen now; the message is an Indonesian sentence for the page."""


@dataclass(frozen=True)
class Transition:
    """One verb.

    `guard(obj, by, data)` returns a sentence or None (`data["note"]` is the note); `effect(obj, by, note, data)` sets
    fields before the save; `after` has the same arguments and runs once the history row and announcement are made.
    """

    label: str
    sources: tuple
    target: str
    perm: str
    needs_note: bool = False
    guard: Callable | None = None
    effect: Callable | None = None
    after: Callable | None = None
    kind: str = "quiet"


@dataclass(frozen=True)
class Workflow:
    model_label: str
    log_label: str
    transitions: dict = field(default_factory=dict)

    @property
    def model(self):
        return apps.get_model(self.model_label)

    @property
    def log(self):
        return apps.get_model(self.log_label)


def perform(table, obj, name, *, by, note="", data=None):
    """Run one transition and return the fresh object.

    One transaction: lock and reread the row, check state, permission and note under the lock, run the effect,
    save, write the history row, announce. Raises TransitionRefused (sentence) or PermissionDenied.
    """
    transition = table.transitions[name]
    with transaction.atomic():
        fresh = _locked(table, [obj.pk])
        if not fresh:
            raise TransitionRefused(_("Data ini sudah tidak ada."))
        subject = fresh[0]
        _check(transition, subject, by, note, data)
        _change(table, transition, name, subject, by, note, data).save()
        announce(table.model, [subject.pk], by=by)
        if transition.after:
            transition.after(subject, by, note, data)
    return subject


def perform_many(table, objs, name, *, by, note="", data=None):
    """The same for a set, with the same guards; returns (done, skipped: list of (obj, sentence))."""
    transition = table.transitions[name]
    done, skipped, rows = [], [], []
    with transaction.atomic():
        subjects = _locked(table, sorted(obj.pk for obj in objs))
        preload(by, subjects)
        for subject in subjects:
            try:
                _check(transition, subject, by, note, data)
            except TransitionRefused as refused:
                skipped.append((subject, str(refused)))
            except PermissionDenied:
                skipped.append((subject, _("Anda tidak berwenang melakukan ini pada data ini.")))
            else:
                rows.append(_change(table, transition, name, subject, by, note, data))
                done.append(subject)
        table.log._base_manager.bulk_create(rows, batch_size=1000)
        announce(table.model, [subject.pk for subject in done], by=by)
        if transition.after:
            for subject in done:
                transition.after(subject, by, note, data)
    return done, skipped


def readable_note(text):
    """What a person wrote beside a verb, without the NUL that PostgreSQL cannot store."""
    return text.replace("\0", "").strip()


def available(table, obj, user):
    """[(name, transition)] the user may do now: the buttons."""
    return [
        (name, transition)
        for name, transition in table.transitions.items()
        if obj.state in transition.sources and user.has_perm(transition.perm, obj)
    ]


def _locked(table, pks):
    rows = table.model._base_manager.filter(pk__in=pks).order_by("pk")
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(of=("self",)) if connection.features.has_select_for_update_of else rows
    return list(rows)


def _check(transition, subject, by, note, data):
    if subject.state not in transition.sources:
        raise TransitionRefused(
            _("Tidak jadi: “%(thing)s” sekarang berstatus %(state)s. Mungkin orang lain lebih dahulu memprosesnya.")
            % {"thing": subject, "state": subject.get_state_display()}
        )
    if not by.has_perm(transition.perm, subject):
        raise PermissionDenied
    if transition.needs_note and not note.strip():
        raise TransitionRefused(_("Tuliskan alasannya dahulu, supaya penerima tahu apa yang harus diperbaiki."))
    if transition.guard and (sentence := transition.guard(subject, by, {**(data or {}), "note": note})):
        raise TransitionRefused(sentence)


def _change(table, transition, name, subject, by, note, data):
    before = subject.state
    subject.state = transition.target
    subject.state_since = timezone.now()
    if transition.effect:
        transition.effect(subject, by, note, data or {})
    subject._change_reason = name
    subject._history_user = by
    _save(subject)
    return table.log(
        subject=subject,
        name=name,
        from_state=before,
        to_state=subject.state,
        by=by,
        note=note.strip(),
        request_id=current_request_id(),
    )


def _save(subject):
    """A constraint that a race has broken answers with its own sentence, not with an error page."""
    try:
        with transaction.atomic():
            subject.save()
    except IntegrityError as error:
        try:
            subject.validate_constraints()
        except ValidationError as refused:
            raise TransitionRefused(validation_sentence(refused)) from error
        raise
