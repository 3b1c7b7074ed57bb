from django.urls import path

from inventory import views

app_name = "inventory"
urlpatterns = [
    path("", views.batch_list, name="batch_list"),
    path("contoh/<slug:kind>.xlsx", views.sheet_template, name="sheet_template"),
    path("<int:pk>/", views.batch_detail, name="batch_detail"),
    path("<int:pk>/kolom/", views.batch_mapping, name="batch_mapping"),
    path("<int:pk>/periksa/", views.batch_check, name="batch_check"),
    path("<int:pk>/masukkan/", views.batch_apply, name="batch_apply"),
    path("<int:pk>/perbaiki/", views.batch_problems, name="batch_problems"),
]
