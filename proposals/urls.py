from django.urls import path

from proposals import views

app_name = "proposals"
urlpatterns = [
    path("", views.batch_list, name="batch_list"),
    path("baru/", views.batch_add, name="batch_add"),
    path("<int:pk>/", views.batch_detail, name="batch_detail"),
    path("<int:pk>/periksa/", views.batch_check, name="batch_check"),
    path("<int:pk>/produk/", views.batch_products, name="batch_products"),
    path("<int:pk>/kirim/", views.batch_send, name="batch_send"),
    path("<int:pk>/surat.pdf", views.batch_letter, name="batch_letter"),
    path("<int:pk>/daftar.xlsx", views.batch_list_file, name="batch_list_file"),
    path("<int:pk>/<slug:verb>/", views.batch_act, name="batch_act"),
    path("produk/<int:pk>/keluarkan/", views.item_remove, name="item_remove"),
    path("produk/<int:pk>/jawaban/", views.item_answer, name="item_answer"),
]
