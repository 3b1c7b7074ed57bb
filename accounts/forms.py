"""Sign-in, sign-up and a person's own account."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from allauth.account.utils import passthrough_next_redirect_url
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import TERMS_VERSION
from accounts.logins import read_login
from accounts.models import User
from accounts.notices import mail_events
from core.audit import record
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


class SignUpForm(forms.Form):
    """What allauth's sign-up view needs of a form, without a second password and without e-mail as a duty."""

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
        self.fields["consent"].help_text = format_html(
            '<a href="{}">{}</a>', reverse("accounts:privacy"), gettext("Baca pemberitahuan privasi")
        )

    def clean_login(self):
        field, value = read_login(self.cleaned_data["login"])
        if User.objects.filter(**{field: value}).exists():
            raise ValidationError(LOGIN_TAKEN)
        self.login_kind = field
        return value

    def clean(self):
        cleaned = super().clean()
        password = cleaned.get("password")
        if password:
            person = User(name=cleaned.get("name", ""), email=cleaned.get("login", ""))
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned

    def try_save(self, request):
        """(user, None); or (None, redirect) when somebody took the number or address a moment ago."""
        try:
            return self.save(), None
        except IntegrityError:
            messages.error(request, LOGIN_TAKEN)
            return None, redirect(passthrough_next_redirect_url(request, reverse("account_signup"), "next"))

    @transaction.atomic
    def save(self):
        cleaned = self.cleaned_data
        user = User.objects.create_user(
            **{self.login_kind: cleaned["login"]}, name=cleaned["name"], password=cleaned["password"]
        )
        record("consent.terms", user, by=user, text_version=TERMS_VERSION)
        return user


class AccountForm(forms.ModelForm):
    """A person's own name, phone, e-mail and mail choices; a new phone or e-mail asks for the password."""

    current_password = forms.CharField(
        label=_("Kata sandi sekarang"),
        required=False,
        strip=False,
        help_text=_("Isi hanya bila nomor HP atau surel diganti."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    mail_events = forms.MultipleChoiceField(
        label=_("Kabar yang juga dikirim ke surel"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.old_phone, self.old_email = self.instance.phone, self.instance.email
        events = mail_events(self.instance)
        if events:
            self.fields["mail_events"].choices = events.items()
            self.initial["mail_events"] = [event for event in events if self.instance.wants_mail(event)]
        else:
            del self.fields["mail_events"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*(Field(name) for name in self.fields))

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        return check_phone(phone) if phone else None

    def clean_email(self):
        email = self.cleaned_data["email"]
        return email.lower() if email else None

    def clean(self):
        cleaned = super().clean()
        changed = (cleaned.get("phone"), cleaned.get("email")) != (self.old_phone, self.old_email)
        if self.errors or not changed:
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
        if "mail_events" in self.fields:
            offered = {event for event, _label in self.fields["mail_events"].choices}
            wanted = set(self.cleaned_data["mail_events"])
            user.muted_events = sorted((set(user.muted_events) - offered) | (offered - wanted))
        return super().save(commit)
