from django.urls import path

from desk.views import codes

urlpatterns = [path("berkas/<int:pk>/kode-masuk/", codes.dossier_code, name="dossier_code")]
