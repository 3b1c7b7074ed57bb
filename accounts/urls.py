from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("kabar/", views.notices, name="notices"),
    path("kabar/dibaca/", views.notices_read, name="notices_read"),
    path("bahasa/", views.language, name="language"),
    path("privasi/", views.privacy, name="privacy"),
    path("aksesibilitas/", views.accessibility, name="accessibility"),
]
