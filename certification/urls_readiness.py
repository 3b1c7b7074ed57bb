from django.urls import path

from certification.views import readiness

urlpatterns = [
    path("", readiness.one_left, name="one_left"),
    path("usaha/", readiness.one_left_ikm, name="one_left_ikm"),
]
