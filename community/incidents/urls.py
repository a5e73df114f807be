from django.urls import path

from community.incidents.views import status, telling

app_name = "incidents"

urlpatterns = [
    path("", status.incident_list, name="list"),
    path("new/", telling.declare, name="new"),
    path("feed.atom", status.feed, name="feed"),
    path("<slug:slug>/", status.incident_detail, name="detail"),
    path("<slug:slug>/updates/", telling.add_update, name="updates"),
    path("<slug:slug>/questions/", telling.attach_question, name="questions"),
    path("<slug:slug>/follow/", telling.follow, name="follow"),
    path("<slug:slug>/follow/remove/", telling.unfollow, name="follow-remove"),
]
