from django.contrib import admin

from assistance.models import AssistanceCase, StepTemplate
from core.admin import ReadOnlyAdmin, ReferenceDataAdmin


@admin.register(StepTemplate)
class StepTemplateAdmin(ReferenceDataAdmin):
    list_display = ("kind", "order", "title", "who", "working_days")
    list_display_links = ("title",)
    list_filter = ("kind", "who")
    search_fields = ("title", "explanation")
    audit_name = "step_template"
    audit_text = "title"


@admin.register(AssistanceCase)
class AssistanceCaseAdmin(ReadOnlyAdmin):
    list_display = ("ikm", "kind", "state", "responsible", "due_on", "outcome")
    list_filter = ("state", "kind")
    list_select_related = ("ikm", "responsible")
    search_fields = ("ikm__name_key",)
