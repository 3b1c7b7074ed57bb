"""Signing in and up with a one-time code, a new password after it, and the proof of a new phone number."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.password_change import change_password, finalize_password_change
from allauth.account.internal.flows.signup import complete_signup
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.code_pages import CodeForm, code_page, is_from_sign_up, sealed_login, to_code_page
from accounts.codes import (
    NoCode,
    Purpose,
    can_send_to,
    is_own_request,
    may_sign_in_by_code,
    may_try,
    prove_phone,
    redeem,
    send_again,
    send_change_phone,
    send_sign_in,
    signed_in_by_code,
)
from accounts.forms import LOGIN_TAKEN, CodeRequestForm, NewPasswordForm, open_account
from accounts.logins import spell_login
from accounts.models import LoginCode, User
from core.audit import record
from core.senders import reaches_phones, sender


@login_not_required
@never_cache
@sensitive_post_parameters()
def code(request):
    """Ask for a code; from the sign-in page the number comes along."""
    comes_empty = "dari_masuk" in request.POST and not request.POST.get("login", "").strip()
    form = CodeRequestForm(request.POST if request.method == "POST" and not comes_empty else None)
    if form.is_bound and form.is_valid():
        login = form.cleaned_data["login"]
        try:
            row = send_sign_in(request, login) if can_send_to(login) else None
        except NoCode as refused:
            form.add_error(None, refused.sentence)
        else:
            return to_code_page(request, login, row)
    context = {
        "form": form,
        "next": get_next_redirect_url(request) or "",
        "has_sender": sender() is not None,
    }
    return render(request, "account/code.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters()
def code_enter(request):
    sealed = sealed_login(request, "accounts:code_enter")
    if sealed is None:
        messages.info(request, _("Halaman kode ini sudah terlalu lama. Minta kode yang baru."))
        return redirect("accounts:code")
    token, login, row_pk = sealed
    if "lagi" in request.POST:
        return _send_again(request, token, login, row_pk)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = _tried(request, form, login, row_pk=row_pk)
        if row is not None:
            return _enter(request, row)
    return code_page(request, form, token, login, is_sign_up=is_from_sign_up(request))


def _tried(request, form, login, **which):
    """The row a typed code opens; else None with a sentence at the field."""
    if not may_try(request, login):
        form.add_error("code", _("Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi."))
        return None
    row = redeem(login, form.cleaned_data["code"], **which)
    if row is None or not _still_allowed(row):
        form.add_error("code", _("Kode tidak cocok atau sudah tidak berlaku. Periksa lagi, atau minta kode baru."))
        return None
    return row


def _still_allowed(row):
    """What was true when the code was made may have changed; a closed account is refused by the sign-in itself."""
    if row.purpose != Purpose.SIGN_IN or not row.user.is_active:
        return True
    has_office = row.user.is_office or row.user.is_superuser
    return may_sign_in_by_code(row.user) and not (row.issued_by_id and has_office)


def _send_again(request, token, login, row_pk):
    row = LoginCode.objects.filter(pk=row_pk, login=login).first()
    try:
        row = send_again(request, row) if row else send_sign_in(request, login)
    except NoCode as refused:
        form = CodeForm({})
        form.errors.clear()
        form.add_error(None, refused.sentence)
        return code_page(request, form, token, login, is_sign_up=is_from_sign_up(request))
    messages.success(request, _("Kode baru dikirim. Kode sebelumnya tidak berlaku lagi."))
    return to_code_page(request, login, row)


def _enter(request, row):
    """Sign the person in through allauth, so that a second factor and a closed account are asked about as always."""
    target = get_next_redirect_url(request) or ""
    is_new = row.purpose == Purpose.SIGN_UP
    try:
        user = open_account(row) if is_new else row.user
    except IntegrityError:
        messages.error(request, LOGIN_TAKEN)
        return redirect("account_login")
    if user.is_active and not user.is_office and (row.issued_by_id or (prove_phone(user, row) and not is_new)):
        target = f"{reverse('accounts:new_password')}{'?' + urlencode({'next': target}) if target else ''}"
    record_authentication(request, user, method="code")
    if is_new:
        return complete_signup(request, user=user, redirect_url=target or None)
    return perform_login(request, Login(user=user, redirect_url=target or None))


@login_not_required
@require_safe
def forgotten(request):
    """The ways back in, by what this installation can send."""
    return render(request, "account/forgotten.html", {"reaches_phones": reaches_phones()})


@never_cache
@sensitive_post_parameters()
def new_password(request):
    """A password without the old one, while the sign-in by code is fresh."""
    target = get_next_redirect_url(request) or reverse("desk:start")
    user = User.objects.get(pk=request.user.pk)
    context = {"target": target, "has_password": user.has_usable_password(), "login": spell_login(user.login)}
    if not signed_in_by_code(request):
        return render(request, "account/new_password_stale.html", context | {"can_send": can_send_to(user.login)})
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            change_password(user, form.cleaned_data["password"])
            finalize_password_change(request, user)
        return redirect(target)
    return render(request, "account/new_password.html", context | {"form": form})


@never_cache
def new_phone(request):
    """Type the code sent to a new phone number; only then the account takes it."""
    sealed = sealed_login(request, "accounts:new_phone")
    if sealed is None or not is_own_request(request.user, *sealed[1:]):
        messages.info(request, _("Halaman kode ini sudah terlalu lama. Tulis nomor baru Anda sekali lagi."))
        return redirect("accounts:account")
    token, phone, row_pk = sealed
    if "lagi" in request.POST:
        return ask_new_phone(request, phone)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = _tried(request, form, phone, row_pk=row_pk, user=request.user)
        if row is not None:
            return _take_phone(request, row)
    return code_page(request, form, token, phone, view="accounts:new_phone", is_sign_up=True)


def ask_new_phone(request, phone):
    """Send the code to the new number and lead to the page for it."""
    try:
        row = send_change_phone(request, request.user, phone)
    except NoCode as refused:
        messages.error(request, refused.sentence)
        return redirect("accounts:account")
    return to_code_page(request, phone, row, view="accounts:new_phone")


def _take_phone(request, row):
    user = User.objects.get(pk=request.user.pk)
    user.phone, user.phone_verified_at = row.login, None
    try:
        with transaction.atomic():
            user.save(update_fields=["phone", "phone_verified_at"])
            prove_phone(user, row)
            record("account.changed", user, by=user, fields=["phone"])
    except IntegrityError:
        messages.error(request, _("Nomor atau surel ini tidak dapat dipakai."))
    else:
        messages.success(request, _("Nomor HP Anda sudah diganti dan diperiksa."))
    return redirect("accounts:account")
