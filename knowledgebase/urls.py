from django.urls import path

from knowledgebase.views import editing, feedback, reading, reviewing, tasks

app_name = "kb"

urlpatterns = [
    path("", reading.index, name="index"),
    path("new/", editing.new, name="article-new"),
    path("new/questions/", editing.draft_from_questions, name="draft-from-questions"),
    path("drafts/", editing.drafts, name="drafts"),
    path("tasks/", tasks.changed_sources, name="tasks"),
    path("tasks/<int:task_id>/new-words/", tasks.take_over, name="task-new-words"),
    path("tasks/<int:task_id>/stays/", tasks.stay, name="task-stays"),
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
