from django.urls import path

from advocates import views

app_name = "advocates"

urlpatterns = [
    path("", views.programme, name="programme"),
    path("leaderboard/", views.leaderboard, name="leaderboard"),
    path("me/", views.my_points, name="me"),
]
