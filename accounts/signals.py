"""Sign-ins and password changes leave an audit event (signals of Django and allauth, not our own)."""

from allauth.account.signals import password_changed, password_reset
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from accounts.notifications import tell_password_changed
from core.audit import record
from core.unfinished import take_back


@receiver(user_logged_in)
def record_sign_in(sender, request, user, **kwargs):
    record("session.signed_in", user, by=user)


@receiver(user_logged_in)
def take_back_typing(sender, request, user, **kwargs):
    """What was typed before the sign-in expired waits on its page; the middleware carried it here."""
    if request is not None and hasattr(request, "session"):
        take_back(user, request.session.pop("kept_typing", ""))


@receiver([password_changed, password_reset])
def record_password_change(sender, request, user, **kwargs):
    record("account.password_changed", user, by=user)
    tell_password_changed(user)
