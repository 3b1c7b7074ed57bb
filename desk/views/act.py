"""One address for every verb of the workflow tables."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.workflow import TransitionRefused, perform, readable_note
from desk.dossiers import ELSEWHERE, TABLES
from desk.notifications import tell_owner_decided
from desk.returning import Note, resolve_notes, return_dossier

RESENDS = ("amend", "claim")


@require_POST
def act(request, kind, pk, verb):
    """Run one verb on one visible record; what cannot be done now is a sentence on the page one came from."""
    table = TABLES.get(kind)
    if table is None or verb not in table.transitions or verb in ELSEWHERE[kind]:
        raise Http404
    obj = get_object_or_404(table.model.objects.visible_to(request.user), pk=pk)
    try:
        done = _run(table, kind, obj, verb, by=request.user, note=readable_note(request.POST.get("note", "")))
    except TransitionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(thing)s: %(state)s.") % {"thing": done, "state": done.get_state_display()})
    return redirect(next_address(request, getattr(obj, "ikm", obj)))


def _run(table, kind, obj, verb, *, by, note):
    if verb == "return":
        label = obj._meta.verbose_name
        return_dossier(getattr(obj, "ikm", obj), [Note(kind, obj.pk, "", str(label), note)], by=by)
        obj.refresh_from_db()
        return obj
    with transaction.atomic():
        done = perform(table, obj, verb, by=by, note=note)
        tell_owner_decided(done, verb, by=by, note=note)
        if verb in RESENDS:
            resolve_notes(done, by=by)
    return done


def next_address(request, ikm):
    """The page to go back to: `next` when it is ours, else the dossier, or for an owner the own page."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    if request.user.has_perm("desk.view_dossier"):
        return reverse("desk:dossier", args=[ikm.pk])
    return reverse("desk:my_ikm")
