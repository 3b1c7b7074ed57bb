"""Checking and applying outside the request. Both may run twice: the batch's progress decides."""

import logging

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounts.models import User
from core.jobs import job
from core.spreadsheets import SheetError
from core.workflow import TransitionRefused
from inventory import applying
from inventory.enums import ImportState
from inventory.models import ImportBatch

log = logging.getLogger("portal.inventory")


@job
def check_batch(pk):
    batch = ImportBatch.objects.get(pk=pk)
    if batch.state != ImportState.CHECKING:
        return
    try:
        applying.store_check(batch)
    except SheetError as error:
        stop(pk, ImportState.FAILED, str(error))
    except Exception:
        stop(
            pk,
            ImportState.FAILED,
            _("Pemeriksaan terhenti dan tidak ada data yang masuk. Periksa lagi, atau hubungi admin."),
        )
        log.exception("check_failed batch=%s", pk)
        raise


@job
def apply_batch(pk, user_pk, update=False):
    batch = ImportBatch.objects.get(pk=pk)
    if batch.state != ImportState.APPLYING:
        return
    try:
        applying.apply(batch, by=User.objects.get(pk=user_pk), update=update)
    except (SheetError, TransitionRefused) as error:
        stop(pk, ImportState.CHECKED, str(error))
    except PermissionDenied:
        stop(pk, ImportState.CHECKED, _("Anda tidak berwenang memasukkan data ke wilayah ini. Tidak ada yang masuk."))
    except IntegrityError:
        log.warning("apply_refused batch=%s", pk, exc_info=True)
        stop(
            pk,
            ImportState.CHECKED,
            _(
                "Sebagian data baru saja didaftarkan orang lain, misalnya NIB yang sama. "
                "Tidak ada yang masuk; periksa lagi lalu masukkan."
            ),
        )
    except Exception:
        stop(
            pk,
            ImportState.CHECKED,
            _("Pemasukan terhenti dan tidak ada data yang masuk. Coba lagi, atau hubungi admin."),
        )
        log.exception("apply_failed batch=%s", pk)
        raise


def stop(pk, state, message):
    ImportBatch.objects.filter(pk=pk).move(state, ImportState.CHECKING, ImportState.APPLYING, message=message[:300])
