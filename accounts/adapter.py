"""How allauth meets our users. Its limits answer with the page "429.html"."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Akun ini tidak aktif. Hubungi dinas untuk mengaktifkannya lagi."),
        "email_password_mismatch": _(
            "Nomor HP, surel, atau kata sandi tidak cocok. Periksa lagi, lalu coba sekali lagi."
        ),
        "too_many_login_attempts": _("Terlalu banyak percobaan. Tunggu 5 menit, lalu coba lagi."),
        "incorrect_password": _("Kata sandi tidak cocok. Coba sekali lagi."),
    }

    def is_open_for_signup(self, request):
        return True

    def reauthenticate(self, user, password):
        """Also for people without an e-mail address; counted against the same limit as sign-in."""
        found = self.authenticate(self.request, email=user.login, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app, **kwargs):
        """A password typed at sign-in a moment ago, in this session, is not asked for again."""
        records = get_authentication_records(self.request, self.request.user)
        if any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)


class MfaAdapter(DefaultMFAAdapter):
    def get_totp_label(self, user):
        return user.login
