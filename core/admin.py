"""Audit events and messages to look at; bases of the admins that decide nothing, or keep reference data."""

from django.contrib import admin
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.audit import record
from core.models import AuditEvent, Outbox


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look at only: states and decisions are changed on the portal's own pages."""

    actions = None
    show_full_result_count = False
    list_per_page = 50

    def has_module_permission(self, request):
        return request.user.has_perm(self.opts.app_label)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(self.opts.app_label)

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReferenceDataAdmin(admin.ModelAdmin):
    """Reference data the admin role keeps: whoever has the permission named after the app, and every change audited.

    `audit_name` is the word in `reference.<word>_saved` and `_deleted`; `audit_text` the field a deletion keeps.
    """

    actions = None
    audit_name = ""
    audit_text = "sentence"

    def has_module_permission(self, request):
        return request.user.has_perm(self.opts.app_label)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(self.opts.app_label)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        record(f"reference.{self.audit_name}_saved", obj, by=request.user, fields=form.changed_data)

    @transaction.atomic
    def delete_model(self, request, obj):
        text = {self.audit_text: getattr(obj, self.audit_text)}
        record(f"reference.{self.audit_name}_deleted", obj, by=request.user, **text)
        super().delete_model(request, obj)


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "action", "actor", "object_type", "object_id", "request_id")
    list_filter = ("at",)
    list_select_related = ("actor",)
    search_fields = ("=action", "=object_id", "=request_id")
    search_help_text = _("Cari nama tindakan, id objek, atau id permintaan secara persis.")


@admin.register(Outbox)
class OutboxAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "channel", "event", "recipient", "sent_at", "attempts", "last_error")
    list_filter = ("channel", "created_at")
    list_select_related = ("recipient",)
    search_fields = ("=event", "=recipient__phone", "=recipient__email")
