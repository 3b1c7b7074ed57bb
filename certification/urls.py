from django.urls import path

from certification import views

app_name = "certification"
urlpatterns = [
    path("", views.certificate_list, name="certificate_list"),
    path("<int:pk>/", views.certificate_detail, name="certificate_detail"),
    path("<int:pk>/berkas/", views.document, name="document"),
    path("gizi/<int:pk>/foto/", views.nutrition_photo, name="nutrition_photo"),
]
