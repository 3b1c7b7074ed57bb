"""A person's account, the choice of language, and the two pages of public information."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.code_views import ask_new_phone
from accounts.codes import issued_for, signed_in_by_code
from accounts.enums import TERMS_VERSION
from accounts.forms import AccountForm
from accounts.middleware import LANGUAGE_COOKIE
from accounts.models import User
from core.audit import record

LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365


def account(request):
    user = User.objects.get(pk=request.user.pk)
    form = AccountForm(request.POST or None, instance=user, fresh_code=signed_in_by_code(request))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            waiting = {"current_password", "phone"} if form.new_phone else {"current_password"}
            changed = [name for name in form.changed_data if name not in waiting]
            record("account.changed", user, by=user, fields=changed)
        if form.new_phone:
            return ask_new_phone(request, form.new_phone)
        messages.success(request, _("Perubahan disimpan."))
        return redirect("accounts:account")
    context = {"form": form, "has_password": form.has_password, "officer_codes": issued_for(user)[:5]}
    return render(request, "accounts/account.html", context)


@login_not_required
@require_POST
def language(request):
    """Remember the chosen language in a cookie and go back to the page."""
    response = redirect(safe_next(request))
    chosen = request.POST.get("language")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            LANGUAGE_COOKIE,
            chosen,
            max_age=LANGUAGE_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def safe_next(request):
    """The page to go back to when it is one of ours, else the first page."""
    target = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if allowed else reverse("home")


@login_not_required
@require_safe
def privacy(request):
    return render(request, "accounts/privacy.html", {"version": TERMS_VERSION})


@login_not_required
@require_safe
def accessibility(request):
    return render(request, "accounts/accessibility.html")
