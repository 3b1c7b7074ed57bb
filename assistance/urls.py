from django.urls import path

from assistance import views

app_name = "assistance"
urlpatterns = [
    path("", views.case_list, name="case_list"),
    path("baru/<int:ikm_pk>/", views.case_open, name="case_open"),
    path("<int:pk>/", views.case_detail, name="case_detail"),
    path("<int:pk>/tindakan/<slug:verb>/", views.case_act, name="case_act"),
    path("<int:pk>/selesai/", views.case_finish, name="case_finish"),
    path("<int:pk>/penanggung-jawab/", views.case_hand_over, name="case_hand_over"),
    path("<int:pk>/langkah/", views.step_add, name="step_add"),
    path("<int:pk>/berkas/", views.document_add, name="document_add"),
    path("langkah/<int:pk>/", views.step_edit, name="step_edit"),
    path("langkah/<int:pk>/selesai/", views.step_tick, name="step_tick"),
    path("langkah/<int:pk>/batal/", views.step_untick, name="step_untick"),
    path("berkas/<int:pk>/", views.document, name="document"),
    path("berkas/<int:pk>/hapus/", views.document_remove, name="document_remove"),
]
