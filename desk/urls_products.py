"""Addresses of the staff's product pages, named `products:…`; they show certification, so they stand in the desk."""

from django.urls import path

from desk.views import lists

app_name = "products"
urlpatterns = [
    path("", lists.product_list, name="product_list"),
    path("unduh/", lists.product_export, name="product_export"),
    path("<int:pk>/", lists.product_detail, name="product_detail"),
]
