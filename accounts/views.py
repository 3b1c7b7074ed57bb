"""A person's account and notices, the choice of language, and the two pages of public information."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import TERMS_VERSION
from accounts.forms import AccountForm
from accounts.middleware import LANGUAGE_COOKIE
from accounts.models import User
from accounts.notices import mark_all_read, notices_of
from core.audit import record

NOTICES_PER_PAGE = 30
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365


def account(request):
    user = User.objects.get(pk=request.user.pk)
    form = AccountForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            changed = [name for name in form.changed_data if name != "current_password"]
            record("account.changed", user, by=user, fields=changed)
        messages.success(request, _("Perubahan disimpan."))
        return redirect("accounts:account")
    return render(request, "accounts/account.html", {"form": form})


@require_safe
def notices(request):
    page = Paginator(notices_of(request.user), NOTICES_PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "prev_url": f"?halaman={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?halaman={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "accounts/notices.html", context)


@require_POST
def notices_read(request):
    mark_all_read(request.user)
    messages.success(request, _("Semua kabar ditandai sudah dibaca."))
    return redirect("accounts:notices")


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
