from django.urls import path

from desk.views import erasures, mydata

urlpatterns = [
    path("data-saya/", mydata.mydata, name="mydata"),
    path("data-saya/unduh/", mydata.mydata_download, name="mydata_download"),
    path("data-saya/persetujuan/<int:ikm_pk>/tarik/", mydata.mydata_withdraw, name="mydata_withdraw"),
    path("data-saya/hapus/", mydata.mydata_erase, name="mydata_erase"),
    path("data-saya/hapus/batal/", mydata.mydata_cancel, name="mydata_cancel"),
    path("penghapusan/", erasures.erasure_list, name="erasure_list"),
    path("penghapusan/<int:pk>/", erasures.erasure, name="erasure"),
    path("penghapusan/<int:pk>/kerjakan/", erasures.erasure_do, name="erasure_do"),
    path("penghapusan/<int:pk>/tolak/", erasures.erasure_refuse, name="erasure_refuse"),
]
