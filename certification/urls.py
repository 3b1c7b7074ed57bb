from django.urls import include, path

from certification.views import certificates

app_name = "certification"
urlpatterns = [
    path("", certificates.certificate_list, name="certificate_list"),
    path("<int:pk>/", certificates.certificate_detail, name="certificate_detail"),
    path("<int:pk>/berkas/", certificates.document, name="document"),
    path("<int:pk>/pratinjau.jpg", certificates.preview, name="preview"),
    path("gizi/<int:pk>/foto/", certificates.nutrition_photo, name="nutrition_photo"),
    path("gizi/", include("certification.urls_nutrition")),
    path("label/", include("certification.urls_labels")),
    path("masa/", include("certification.urls_validity")),
    path("kesiapan/", include("certification.urls_readiness")),
]
