"""Addresses of the desk: the owner's pages and the staff's."""

from desk.urls_claim import urlpatterns as claim_urls
from desk.urls_codes import urlpatterns as code_urls
from desk.urls_mydata import urlpatterns as mydata_urls
from desk.urls_owner import urlpatterns as owner_urls
from desk.urls_repair import urlpatterns as repair_urls
from desk.urls_staff import urlpatterns as staff_urls

app_name = "desk"
urlpatterns = [*owner_urls, *repair_urls, *claim_urls, *code_urls, *mydata_urls, *staff_urls]
