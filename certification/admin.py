from django.contrib import admin
from django.db import transaction

from certification.forms.rules import PermitExclusionForm, RequirementForm
from certification.models import Certificate, NutritionFacts, PermitExclusion, Requirement
from core.admin import ReadOnlyAdmin, ReferenceDataAdmin
from core.changes import announce


@admin.register(Requirement)
class RequirementAdmin(ReferenceDataAdmin):
    """What the law says; a change reaches the readiness of the products of its category."""

    form = RequirementForm
    list_display = ("category", "axis", "obligation", "business_scale", "begins_on", "ends_on", "confidence")
    list_filter = ("axis", "obligation", "confidence")
    list_select_related = ("category",)
    search_fields = ("category__name", "sentence", "legal_basis")
    autocomplete_fields = ("category",)
    audit_name = "requirement"

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        if change and "category" in form.changed_data:
            # While the stored row still names the category it leaves.
            announce(Requirement, [obj.pk], by=request.user)
        super().save_model(request, obj, form, change)
        announce(Requirement, [obj.pk], by=request.user)

    @transaction.atomic
    def delete_model(self, request, obj):
        announce(Requirement, [obj.pk], by=request.user)
        super().delete_model(request, obj)


@admin.register(PermitExclusion)
class PermitExclusionAdmin(ReferenceDataAdmin):
    """Why a permit cannot be had: kept by the admin role beside the requirements."""

    form = PermitExclusionForm
    list_display = ("kind", "sentence", "confidence", "begins_on", "ends_on")
    list_filter = ("kind", "confidence")
    search_fields = ("sentence", "legal_basis")
    audit_name = "exclusion"


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
