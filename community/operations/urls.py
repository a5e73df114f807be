from django.urls import include, path

from community.operations import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("demo/", include("community.operations.demo.urls")),
]
