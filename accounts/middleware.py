"""Language by choice only, and TOTP for staff."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

LANGUAGE_COOKIE = "bahasa"


class LanguageMiddleware:
    """Indonesian unless the person chose otherwise; the browser's own preference is not followed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(LANGUAGE_COOKIE)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class StaffTotpMiddleware:
    """In production staff enter nothing before a second factor is set up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        user = request.user
        if (
            settings.STAFF_TOTP_REQUIRED
            and user.is_authenticated
            and user.is_office
            and not request.path.startswith((reverse("mfa_index"), reverse("account_logout"), "/akun/"))
            and not is_mfa_enabled(user)
        ):
            return redirect("mfa_activate_totp")
        return None
