from django.urls import path

from community.moderation import views

app_name = "moderation"

urlpatterns = [
    path("flags/<slug:subject>/<int:subject_id>/", views.flag, name="flag"),
    path("moderation/", views.queue, name="queue"),
    path("moderation/reviews/<int:review_id>/decision/", views.decide, name="decide"),
    path("moderation/log/", views.log, name="log"),
]
