"""Addresses of the IKM pages, named `ikm:…`; the pages stand in the desk because they show what higher apps know."""

from django.urls import path

from desk.views import lists

app_name = "ikm"
urlpatterns = [
    path("", lists.ikm_list, name="ikm_list"),
    path("unduh/", lists.ikm_export, name="ikm_export"),
    path("<int:pk>/", lists.ikm_detail, name="ikm_detail"),
]
