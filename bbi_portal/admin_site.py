"""The Django admin behind the portal's own sign-in, never its own login page."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class PortalAdminConfig(AdminConfig):
    default_site = "bbi_portal.admin_site.PortalAdminSite"


class PortalAdminSite(AdminSite):
    site_header = _("Portal BBI Kalsel — Admin")
    site_title = _("Admin Portal BBI")
    index_title = _("Pengguna dan data acuan")

    def __init__(self, *args, **kwargs):
        from allauth.account.decorators import secure_admin_login

        super().__init__(*args, **kwargs)
        self.login = secure_admin_login(self.login)
