"""The portal's addresses, one line per app."""

from django.contrib import admin
from django.urls import include, path

from catalog.guide_views import guide
from catalog.views import home
from core import views as core

urlpatterns = [
    path("", home, name="home"),
    path("butuh-izin-apa/", guide, name="guide"),
    path("katalog/", include("catalog.urls")),
    path("akun/", include("accounts.urls")),
    path("masuk/", include("allauth.urls")),
    path("acuan/", include("reference.urls")),
    path("ikm/", include("desk.urls_ikm")),
    path("produk/", include("desk.urls_products")),
    path("sertifikat/", include("certification.urls")),
    path("pendampingan/", include("assistance.urls")),
    path("usulan/", include("proposals.urls")),
    path("impor/", include("inventory.urls")),
    path("", include("desk.urls")),
    path("dasbor/", include("dashboards.urls")),
    path("admin/", admin.site.urls),
    path("sehat/", core.health, name="health"),
    path("luring/", core.offline, name="offline"),
    path("manifest.webmanifest", core.manifest, name="manifest"),
    path("sw.js", core.service_worker, name="service_worker"),
]
