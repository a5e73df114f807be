from django.urls import path

from community.content.views import drafts, mentions, pictures, private_facts

urlpatterns = [
    path("private-facts/", private_facts.private_facts, name="private-facts"),
    path("mentions/", mentions.mentions, name="mentions"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/remove/", drafts.remove, name="draft-remove"),
    path("drafts/other/", drafts.take_other, name="draft-other"),
    path("attachments/", pictures.pictures_of_mine, name="attachments"),
    path("files/small/<str:file_name>", pictures.picture, {"small": True}, name="file-small"),
    path("files/<str:file_name>", pictures.picture, name="file"),
]
