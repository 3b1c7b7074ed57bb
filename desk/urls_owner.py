from django.urls import path

from desk.urls_certificates import urlpatterns as certificate_urls
from desk.urls_photos import urlpatterns as photo_urls
from desk.views import guided, status
from desk.views import path as steps

_PRODUCT = "usaha/<int:ikm_pk>/produk/<int:product_pk>/"
urlpatterns = [
    path("mulai/", status.start, name="start"),
    path("mulai/produk/", guided.start_product, name="start_product"),
    path("usaha-saya/", status.my_ikm, name="my_ikm"),
    path("usaha-saya/daftar/", steps.register, name="register"),
    path("usaha/<int:pk>/", status.status, name="status"),
    path("usaha/<int:pk>/benar/", status.confirm, name="confirm"),
    path("usaha/<int:ikm_pk>/profil/", steps.path_profile, name="path_profile"),
    path("usaha/<int:ikm_pk>/profil/wilayah/", steps.path_regions, name="path_regions"),
    path("usaha/<int:ikm_pk>/angka/", steps.path_figures, name="path_figures"),
    path("usaha/<int:ikm_pk>/produk/", steps.path_products, name="path_products"),
    path(_PRODUCT, steps.path_product, name="path_product"),
    path("usaha/<int:ikm_pk>/persetujuan/", steps.path_consent, name="path_consent"),
    path("usaha/<int:ikm_pk>/periksa/", steps.path_review, name="path_review"),
    *certificate_urls,
    *photo_urls,
]
