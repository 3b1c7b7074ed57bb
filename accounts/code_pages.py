"""The page where a one-time code is typed, and what its sealed address carries."""

import re

from allauth.account.utils import get_next_redirect_url
from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.codes import can_send_to, seal, unseal
from accounts.logins import spell_login
from core.senders import reaches_phones


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Kode 6 angka"),
        max_length=20,
        error_messages={"required": _("Tulis kode 6 angka.")},
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "class": "code-input",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self):
        digits = re.sub(r"[\s.\-]", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise ValidationError(_("Kode terdiri atas 6 angka. Periksa lagi."))
        return digits


def to_code_page(request, login, row=None, view="accounts:code_enter"):
    """Lead to the page for typing the code."""
    next_url = get_next_redirect_url(request)
    query = {"untuk": seal(login, row, view)} | ({"next": next_url} if next_url else {})
    if is_from_sign_up(request):
        query["daftar"] = "1"
    return redirect(f"{reverse(view)}?{urlencode(query)}")


def is_from_sign_up(request):
    """The pages after sign-up speak of a code that was sent for certain, whether the number is registered or not."""
    return request.resolver_match.view_name == "account_signup" or "daftar" in (request.POST or request.GET)


def code_page(request, form, token, login, *, view="accounts:code_enter", is_sign_up=False):
    context = {
        "form": form,
        "token": token,
        "next": get_next_redirect_url(request) or "",
        "login": spell_login(login),
        "is_email": "@" in login,
        "is_sent": can_send_to(login),
        "is_logged": "@" not in login and can_send_to(login) and not reaches_phones(),
        "is_sign_up": is_sign_up,
        "action": reverse(view),
    }
    return render(request, "account/code_enter.html", context)


def sealed_login(request, view):
    """(token, login, row pk) of the page's sealed value, or None."""
    token = request.POST.get("untuk") or request.GET.get("untuk")
    found = unseal(token, view)
    return (token, *found) if found else None
