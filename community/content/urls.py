from django.urls import path

from community.content.views import drafts, mentions, pictures, private_facts, videos

urlpatterns = [
    path("private-facts/", private_facts.private_facts, name="private-facts"),
    path("mentions/", mentions.mentions, name="mentions"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/remove/", drafts.remove, name="draft-remove"),
    path("drafts/other/", drafts.take_other, name="draft-other"),
    path("attachments/", pictures.pictures_of_mine, name="attachments"),
    path("videos/", videos.videos, name="videos"),
    path("videos/<str:video_name>/", videos.video, name="video"),
    path("videos/<str:video_name>/captions/", videos.caption, name="video-captions"),
    path("videos/<str:video_name>/captions/<str:language>/remove/", videos.uncaption, name="video-captions-remove"),
    path("videos/<str:video_name>/transcripts/<str:language>/", videos.transcribe, name="video-transcript"),
    path("videos/<str:video_name>/poster/", videos.choose_poster, name="video-poster"),
    path("videos/<str:video_name>/poster/picture/", videos.upload_poster, name="video-poster-picture"),
    path("videos/<str:video_name>/description/", videos.describe, name="video-description"),
    path("videos/<str:video_name>/description/remove/", videos.undescribe, name="video-description-remove"),
    path("files/captions/<str:video_name>/<str:language>.vtt", pictures.captions, name="file-captions"),
    path("files/small/<str:file_name>", pictures.picture, {"small": True}, name="file-small"),
    path("files/<str:file_name>", pictures.picture, name="file"),
]
