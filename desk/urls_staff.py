from django.urls import path

from desk.views import act, behalf, dossier, facilitators, queue

urlpatterns = [
    path("atas-nama/", behalf.behalf, name="behalf"),
    path("antrean/", queue.queue, name="queue"),
    path("antrean/setujui/", queue.approve_many, name="queue_approve"),
    path("berkas/<int:pk>/", dossier.dossier, name="dossier"),
    path("berkas/<int:pk>/riwayat/", dossier.dossier_history, name="dossier_history"),
    path("berkas/<int:pk>/nik/", dossier.dossier_nik, name="dossier_nik"),
    path("berkas/<int:pk>/verifikasi/", dossier.dossier_verify, name="dossier_verify"),
    path("berkas/<int:pk>/kembalikan/", dossier.dossier_return, name="dossier_return"),
    path("berkas/<int:pk>/pendamping/", facilitators.dossier_facilitators, name="dossier_facilitators"),
    path("tindakan/<slug:kind>/<int:pk>/<slug:verb>/", act.act, name="act"),
]
