from django.contrib import admin

from core.admin import ReadOnlyAdmin
from inventory.models import ImportBatch


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    """Progress and counts only; the sheet and its rows hold identity numbers and are not shown here."""

    list_display = ("file_name", "kind", "state", "regency", "created_by", "created_at", "applied_at")
    list_filter = ("state", "kind", "regency")
    list_select_related = ("regency", "created_by")
    search_fields = ("file_name",)
    exclude = ("file",)
