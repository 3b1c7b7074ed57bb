from django.urls import path

from catalog import views

app_name = "catalog"
urlpatterns = [
    path("", views.product_list, name="product_list"),
    path("<int:product_pk>/", views.product_detail, name="product_detail"),
    path("daerah/<str:code>/", views.regency, name="regency"),
    path("foto/<int:photo_pk>/", views.photo, name="photo"),
    path("gambar/<int:product_pk>.svg", views.picture, name="picture"),
]
