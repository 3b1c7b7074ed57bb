from django.urls import path

from desk.views import photos

_PRODUCT = "usaha/<int:ikm_pk>/produk/<int:product_pk>"
urlpatterns = [
    path(f"{_PRODUCT}/foto/", photos.path_photos, name="path_photos"),
    path(f"{_PRODUCT}/foto/<int:photo_pk>/ubah/", photos.path_photo_change, name="path_photo_change"),
    path(f"{_PRODUCT}/foto/<int:photo_pk>/hapus/", photos.path_photo_remove, name="path_photo_remove"),
]
