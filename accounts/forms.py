"""Sign-in, sign-up and a person's own account."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from allauth.account.internal.templatekit import get_entrance_context_data
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.code_pages import to_code_page
from accounts.codes import NoCode, prove_phone, send_sign_up
from accounts.enums import TERMS_VERSION
from accounts.logins import read_login
from accounts.models import User
from core.audit import record
from core.senders import reaches_phones
from reference.numbers import check_phone

LOGIN_TAKEN = _("Nomor atau surel ini tidak dapat dipakai. Bila Anda pernah mendaftar, silakan masuk.")
WITHOUT_SECOND_FACTOR = _(
    "Hanya dalam peragaan ini petugas masuk dengan kata sandi saja; pada layanan sebenarnya ditambah kode dari HP."
)


def login_field():
    return forms.CharField(
        label=_("Nomor HP atau surel"),
        max_length=254,
        error_messages={"required": _("Isi nomor HP atau alamat surel Anda.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class SignInForm(LoginForm):
    """allauth's form with one field for phone or e-mail; `login` is cleaned to what the user row holds."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = login_field()
        self.fields["password"] = forms.CharField(
            label=_("Kata sandi"),
            strip=False,
            error_messages={"required": _("Isi kata sandi Anda.")},
            help_text="" if settings.STAFF_TOTP_REQUIRED else WITHOUT_SECOND_FACTOR,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.order_fields(["login", "password"])

    def clean_login(self):
        return read_login(self.cleaned_data["login"])[1]


class CodeRequestForm(forms.Form):
    login = login_field()

    def clean_login(self):
        return read_login(self.cleaned_data["login"])[1]


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Kata sandi baru"),
        strip=False,
        help_text=_("Paling sedikit 8 karakter. Jangan memakai nama Anda atau kata yang mudah ditebak."),
        error_messages={"required": _("Tulis kata sandi baru Anda.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self):
        password = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class SignUpForm(forms.Form):
    """What allauth's sign-up view needs of a form, without a second password and without e-mail as a duty.

    Where messages reach phones a number is proved by a code before the account exists, and may go without a password;
    a registered number takes the same way and ends in its own account.
    """

    by_passkey = False

    login = login_field()
    name = forms.CharField(
        label=_("Nama lengkap"),
        max_length=150,
        error_messages={"required": _("Isi nama lengkap Anda.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        strip=False,
        help_text=_("Paling sedikit 8 karakter. Jangan memakai nama Anda atau kata yang mudah ditebak."),
        error_messages={"required": _("Buat kata sandi untuk akun ini.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    consent = forms.BooleanField(
        label=_("Saya setuju data saya diolah untuk layanan portal ini (UU 27/2022)."),
        error_messages={"required": _("Beri tanda setuju agar kami boleh menyimpan data Anda.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].help_text = _("Dipakai untuk masuk. Contoh: 0812-3456-7890 atau nama@gmail.com.")
        self.by_code = reaches_phones()
        if self.by_code:
            self.fields["password"].required = False
            self.fields["password"].help_text = _(
                "Boleh dikosongkan bila mendaftar dengan nomor HP: Anda masuk dengan kode lewat WhatsApp. Bila diisi, "
                "paling sedikit 8 karakter."
            )
        self.fields["consent"].help_text = format_html(
            '<a href="{}">{}</a>', reverse("accounts:privacy"), gettext("Baca pemberitahuan privasi")
        )

    def clean_login(self):
        field, value = read_login(self.cleaned_data["login"])
        self.by_code = self.by_code and field == "phone"
        if not self.by_code and User.objects.filter(**{field: value}).exists():
            raise ValidationError(LOGIN_TAKEN)
        self.login_kind = field
        return value

    def clean(self):
        cleaned = super().clean()
        password = cleaned.get("password")
        if not password and not self.by_code and "password" not in self.errors:
            self.add_error("password", self.fields["password"].error_messages["required"])
        if password:
            person = User(name=cleaned.get("name", ""), email=cleaned.get("login", ""))
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned

    def try_save(self, request):
        """(user, None); or (None, response): the page for the code, or back when the login was taken a moment ago."""
        if self.by_code:
            return None, self.ask_code(request)
        try:
            return self.save(), None
        except IntegrityError:
            messages.error(request, LOGIN_TAKEN)
            return None, redirect(passthrough_next_redirect_url(request, reverse("account_signup"), "next"))

    def ask_code(self, request):
        cleaned = self.cleaned_data
        password = make_password(cleaned["password"] or None)
        data = {"name": cleaned["name"], "password": password, "terms": TERMS_VERSION}
        try:
            return to_code_page(request, cleaned["login"], send_sign_up(request, cleaned["login"], data))
        except NoCode as refused:
            self.add_error(None, refused.sentence)
            context = {"form": self, "redirect_field_value": get_next_redirect_url(request)}
            return render(request, "account/signup.html", get_entrance_context_data(request) | context)

    @transaction.atomic
    def save(self):
        cleaned = self.cleaned_data
        user = User.objects.create_user(
            **{self.login_kind: cleaned["login"]}, name=cleaned["name"], password=cleaned["password"]
        )
        record("consent.terms", user, by=user, text_version=TERMS_VERSION)
        return user


@transaction.atomic
def open_account(row):
    """The account of somebody who proved a number by the code in `row`; IntegrityError when it was taken meanwhile."""
    user = User.objects.create(phone=row.login, name=row.data["name"], password=row.data["password"])
    prove_phone(user, row)
    record("consent.terms", user, by=user, text_version=row.data["terms"])
    return user


class AccountForm(forms.ModelForm):
    """A person's own name, phone and e-mail; a new phone or e-mail asks for the password.

    Where messages reach phones a new number is not saved but left in `new_phone`: it is to be proved by a code first.
    Somebody without a password needs a fresh sign-in by code instead (`fresh_code`).
    """

    current_password = forms.CharField(
        label=_("Kata sandi sekarang"),
        required=False,
        strip=False,
        help_text=_("Isi hanya bila nomor HP atau surel diganti."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    class Meta:
        model = User
        fields = ["name", "phone", "email"]
        # As at sign-up: no sentence tells whether a number or address is registered.
        error_messages = {
            name: {"unique": _("Nomor atau surel ini tidak dapat dipakai.")} for name in ("phone", "email")
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def __init__(self, *args, fresh_code=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fresh_code = fresh_code
        self.old_phone, self.old_email = self.instance.phone, self.instance.email
        self.has_password = self.instance.has_usable_password()
        self.new_phone = None
        if not self.has_password:
            del self.fields["current_password"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*(Field(name) for name in self.fields))

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        phone = check_phone(phone) if phone else None
        if phone and phone != self.old_phone and reaches_phones():
            self.new_phone = phone
            return self.old_phone
        return phone

    def clean_email(self):
        email = self.cleaned_data["email"]
        return email.lower() if email else None

    def clean(self):
        cleaned = super().clean()
        changed = (cleaned.get("phone"), cleaned.get("email")) != (self.old_phone, self.old_email)
        if self.errors or not (changed or self.new_phone):
            return cleaned
        if not self.has_password:
            if not self.fresh_code:
                self.add_error(
                    None,
                    gettext("Untuk mengganti nomor HP atau surel, buat kata sandi dulu, atau masuk lagi dengan kode."),
                )
            return cleaned
        person = User(pk=self.instance.pk, phone=self.old_phone, email=self.old_email)
        if not get_adapter().reauthenticate(person, cleaned.get("current_password") or ""):
            self.add_error(
                "current_password",
                gettext("Untuk mengganti nomor HP atau surel, isi kata sandi Anda sekarang dengan benar."),
            )
        return cleaned

    def save(self, commit=True):
        """The saved user; a changed number counts as unchecked again."""
        user = self.instance
        if user.phone != self.old_phone:
            user.phone_verified_at = None
        return super().save(commit)
