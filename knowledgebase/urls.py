from django.urls import path

from knowledgebase.views import editing, feedback, freshness, go, locking, reading, reviewing, tasks, translating

app_name = "kb"

urlpatterns = [
    path("", reading.index, name="index"),
    path("new/", editing.new, name="article-new"),
    path("new/preview/", editing.preview, name="article-preview"),
    path("new/questions/", editing.draft_from_questions, name="draft-from-questions"),
    path("drafts/", editing.drafts, name="drafts"),
    path("freshness/", freshness.to_check, name="freshness"),
    path("languages/", translating.languages, name="languages"),
    path("languages/<str:language>/", translating.to_translate, name="to-translate"),
    path("tasks/", tasks.changed_sources, name="tasks"),
    path("tasks/<int:task_id>/new-words/", tasks.take_over, name="task-new-words"),
    path("tasks/<int:task_id>/stays/", tasks.stay, name="task-stays"),
    path("links/", go.links, name="links"),
    path("links/<int:link_id>/remove/", go.remove_link, name="link-remove"),
    path("sections/<slug:section_slug>/", reading.section, name="section"),
    path("<slug:slug>/", reading.article_detail, name="article-detail"),
    path("<slug:slug>/image/<slug:version>.png", reading.article_image, name="article-image"),
    path("<slug:slug>/history/", reading.history, name="article-history"),
    path("<slug:slug>/helpful/", feedback.helpful, name="article-helpful"),
    path("<slug:slug>/helpful/thanks/", feedback.thanks, name="article-thanks"),
    path("<slug:slug>/edit/", editing.edit, name="article-edit"),
    path("<slug:slug>/verification/", freshness.verify, name="article-verification"),
    path("<slug:slug>/freshness/", freshness.find_wanting, name="article-freshness"),
    path("<slug:slug>/schedule/", reviewing.schedule, name="article-schedule"),
    path("<slug:slug>/schedule/remove/", reviewing.unschedule, name="article-schedule-remove"),
    path("<slug:slug>/lock/", locking.hold, name="article-lock"),
    path("<slug:slug>/lock/remove/", locking.release, name="article-lock-remove"),
    path("<slug:slug>/translations/", translating.translate, name="article-translations"),
    path("<slug:slug>/address/", editing.readdress, name="article-address"),
    path("<slug:slug>/submission/", editing.submit, name="article-submission"),
    path("<slug:slug>/submission/remove/", reviewing.send_back, name="article-submission-remove"),
    path("<slug:slug>/review/", reviewing.review, name="article-review"),
    path("<slug:slug>/review/comments/", reviewing.comment, name="article-review-comments"),
    path("<slug:slug>/publication/", reviewing.publish, name="article-publication"),
    path("<slug:slug>/publication/remove/", reviewing.archive, name="article-publication-remove"),
]
