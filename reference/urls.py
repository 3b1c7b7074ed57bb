from django.urls import path

from reference import views

app_name = "reference"
urlpatterns = [
    path("wilayah/", views.region_options, name="region_options"),
    path("kbli/cari/", views.kbli_options, name="kbli_options"),
]
