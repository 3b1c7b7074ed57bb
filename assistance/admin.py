from django.contrib import admin
from django.db import transaction

from assistance.models import AssistanceCase, StepTemplate
from core.admin import ReadOnlyAdmin
from core.audit import record


@admin.register(StepTemplate)
class StepTemplateAdmin(admin.ModelAdmin):
    """The usual steps are reference data: the admin role keeps them, and every change is audited."""

    list_display = ("kind", "order", "title", "who", "working_days")
    list_display_links = ("title",)
    list_filter = ("kind", "who")
    search_fields = ("title", "explanation")
    actions = None

    def has_module_permission(self, request):
        return request.user.has_perm("assistance")

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("assistance")

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        record("reference.step_template_saved", obj, by=request.user, fields=form.changed_data)

    @transaction.atomic
    def delete_model(self, request, obj):
        record("reference.step_template_deleted", obj, by=request.user, title=obj.title)
        super().delete_model(request, obj)


@admin.register(AssistanceCase)
class AssistanceCaseAdmin(ReadOnlyAdmin):
    list_display = ("ikm", "kind", "state", "responsible", "due_on", "outcome")
    list_filter = ("state", "kind")
    list_select_related = ("ikm", "responsible")
    search_fields = ("ikm__name_key",)
