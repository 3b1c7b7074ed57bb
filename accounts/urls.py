from django.urls import path

from accounts import code_views, notice_views, views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("kode/", code_views.code, name="code"),
    path("kode/isi/", code_views.code_enter, name="code_enter"),
    path("lupa-sandi/", code_views.forgotten, name="forgotten"),
    path("sandi-baru/", code_views.new_password, name="new_password"),
    path("nomor-baru/", code_views.new_phone, name="new_phone"),
    path("kabar/", notice_views.notices, name="notices"),
    path("kabar/dibaca/", notice_views.notices_read, name="notices_read"),
    path("kabar/<int:pk>/buka/", notice_views.notice_open, name="notice_open"),
    path("kabar/pilihan/", notice_views.notice_choices, name="notice_choices"),
    path("bahasa/", views.language, name="language"),
    path("privasi/", views.privacy, name="privacy"),
    path("aksesibilitas/", views.accessibility, name="accessibility"),
]
