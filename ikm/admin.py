from django.contrib import admin

from core.admin import ReadOnlyAdmin
from ikm.models import Consent, Ikm, IkmTransition


@admin.register(Ikm)
class IkmAdmin(ReadOnlyAdmin):
    list_display = ("name", "state", "regency", "owner_name", "source", "state_since")
    list_filter = ("state", "source", "regency")
    list_select_related = ("regency",)
    search_fields = ("name_key", "=nib", "=phone")
    exclude = ("nik", "nik_digest", "npwp", "npwp_digest", "name_key")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("nik", "npwp")


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    list_display = ("ikm", "purpose", "text_version", "by", "on_paper", "given_at", "withdrawn_at")
    list_filter = ("purpose", "on_paper")
    list_select_related = ("ikm", "by")
    exclude = ("scan",)


@admin.register(IkmTransition)
class IkmTransitionAdmin(ReadOnlyAdmin):
    list_display = ("at", "subject", "name", "from_state", "to_state", "by")
    list_filter = ("name",)
    list_select_related = ("subject", "by")
    search_fields = ("=subject__id",)
