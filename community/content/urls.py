from django.urls import path

from community.content import views

urlpatterns = [
    path("private-facts/", views.private_facts, name="private-facts"),
    path("attachments/", views.pictures_of_mine, name="attachments"),
    path("files/small/<str:file_name>", views.picture, {"small": True}, name="file-small"),
    path("files/<str:file_name>", views.picture, name="file"),
]
