"""Help with a permit is a case: steps with days, one who answers for it, documents, an outcome."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from assistance.enums import OWNER_LABELS, STATE_KINDS, CaseKind, CaseState, Outcome, Who
from assistance.querysets import CaseDocumentQuerySet, CaseQuerySet, CaseStepQuerySet
from certification.models import Certificate
from core.files import private_path
from core.models import TransitionRow
from ikm.models import Ikm
from products.models import Product


class StepTemplate(models.Model):
    """One usual step of a kind of help: reference data the office edits; running cases keep their own copy."""

    kind = models.CharField(_("jenis pendampingan"), max_length=16, choices=CaseKind.choices)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)
    title = models.CharField(_("langkah"), max_length=150)
    explanation = models.TextField(
        _("penjelasan untuk pemilik"), blank=True, help_text=_("Kalimat biasa: apa yang dilakukan dan mengapa.")
    )
    working_days = models.PositiveSmallIntegerField(
        _("hari kerja"),
        default=5,
        validators=[MaxValueValidator(260)],
        help_text=_("Dihitung sejak langkah sebelumnya selesai."),
    )
    who = models.CharField(_("dikerjakan oleh"), max_length=12, choices=Who.choices, default=Who.OFFICE)
    documents_needed = models.TextField(_("yang disiapkan"), blank=True, help_text=_("Satu berkas per baris."))

    class Meta:
        verbose_name = _("langkah baku pendampingan")
        verbose_name_plural = _("langkah baku pendampingan")
        ordering = ["kind", "order", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.order}: {self.title}"


class AssistanceCase(models.Model):
    """One help for one IKM.

    `turn`, `turn_user` and `next_due_at` mirror the first unfinished step for lists and reminders; `turns.set_turn`
    keeps them. `due_on` is what was promised at the start, so it stays when steps move.
    """

    ikm = models.ForeignKey(Ikm, models.PROTECT, related_name="assistance_cases", verbose_name=_("IKM"))
    kind = models.CharField(_("jenis pendampingan"), max_length=16, choices=CaseKind.choices)
    products = models.ManyToManyField(Product, blank=True, related_name="assistance_cases", verbose_name=_("produk"))
    summary = models.CharField(_("keterangan"), max_length=300, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assistance_cases", verbose_name=_("penanggung jawab")
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("dibuka oleh")
    )
    opened_at = models.DateTimeField(_("dibuka"), default=timezone.now)
    started_on = models.DateField(_("mulai"), default=timezone.localdate)
    due_on = models.DateField(_("target selesai"))
    state = models.CharField(_("status"), max_length=14, choices=CaseState.choices, default=CaseState.OPEN)
    state_since = models.DateTimeField(_("status sejak"), default=timezone.now)
    turn = models.CharField(_("giliran"), max_length=12, choices=Who.choices, blank=True, editable=False)
    turn_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    next_due_at = models.DateTimeField(_("tenggat langkah sekarang"), default=timezone.now, editable=False)
    asked = models.CharField(_("diminta dari pemilik"), max_length=300, blank=True)
    outcome = models.CharField(_("hasil"), max_length=12, choices=Outcome.choices, blank=True)
    outcome_note = models.CharField(_("catatan hasil"), max_length=300, blank=True)
    certificate = models.ForeignKey(
        Certificate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assistance_cases",
        verbose_name=_("sertifikat yang terbit"),
    )
    closed_at = models.DateTimeField(_("ditutup"), null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["turn", "turn_user", "next_due_at"])
    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pendampingan")
        verbose_name_plural = _("pendampingan")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CaseState.DONE) | ~Q(outcome=""),
                name="case_done_has_outcome",
                violation_error_message=_("Pendampingan yang selesai harus punya hasil."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_due_at"], name="case_state_due"),
            models.Index(fields=["ikm", "state"], name="case_ikm_state"),
            models.Index(fields=["turn_user", "state"], name="case_turn_state"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.ikm}"

    @property
    def regency_id(self):
        return self.ikm.regency_id

    @property
    def is_open(self):
        return self.state in (CaseState.OPEN, CaseState.WAITING_OWNER)

    @property
    def state_label(self):
        return self.get_state_display()

    @property
    def owner_state_label(self):
        return OWNER_LABELS[self.state]

    @property
    def state_kind(self):
        return STATE_KINDS[self.state]


class CaseTransition(TransitionRow):
    subject = models.ForeignKey(AssistanceCase, models.PROTECT, related_name="transitions")

    class Meta(TransitionRow.Meta):
        verbose_name = _("riwayat pendampingan")
        verbose_name_plural = _("riwayat pendampingan")


class CaseStep(models.Model):
    """One step of one case. A day set by hand stays when the steps before it move."""

    case = models.ForeignKey(AssistanceCase, models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField(_("urutan"))
    title = models.CharField(_("langkah"), max_length=150)
    explanation = models.TextField(_("penjelasan"), blank=True)
    documents_needed = models.TextField(_("yang disiapkan"), blank=True)
    who = models.CharField(_("dikerjakan oleh"), max_length=12, choices=Who.choices)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("orangnya"),
    )
    working_days = models.PositiveSmallIntegerField(_("hari kerja"), default=5)
    due_on = models.DateField(_("paling lambat"))
    is_due_by_hand = models.BooleanField(_("tenggat diatur sendiri"), default=False)
    done_on = models.DateField(_("selesai"), null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("catatan"), max_length=300, blank=True)

    history = HistoricalRecords()
    objects = CaseStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("langkah pendampingan")
        verbose_name_plural = _("langkah pendampingan")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "order"],
                name="casestep_one_per_place",
                violation_error_message=_("Urutan langkah ini sudah dipakai."),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def ikm(self):
        return self.case.ikm

    @property
    def regency_id(self):
        return self.case.regency_id

    @property
    def papers(self):
        """What to bring, one a line."""
        return [line.strip() for line in self.documents_needed.splitlines() if line.strip()]


class CaseDocument(models.Model):
    case = models.ForeignKey(AssistanceCase, models.CASCADE, related_name="documents")
    step = models.ForeignKey(CaseStep, models.SET_NULL, null=True, blank=True, related_name="documents")
    name = models.CharField(_("nama berkas"), max_length=150)
    file = models.FileField(_("berkas"), upload_to=private_path)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("diunggah"), default=timezone.now)

    objects = CaseDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("berkas pendampingan")
        verbose_name_plural = _("berkas pendampingan")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.name

    @property
    def ikm(self):
        return self.case.ikm

    @property
    def regency_id(self):
        return self.case.regency_id
