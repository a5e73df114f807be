"""Where every room's pages are. The paths are a contract: see docs/architecture.md."""

from django.contrib import admin
from django.urls import include, path

from community.notifications.replies.webhook import provider_webhook
from community.views import errors
from knowledgebase.views import feeds
from knowledgebase.views.go import go

urlpatterns = [
    path("", include("community.views.urls")),
    path("", include("forum.urls")),
    path("", include("community.content.urls")),
    path("", include("community.search.urls")),
    path("", include("community.support.urls")),
    path("", include("community.moderation.urls")),
    path("go/", go, name="go"),
    path("kb/", include("knowledgebase.urls")),
    path("feeds/articles.atom", feeds.newest, name="feed-articles"),
    path("feeds/articles/<slug:section_slug>.atom", feeds.of_section, name="feed-section"),
    path("advocates/", include("advocates.urls")),
    path("incidents/", include("community.incidents.urls")),
    path("insights/", include("community.insights.urls")),
    path("notifications/", include("community.notifications.urls")),
    path("anymail/<slug:provider>/inbound/", provider_webhook, name="inbound-mail"),
    path("", include("community.api.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("community.operations.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
