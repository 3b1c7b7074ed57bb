"""What every page's frame needs. Each part is computed only when a template asks for it, so fragments pay nothing."""

from dataclasses import dataclass
from functools import cache, cached_property

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.demo import DEMO_PASSWORD
from accounts.logins import spell_login
from accounts.models import User
from accounts.notices import unread_count
from accounts.rules import has_no_office, is_admin, is_facilitator, is_head, is_officer, is_reviewer
from reference.models import Region


@dataclass(frozen=True)
class Item:
    """One entry of the navigation: `marks` are the beginnings of view names that light it up."""

    label: Promise
    view: str
    icon: str
    marks: tuple[str, ...]
    perm: str = ""


CATALOG = Item(_("Katalog"), "home", "catalog", ("home", "catalog:"))
GUIDE = Item(_("Butuh izin apa?"), "guide", "question", ("guide",))
SIGN_UP = Item(_("Daftar"), "account_signup", "sign-up", ("account_signup",))
MY_IKM = Item(
    _("Usaha saya"), "desk:my_ikm", "ikm", ("desk:my_ikm", "desk:path_", "desk:status", "assistance:", "certification:")
)
QUEUE = Item(_("Antrean"), "desk:queue", "queue", ("desk:queue", "desk:dossier"))
IKM = Item(_("IKM"), "ikm:ikm_list", "ikm", ("ikm:",))
PRODUCTS = Item(_("Produk"), "products:product_list", "product", ("products:",))
UPLOAD = Item(_("Unggah Excel"), "inventory:batch_list", "upload", ("inventory:",), "inventory.add_importbatch")
DASHBOARD = Item(_("Dasbor"), "dashboards:dashboard", "dashboard", ("dashboards:",))
PROPOSALS = Item(_("Usulan BBI"), "proposals:batch_list", "proposal", ("proposals:",), "proposals.view_batches")
PAPERS = Item(_("Sertifikat"), "certification:certificate_list", "file", ("certification:",))
ASSISTANCE = Item(_("Pendampingan"), "assistance:case_list", "people", ("assistance:",))
FOODS = Item(_("Tabel pangan"), "certification:food_table_list", "file", ("certification:food_table",))
ADMIN = Item(_("Admin"), "admin:index", "admin", ("admin:",))
ERASURES = Item(_("Penghapusan data"), "desk:erasure_list", "trash", ("desk:erasure",))

NAVIGATION = (
    (has_no_office, (MY_IKM, CATALOG, GUIDE)),
    (is_officer, (QUEUE, ASSISTANCE, IKM, PRODUCTS, PAPERS, UPLOAD, DASHBOARD)),
    (is_facilitator, (QUEUE, ASSISTANCE, IKM)),
    (is_reviewer, (DASHBOARD, QUEUE, ASSISTANCE, PRODUCTS, IKM, PAPERS, PROPOSALS)),
    (is_head, (DASHBOARD, PROPOSALS, IKM)),
    (is_admin, (ADMIN, FOODS, ERASURES, CATALOG)),
)
FOR_VISITORS = (CATALOG, GUIDE, SIGN_UP)


@cache
def region_name(code):
    """“Kab. Kotabaru”; names of regions change by law, so they are read once per process."""
    return Region.objects.get(pk=code).name.replace("Kabupaten ", "Kab. ")


def items_for(user):
    """The entries a person sees, in order."""
    for applies, items in NAVIGATION:
        if applies.test(user):
            return [item for item in items if not item.perm or user.has_perm(item.perm)]
    return list(FOR_VISITORS)


def url_of(item):
    try:
        return reverse(item.view)
    except NoReverseMatch:
        return ""


def title_of(user):
    """“Petugas · Kab. Kotabaru”, or the role alone where no region belongs to it."""
    return f"{user.role_word} · {region_name(user.region_id)}" if user.region_id else str(user.role_word)


class PortalFrame:
    def __init__(self, request):
        self.request = request
        self.user = getattr(request, "user", None)
        self.is_demo = settings.DEMO

    @cached_property
    def is_signed_in(self):
        return self.user is not None and self.user.is_authenticated

    @cached_property
    def nav(self):
        """[{label, url, icon, active}]"""
        if self.user is None:
            return []
        match = getattr(self.request, "resolver_match", None)
        current = match.view_name if match else ""
        return [
            {"label": item.label, "url": url, "icon": item.icon, "active": current.startswith(item.marks)}
            for item in items_for(self.user)
            if (url := url_of(item))
        ]

    @cached_property
    def subtitle(self):
        return title_of(self.user) if self.is_signed_in else ""

    @cached_property
    def user_label(self):
        return str(self.user) if self.is_signed_in else ""

    @cached_property
    def unread_count(self):
        return unread_count(self.user) if self.is_signed_in else 0

    @cached_property
    def languages(self):
        """[{code, label, active}], each language in its own words."""
        chosen = get_language()
        return [
            {"code": code, "label": get_language_info(code)["name_local"], "active": code == chosen}
            for code, _name in settings.LANGUAGES
        ]

    @cached_property
    def demo_accounts(self):
        """[{label, login, password}] in the demonstration, else nothing."""
        if not self.is_demo:
            return []
        return [
            {
                "label": f"{title_of(user)} ({user.name})",
                "login": spell_login(user.login),
                "password": DEMO_PASSWORD,
            }
            for user in User.objects.filter(is_example=True).order_by("pk")
        ]


def portal(request):
    return {"portal": PortalFrame(request)}
