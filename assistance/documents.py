"""Private files of a case: kept by a name of our own, every arrival and departure audited."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from assistance.models import AssistanceCase, CaseDocument
from core.audit import record
from core.workflow import TransitionRefused


def attach(case, file, *, by, name, step=None):
    """`file` has passed core.files.clean_document."""
    with transaction.atomic():
        case = _open(case)
        if not by.has_perm("assistance.add_document", case):
            raise PermissionDenied
        document = CaseDocument(case=case, step=step, name=name, uploaded_by=by)
        document.file.save(file.name, file, save=False)
        document.save()
        record("assistance.document_added", document, by=by, case=case.pk)
    return document


def detach(document, *, by):
    """The row at once, its file when the transaction has held."""
    file = document.file
    with transaction.atomic():
        case = _open(document.case)
        if not by.has_perm("assistance.remove_document", document):
            raise PermissionDenied
        record("assistance.document_removed", document, by=by, case=case.pk, name=document.name)
        document.delete()
        transaction.on_commit(lambda: file.storage.delete(file.name))


def _open(case):
    case = AssistanceCase._base_manager.select_for_update().get(pk=case.pk)
    if not case.is_open:
        raise TransitionRefused(_("Pendampingan ini sudah ditutup. Buka lagi dahulu untuk mengubahnya."))
    return case
