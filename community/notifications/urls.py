from django.urls import path

from community.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.notification_list, name="list"),
    path("read/", views.read_all, name="read-all"),
    path("seen/", views.note_seen, name="seen"),
    path("following/<int:subscription_id>/remove/", views.unfollow, name="following-remove"),
    path("settings/", views.mail_settings, name="settings"),
    path("<int:notification_id>/mute/", views.mute_thread, name="mute"),
    path("replies/<int:inbound_id>/", views.kept_reply, name="reply"),
    path("replies/<int:inbound_id>/remove/", views.forget_kept_reply, name="reply-remove"),
    path("guests/<str:guest_token>/", views.guest_confirmation, name="guest-confirmation"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
