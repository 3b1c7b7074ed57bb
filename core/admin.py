"""Audit events and messages to look at; `ReadOnlyAdmin` is the base of every admin that decides nothing."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

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
