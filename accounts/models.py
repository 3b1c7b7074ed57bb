"""People who sign in: by phone number or e-mail. Staff have a role and a region."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import ROLE_WORDS, NoticeWhen, Role
from accounts.logins import read_login
from reference.models import Region
from reference.numbers import check_phone


class UserManager(BaseUserManager):
    def create_user(self, *, phone=None, email=None, password=None, **fields):
        """A user with at least a phone number or an e-mail address."""
        user = self.model(
            phone=check_phone(phone) if phone else None,
            email=self.normalize_email(email).lower() if email else None,
            **fields,
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, *, email, password=None, **fields):
        return self.create_user(email=email, password=password, role=Role.ADMIN, **fields)

    def get_by_natural_key(self, login):
        return self.get(Q(phone=login) | Q(email=login))

    def by_login(self, login):
        """The user behind what a person types at sign-in (phone in any spelling, or e-mail), or None."""
        try:
            field, value = read_login(login)
        except ValidationError:
            return None
        return self.filter(**{field: value}).first()


class User(AbstractBaseUser, PermissionsMixin):
    name = models.CharField(_("nama"), max_length=150)
    phone = models.CharField(
        _("nomor HP"),
        max_length=20,
        null=True,
        blank=True,
        unique=True,
        error_messages={"unique": _("Nomor HP ini sudah dipakai akun lain.")},
    )
    email = models.EmailField(
        _("surel"),
        null=True,
        blank=True,
        unique=True,
        error_messages={"unique": _("Alamat surel ini sudah dipakai akun lain.")},
    )
    phone_verified_at = models.DateTimeField(_("nomor HP diperiksa"), null=True, blank=True)
    role = models.CharField(_("peran"), max_length=20, choices=Role.choices, blank=True)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("wilayah tugas"),
        help_text=_("Provinsi (63) atau satu kabupaten/kota (63.06)."),
    )
    position = models.CharField(_("jabatan"), max_length=150, blank=True)
    nip = models.CharField(_("NIP"), max_length=30, blank=True)
    delegated_until = models.DateField(
        _("bertindak sebagai Plt./Plh. sampai"),
        null=True,
        blank=True,
        help_text=_("Diisi bila orang ini menandatangani sebagai pelaksana tugas sampai tanggal itu."),
    )
    notice_choices = models.JSONField(_("pilihan kabar"), default=dict, blank=True, editable=False)
    is_active = models.BooleanField(_("aktif"), default=True)
    is_example = models.BooleanField(_("akun contoh"), default=False, editable=False)
    date_joined = models.DateTimeField(_("terdaftar"), default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")
        constraints = [
            models.CheckConstraint(
                condition=Q(phone__isnull=False) | Q(email__isnull=False),
                name="user_has_phone_or_email",
                violation_error_message=_("Isi nomor HP atau alamat surel; salah satunya harus ada."),
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[Role.OFFICER, Role.FACILITATOR, Role.REVIEWER, Role.HEAD])
                | Q(region__isnull=False),
                name="user_staff_has_region",
                violation_error_message=_("Petugas harus punya wilayah tugas."),
            ),
        ]

    def __str__(self):
        return self.name or self.login

    @property
    def login(self):
        return self.phone or self.email or ""

    @property
    def is_staff(self):
        """Django admin asks for this name; only the admin role enters it."""
        return self.is_active and (self.role == Role.ADMIN or self.is_superuser)

    @property
    def is_office(self):
        """Anyone with a staff role."""
        return bool(self.role)

    @property
    def role_word(self):
        """The role in one word; “Pemilik usaha” for somebody without a staff role."""
        return ROLE_WORDS[self.role]

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ")[0] if self.name else self.login

    def notice_when(self, event, channel):
        """When word of `event` goes out by `channel` (email or whatsapp): now unless the person chose otherwise."""
        return self.notice_choices.get(event, {}).get(channel, NoticeWhen.NOW)

    def clean(self):
        super().clean()
        self.email = self.email.lower() if self.email else None
        self.phone = check_phone(self.phone) if self.phone else None


class LoginCode(models.Model):
    """A one-time code for signing in or up: sent to a phone or an address, or issued by an officer in person.

    Only its digest is stored. A code of an officer belongs to an account and carries the reason; a code for a number
    nobody has registered carries in `data` what the person wrote at sign-up.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in", _("masuk")
        SIGN_UP = "sign_up", _("daftar")
        CHANGE_PHONE = "change_phone", _("mengganti nomor HP")

    login = models.CharField(_("nomor HP atau surel"), max_length=254, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="login_codes"
    )
    purpose = models.CharField(_("untuk"), max_length=20, choices=Purpose.choices, default=Purpose.SIGN_IN)
    code_digest = models.CharField(max_length=64)
    data = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(_("diterbitkan"), default=timezone.now)
    expires_at = models.DateTimeField(_("berlaku sampai"))
    tries = models.PositiveSmallIntegerField(_("percobaan salah"), default=0)
    used_at = models.DateTimeField(_("dipakai"), null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("penerbit")
    )
    reason = models.CharField(_("alasan"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("kode masuk")
        verbose_name_plural = _("kode masuk")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True) | (Q(user__isnull=False) & ~Q(reason="")),
                name="logincode_of_an_officer_has_reason",
                violation_error_message=_("Kode yang diterbitkan petugas harus punya alasan."),
            )
        ]

    def __str__(self):
        return f"{self.get_purpose_display()} {self.created_at:%Y-%m-%d %H:%M}"
