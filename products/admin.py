from django.contrib import admin

from core.admin import ReadOnlyAdmin
from products.models import FlagshipPick, Product, ProductTransition


@admin.register(Product)
class ProductAdmin(ReadOnlyAdmin):
    list_display = ("name", "state", "ikm", "category", "regency", "state_since")
    list_filter = ("state", "category__group", "regency")
    list_select_related = ("ikm", "category", "regency")
    search_fields = ("name_key",)


@admin.register(ProductTransition)
class ProductTransitionAdmin(ReadOnlyAdmin):
    list_display = ("at", "subject", "name", "from_state", "to_state", "by")
    list_filter = ("name",)
    list_select_related = ("subject", "by")
    search_fields = ("=subject__id",)


@admin.register(FlagshipPick)
class FlagshipPickAdmin(ReadOnlyAdmin):
    list_display = ("product", "year", "score", "picked_by", "picked_at")
    list_filter = ("year",)
    list_select_related = ("product", "picked_by")
