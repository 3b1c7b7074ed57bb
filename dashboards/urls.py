from django.urls import path

from dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("usulkan/", views.propose, name="propose"),
    path("hitung-ulang/", views.refresh, name="refresh"),
]
