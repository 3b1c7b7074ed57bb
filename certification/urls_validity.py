from django.urls import path

from certification.views import validity

urlpatterns = [
    path("", validity.expiring_list, name="expiring_list"),
    path("<int:pk>/perubahan/", validity.change_answer, name="change_answer"),
]
