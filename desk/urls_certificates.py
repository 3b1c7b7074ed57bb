from django.urls import path

from desk.views import certificates, nutrition

_PRODUCT = "usaha/<int:ikm_pk>/produk/<int:product_pk>"
urlpatterns = [
    path("usaha/<int:ikm_pk>/sertifikat/", certificates.path_certificates, name="path_certificates"),
    path(f"{_PRODUCT}/sertifikat/", certificates.path_product_certificates, name="path_product_certificates"),
    path(f"{_PRODUCT}/sertifikat/<slug:axis>/", certificates.path_answer, name="path_answer"),
    path(f"{_PRODUCT}/sertifikat/<slug:axis>/baru/", certificates.path_certificate_add, name="path_certificate_add"),
    path(f"{_PRODUCT}/gizi/", nutrition.path_nutrition, name="path_nutrition"),
    path("usaha/<int:ikm_pk>/sertifikat/nomor/", certificates.path_number, name="path_number"),
    path(
        "usaha/<int:ikm_pk>/sertifikat/<int:pk>/ubah/",
        certificates.path_certificate_edit,
        name="path_certificate_edit",
    ),
    path(
        "usaha/<int:ikm_pk>/sertifikat/<int:pk>/ganti/",
        certificates.path_certificate_replace,
        name="path_certificate_replace",
    ),
]
