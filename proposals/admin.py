from django.contrib import admin

from core.admin import ReadOnlyAdmin
from proposals.models import Batch, BatchItem, Nomination


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    list_display = ("title", "state", "province", "letter_number", "created_by", "signed_by", "sent_at")
    list_filter = ("state",)
    list_select_related = ("province", "created_by", "signed_by")
    search_fields = ("title", "=letter_number")


@admin.register(BatchItem)
class BatchItemAdmin(ReadOnlyAdmin):
    list_display = ("batch", "position", "product", "answer", "answered_on", "dropped_at")
    list_filter = ("answer",)
    list_select_related = ("batch", "product")


@admin.register(Nomination)
class NominationAdmin(ReadOnlyAdmin):
    list_display = ("regency", "year", "letter_number", "signed_by", "signed_at")
    list_filter = ("year", "regency")
    list_select_related = ("regency", "signed_by")
