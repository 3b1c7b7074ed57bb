"""Language by choice only, TOTP for staff, and the pages of allauth that stay closed."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.utils import translation

from accounts.expired import answer_expired, place_of_form
from core.unfinished import unseal

LANGUAGE_COOKIE = "bahasa"

# Phone and e-mail live on our own account page; e-mail confirmation and sign-in by code are not offered.
CLOSED_PAGES = {
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_set_password",
}
WITHOUT_TOTP = {"account_logout", "account_reauthenticate", "accounts:language"}


def is_open(name, view_func):
    """Public pages and those for setting up or leaving; Django calls admin views public and checks them itself."""
    is_public = not getattr(view_func, "login_required", True) and not name.startswith("admin:")
    return is_public or name in WITHOUT_TOTP or name.startswith("mfa_")


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


class SignInMiddleware(LoginRequiredMiddleware):
    """Signed in or public. What was typed in a form before the sign-in expired is carried through signing in."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not request.user.is_authenticated and request.method == "POST":
            sealed = request.POST.get("kept_typing", "")
            if unseal(sealed):
                request.session["kept_typing"] = sealed
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        answer = answer_expired(request, view_func)
        return answer or redirect_to_login(place_of_form(request), self.get_login_url(view_func))


class StaffTotpMiddleware:
    """In production staff enter nothing before a second factor is set up; closed pages lead to the account."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        name = request.resolver_match.view_name
        if name in CLOSED_PAGES:
            return redirect("accounts:account")
        if (
            settings.STAFF_TOTP_REQUIRED
            and not is_open(name, view_func)
            and request.user.is_authenticated
            and request.user.is_office
            and not is_mfa_enabled(request.user)
        ):
            return redirect("mfa_activate_totp")
        return None
