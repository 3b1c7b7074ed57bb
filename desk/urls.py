"""Addresses of the desk: the owner's pages and the staff's."""

from desk.urls_owner import urlpatterns as owner_urls
from desk.urls_staff import urlpatterns as staff_urls

app_name = "desk"
urlpatterns = [*owner_urls, *staff_urls]
