from django.contrib import admin

from reference.models import Estimate, Holiday, Kbli, Office, ProductCategory, Region, Unit


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "level", "postcode")
    list_filter = ("level",)
    search_fields = ("code", "name_key")
    autocomplete_fields = ("parent",)
    list_select_related = ("parent",)


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin):
    list_display = ("name", "region", "head_name", "valid_from")
    list_select_related = ("region",)
    search_fields = ("name", "region__name_key", "head_name")
    autocomplete_fields = ("region",)
    date_hierarchy = "valid_from"


@admin.register(Kbli)
class KbliAdmin(admin.ModelAdmin):
    list_display = ("code", "version", "title")
    list_filter = ("version",)
    search_fields = ("code", "title")


@admin.register(ProductCategory)
class ProductCategoryAdmin(admin.ModelAdmin):
    list_display = ("name", "group", "kbli_2020", "kbli_2025", "order", "is_active")
    list_editable = ("order", "is_active")
    list_filter = ("group", "is_active")
    search_fields = ("code", "name", "name_en")


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ("name", "code", "spellings")
    search_fields = ("code", "name")


@admin.register(Estimate)
class EstimateAdmin(admin.ModelAdmin):
    list_display = ("region", "year", "value", "source", "is_example")
    list_filter = ("year", "is_example")
    list_select_related = ("region",)
    search_fields = ("region__name_key", "source")
    autocomplete_fields = ("region",)


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    list_display = ("date", "name")
    search_fields = ("name",)
    date_hierarchy = "date"
