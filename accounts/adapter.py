"""How allauth meets our users."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return True

    def get_login_redirect_url(self, request):
        return reverse("home")


class MfaAdapter(DefaultMFAAdapter):
    def get_totp_label(self, user):
        return user.login
