"""What every app leans on: audit events, the outbox, who touched what, transition rows, figures' clock."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(Exception):
    """Raised when code tries to change or delete an append-only row."""


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise AppendOnlyError(f"{self.model.__name__} is append-only")

    def delete(self):
        raise AppendOnlyError(f"{self.model.__name__} is append-only")


class AppendOnly(models.Model):
    """Rows are written once; triggers of core.triggers hold the same rule inside the database."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk and not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError(f"{type(self).__name__} is append-only")


class AuditEvent(AppendOnly):
    """Something a person did that must be explainable later: exports, reveals, sign-ins, bulk jobs, transitions."""

    at = models.DateTimeField(_("waktu"), default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pelaku"),
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("atas nama"),
    )
    action = models.CharField(_("tindakan"), max_length=60, db_index=True)
    object_type = models.CharField(_("jenis objek"), max_length=60, blank=True)
    object_id = models.CharField(_("id objek"), max_length=40, blank=True)
    detail = models.JSONField(_("rincian"), default=dict, blank=True)
    request_id = models.CharField(_("id permintaan"), max_length=32, blank=True)

    class Meta:
        verbose_name = _("kejadian audit")
        verbose_name_plural = _("kejadian audit")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_type", "object_id", "at"])]

    def __str__(self):
        return f"{self.action} {self.object_type} {self.object_id}"


class TransitionRow(AppendOnly):
    """History of one model's states; the concrete class adds a foreign key named `subject` with PROTECT."""

    name = models.CharField(_("tindakan"), max_length=40)
    from_state = models.CharField(_("dari"), max_length=30)
    to_state = models.CharField(_("ke"), max_length=30)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("oleh")
    )
    note = models.TextField(_("catatan"), blank=True)
    at = models.DateTimeField(_("waktu"), default=timezone.now)
    request_id = models.CharField(_("id permintaan"), max_length=32, blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.name}: {self.from_state} → {self.to_state}"

    @property
    def label(self):
        """The state it led to, in the words of the model."""
        return dict(self._meta.get_field("subject").related_model._meta.get_field("state").choices).get(
            self.to_state, self.to_state
        )


class Touch(models.Model):
    """Who has had a hand in a record: the four-eyes rule reads it. One row per person and record."""

    class Reason(models.TextChoices):
        CREATED = "created", _("membuat")
        CHANGED = "changed", _("mengubah isian pokok")
        IMPORTED = "imported", _("mengimpor")
        SIGN_IN_CODE = "sign_in_code", _("menerbitkan kode masuk pemilik")

    object_type = models.CharField(max_length=40)
    object_id = models.PositiveBigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "user", "reason"], name="touch_one_per_person_and_reason"
            )
        ]

    def __str__(self):
        return f"{self.user_id} {self.reason} {self.object_type} {self.object_id}"


def two_minutes_on():
    return timezone.now() + timedelta(minutes=2)


class Outbox(models.Model):
    """A message to one person, written in the transaction that causes it; sending is a job.

    The row is also the in-app notice: it is shown under the bell until read. A `held` row leaves as part of the
    day's one message. `outside_url` is an address only the recipient may have; it is forgotten once sent.
    """

    class Channel(models.TextChoices):
        APP = "app", _("di portal")
        EMAIL = "email", _("surel")
        WHATSAPP = "whatsapp", _("WhatsApp")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("penerima")
    )
    channel = models.CharField(_("saluran"), max_length=10, choices=Channel.choices, default=Channel.APP)
    event = models.CharField(_("kejadian"), max_length=60)
    subject = models.CharField(_("judul"), max_length=200)
    body = models.TextField(_("isi"), blank=True)
    url = models.CharField(_("tautan"), max_length=300, blank=True)
    key = models.CharField(_("kunci sekali kirim"), max_length=120, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now)
    sent_at = models.DateTimeField(_("terkirim"), null=True, blank=True)
    read_at = models.DateTimeField(_("dibaca"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    last_error = models.CharField(_("galat terakhir"), max_length=200, blank=True)
    next_try_at = models.DateTimeField(_("dicoba lagi"), default=two_minutes_on)
    failed_at = models.DateTimeField(_("tidak terkirim"), null=True, blank=True)
    held = models.BooleanField(_("menunggu kabar harian"), default=False)
    part_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="parts", verbose_name=_("bagian dari")
    )
    outside_url = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("pesan")
        verbose_name_plural = _("pesan")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "-created_at"]),
            models.Index(fields=["channel", "sent_at"]),
        ]

    def __str__(self):
        return self.subject


class Unfinished(models.Model):
    """What a person has typed on a page and no record could take yet: a half number, a paper not yet saved.

    `path` is the address of the form with its query. Identity numbers and passwords are never kept here.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    field = models.CharField(max_length=80)
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ketikan yang belum tersimpan")
        verbose_name_plural = _("ketikan yang belum tersimpan")
        constraints = [models.UniqueConstraint(fields=["user", "path", "field"], name="unfinished_one_per_field")]
        indexes = [models.Index(fields=["at"], name="unfinished_at")]

    def __str__(self):
        return f"{self.path} {self.field}"


class ClockMark(models.Model):
    """When a piece of clock work last ran (`daily` per day) and what waits to be recomputed."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField(null=True)
    dirty_at = models.DateTimeField(null=True)

    def __str__(self):
        return self.name


def validation_sentence(error):
    """All sentences of a ValidationError as one text."""
    assert isinstance(error, ValidationError)
    return " ".join(str(message) for message in error.messages)
