from django.urls import path

from certification.views import labels

urlpatterns = [
    path("<int:product_pk>/", labels.label_check, name="label_check"),
    path("<int:product_pk>/isi/", labels.label_edit, name="label_edit"),
    path("<int:product_pk>/rancangan.pdf", labels.label_draft, name="label_draft"),
]
