from django.contrib import admin
from django.db import transaction

from certification.forms.rules import PermitExclusionForm, RequirementForm
from certification.models import Certificate, NutritionFacts, PermitExclusion, Requirement
from core.admin import ReadOnlyAdmin
from core.audit import record
from core.changes import announce


@admin.register(Requirement)
class RequirementAdmin(admin.ModelAdmin):
    """What the law says is reference data: the admin role keeps it, and every change is audited."""

    form = RequirementForm
    list_display = ("category", "axis", "obligation", "business_scale", "begins_on", "ends_on", "confidence")
    list_filter = ("axis", "obligation", "confidence")
    list_select_related = ("category",)
    search_fields = ("category__name", "sentence", "legal_basis")
    autocomplete_fields = ("category",)
    actions = None

    def has_module_permission(self, request):
        return request.user.has_perm("certification")

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("certification")

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        if change and "category" in form.changed_data:
            # While the stored row still names the category it leaves.
            announce(Requirement, [obj.pk], by=request.user)
        super().save_model(request, obj, form, change)
        record("reference.requirement_saved", obj, by=request.user, fields=form.changed_data)
        announce(Requirement, [obj.pk], by=request.user)

    @transaction.atomic
    def delete_model(self, request, obj):
        record("reference.requirement_deleted", obj, by=request.user, sentence=obj.sentence)
        announce(Requirement, [obj.pk], by=request.user)
        super().delete_model(request, obj)


@admin.register(PermitExclusion)
class PermitExclusionAdmin(RequirementAdmin):
    """Why a permit cannot be had: kept by the admin role beside the requirements."""

    form = PermitExclusionForm
    list_display = ("kind", "sentence", "confidence", "begins_on", "ends_on")
    list_filter = ("kind", "confidence")
    list_select_related = ()
    search_fields = ("sentence", "legal_basis")
    autocomplete_fields = ()

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        admin.ModelAdmin.save_model(self, request, obj, form, change)
        record("reference.exclusion_saved", obj, by=request.user, fields=form.changed_data)

    @transaction.atomic
    def delete_model(self, request, obj):
        record("reference.exclusion_deleted", obj, by=request.user, sentence=obj.sentence)
        admin.ModelAdmin.delete_model(self, request, obj)


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ("number", "kind", "state", "ikm", "issuer", "issued_on", "valid_until")
    list_filter = ("state", "kind")
    list_select_related = ("ikm",)
    search_fields = ("=number", "ikm__name_key")
    exclude = ("document",)


@admin.register(NutritionFacts)
class NutritionFactsAdmin(ReadOnlyAdmin):
    list_display = ("product", "state", "basis", "verified_at", "verified_by")
    list_filter = ("state", "basis")
    list_select_related = ("product", "verified_by")
    exclude = ("label_photo",)
