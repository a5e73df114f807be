from django.urls import path

from community.api import views
from community.api.api import api
from community.api.widget.views import embedding, widget_script

urlpatterns = [
    path("widget.js", widget_script, name="widget-script"),
    path("embedding/", embedding, name="embedding"),
    path("api/v1/docs", views.docs, name="api-docs"),
    path("api/v1/", api.urls),
    path("accounts/api-keys/", views.keys, name="api-keys"),
    path("accounts/api-keys/<int:key_id>/remove/", views.remove_key, name="api-key-remove"),
]
