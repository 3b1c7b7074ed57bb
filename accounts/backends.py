"""Sign-in by phone number (any spelling) or e-mail with a password."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import make_password

from accounts.models import User


class PhoneOrEmailBackend(ModelBackend):
    def authenticate(self, request, username=None, password=None, email=None, **credentials):
        login = username or email or credentials.get("login")
        if not login or password is None:
            return None
        user = User.objects.by_login(login)
        if user is None:
            make_password(password)  # the same time, whether the number is registered or not
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj, perm, obj=None):
        """Permissions come from rules alone."""
        return False

    def has_module_perms(self, user_obj, app_label):
        return False
