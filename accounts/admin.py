"""Who works with the portal: the admin role opens accounts, gives roles and switches accounts off."""

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, ReadOnlyPasswordHashField
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from reference.enums import RegionLevel
from reference.numbers import check_phone

admin.site.unregister(Group)


class LoginFields:
    """Phone and e-mail in the one spelling that is stored."""

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        return check_phone(phone) if phone else None

    def clean_email(self):
        email = self.cleaned_data["email"]
        return email.lower() if email else None


class UserForm(LoginFields, forms.ModelForm):
    password = ReadOnlyPasswordHashField(label=_("Kata sandi"))

    class Meta:
        model = User
        fields = ("name", "phone", "email", "role", "region", "position", "nip", "delegated_until", "is_active")


class NewUserForm(LoginFields, AdminUserCreationForm):
    usable_password = None

    class Meta:
        model = User
        fields = ("name", "phone", "email", "role", "region")
        field_classes = {}


class KindFilter(admin.SimpleListFilter):
    title = _("jenis akun")
    parameter_name = "jenis"

    def lookups(self, request, model_admin):
        return [("dinas", _("Akun dinas")), ("pemilik", _("Pemilik usaha"))]

    def queryset(self, request, queryset):
        if self.value() == "dinas":
            return queryset.exclude(role="")
        return queryset.filter(role="") if self.value() == "pemilik" else queryset


@admin.register(User)
class UserAdmin(BaseUserAdmin):
    form = UserForm
    add_form = NewUserForm
    list_display = ("name", "signs_in_with", "role", "region", "is_active", "last_login")
    list_display_links = ("name", "signs_in_with")
    list_filter = (KindFilter, "role", "is_active", ("region", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("region",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("name", "=phone", "email")
    ordering = ("name", "pk")
    filter_horizontal = ()
    readonly_fields = ("phone_verified_at", "last_login", "date_joined", "is_example")
    actions = ["reset_totp"]
    fieldsets = (
        (None, {"fields": ("name", "phone", "email", "password")}),
        (_("Tugas"), {"fields": ("role", "region", "position", "nip", "delegated_until")}),
        (_("Keadaan"), {"fields": ("is_active", *readonly_fields)}),
    )
    add_fieldsets = (
        (None, {"fields": ("name", "phone", "email", "password1", "password2")}),
        (_("Tugas"), {"fields": ("role", "region")}),
    )

    @admin.display(description=_("masuk dengan"), ordering="phone")
    def signs_in_with(self, user):
        return user.login

    def get_queryset(self, request):
        """A superuser is not managed here: its password would be a way around every rule."""
        return super().get_queryset(request).filter(is_superuser=False)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "role", "region", "is_active") if obj == request.user else fields

    def has_delete_permission(self, request, obj=None):
        """Accounts are switched off; deleting one would tear holes in the history."""
        return False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "region":
            for change in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{change}_related", False)
            field.queryset = field.queryset.filter(level__lte=RegionLevel.REGENCY).order_by("code")
        return field

    def log_addition(self, request, obj, message):
        record("account.created", obj, by=request.user, role=obj.role, region=obj.region_id)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        record("account.changed_by_admin", obj, by=request.user, change=message, role=obj.role, region=obj.region_id)
        return super().log_change(request, obj, message)

    @admin.action(description=_("Hapus verifikasi dua langkah (HP hilang)"))
    @transaction.atomic
    def reset_totp(self, request, queryset):
        for user in queryset.exclude(pk=request.user.pk):
            removed, _by_model = Authenticator.objects.filter(user=user).delete()
            record("account.totp_reset", user, by=request.user, removed=removed)
        self.message_user(
            request,
            gettext("Verifikasi dua langkah dihapus; orangnya memasang lagi saat masuk berikutnya."),
            messages.SUCCESS,
        )
