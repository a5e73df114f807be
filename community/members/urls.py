from django.urls import path

from community.members import pending, views

urlpatterns = [
    path("accounts/continue/", pending.resume, name="continue"),
    path("accounts/profile/", views.profile, name="profile"),
]
