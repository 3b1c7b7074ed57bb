from django.urls import path

from desk.views import repair

urlpatterns = [
    path("perbaiki/<str:token>/", repair.repair, name="repair"),
    path("perbaiki/<str:token>/isi/", repair.repair_fill, name="repair_fill"),
    path("perbaiki/<str:token>/foto/<int:photo_pk>/", repair.repair_photo, name="repair_photo"),
    path("berkas/<int:pk>/tautan-perbaikan/", repair.dossier_repair_link, name="dossier_repair_link"),
]
