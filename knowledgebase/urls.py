from django.urls import path

from knowledgebase.views import editing, feedback, go, reading, requests, reviewing

app_name = "kb"

urlpatterns = [
    path("", reading.index, name="index"),
    path("new/", editing.new, name="article-new"),
    path("drafts/", editing.drafts, name="drafts"),
    path("requests/", requests.index, name="requests"),
    path("requests/tickets/<int:ticket_id>/", requests.ticket, name="ticket-detail"),
    path("requests/<int:request_id>/", requests.detail, name="request-detail"),
    path("requests/<int:request_id>/assignment/", requests.assign, name="request-assignment"),
    path("requests/<int:request_id>/assignment/remove/", requests.unassign, name="request-assignment-remove"),
    path("requests/<int:request_id>/refusal/", requests.decline, name="request-refusal"),
    path("requests/<int:request_id>/refusal/remove/", requests.take_up, name="request-refusal-remove"),
    path("requests/<int:request_id>/article/", requests.link, name="request-article"),
    path("requests/<int:request_id>/article/remove/", requests.unlink, name="request-article-remove"),
    path("requests/<int:request_id>/title/", requests.entitle, name="request-title"),
    path("links/", go.links, name="links"),
    path("links/<int:link_id>/remove/", go.remove_link, name="link-remove"),
    path("sections/<slug:section_slug>/", reading.section, name="section"),
    path("<slug:slug>/", reading.article_detail, name="article-detail"),
    path("<slug:slug>/image/<slug:version>.png", reading.article_image, name="article-image"),
    path("<slug:slug>/history/", reading.history, name="article-history"),
    path("<slug:slug>/helpful/", feedback.helpful, name="article-helpful"),
    path("<slug:slug>/helpful/thanks/", feedback.thanks, name="article-thanks"),
    path("<slug:slug>/edit/", editing.edit, name="article-edit"),
    path("<slug:slug>/address/", editing.readdress, name="article-address"),
    path("<slug:slug>/submission/", editing.submit, name="article-submission"),
    path("<slug:slug>/submission/remove/", reviewing.send_back, name="article-submission-remove"),
    path("<slug:slug>/review/", reviewing.review, name="article-review"),
    path("<slug:slug>/review/comments/", reviewing.comment, name="article-review-comments"),
    path("<slug:slug>/publication/", reviewing.publish, name="article-publication"),
    path("<slug:slug>/publication/remove/", reviewing.archive, name="article-publication-remove"),
]
