"""The forum's addresses. Nouns: POST sets, `remove/` clears."""

from django.urls import include, path

from forum.views import (
    answers,
    asking,
    comments,
    confirmations,
    deflections,
    feeds,
    lists,
    promoting,
    questions,
    reactions,
    sharing,
    solutions,
    upkeep,
)

app_name = "forum"

# Parts of a question: whatever stands here is no slug (see forum.models.question.PARTS).
question_urls = [
    path("answers/", answers.answer_create, name="answer-create"),
    path("comments/", comments.comment_create, name="comment-create"),
    path("duplicate/", upkeep.duplicate_set, name="duplicate-set"),
    path("duplicate/remove/", upkeep.duplicate_remove, name="duplicate-remove"),
    path("edit/", questions.question_edit, name="question-edit"),
    path("escalation/", upkeep.escalation_set, name="escalation-set"),
    path("follow/", reactions.follow_set, name="follow-set"),
    path("follow/remove/", reactions.follow_remove, name="follow-remove"),
    path("image/<slug:version>.png", sharing.question_image, name="question-image"),
    path("history/", questions.question_history, name="question-history"),
    path("incident/", upkeep.incident_set, name="incident-set"),
    path("incident/remove/", upkeep.incident_remove, name="incident-remove"),
    path("lock/", upkeep.lock_set, name="lock-set"),
    path("lock/remove/", upkeep.lock_remove, name="lock-remove"),
    path("me-too/", reactions.me_too_set, name="me-too-set"),
    path("me-too/remove/", reactions.me_too_remove, name="me-too-remove"),
    path("outcome/", upkeep.outcome_set, name="outcome-set"),
    path("outcome/remove/", upkeep.outcome_remove, name="outcome-remove"),
    path("solution/", solutions.solution_set, name="solution-set"),
    path("solution/remove/", solutions.solution_remove, name="solution-remove"),
]

answer_urls = [
    path("", answers.answer_detail, name="answer-detail"),
    path("article/", promoting.answer_article, name="answer-article"),
    path("comments/", comments.answer_comment_create, name="answer-comment-create"),
    path("confirmation/", confirmations.confirmation_set, name="answer-confirmation-set"),
    path("confirmation/remove/", confirmations.confirmation_remove, name="answer-confirmation-remove"),
    path("edit/", answers.answer_edit, name="answer-edit"),
    path("endorsement/", reactions.endorsement_set, name="answer-endorsement-set"),
    path("endorsement/remove/", reactions.endorsement_remove, name="answer-endorsement-remove"),
    path("history/", answers.answer_history, name="answer-history"),
    path("vote/", reactions.vote_set, name="answer-vote-set"),
    path("vote/remove/", reactions.vote_remove, name="answer-vote-remove"),
]

urlpatterns = [
    path("questions/", lists.question_list, name="question-list"),
    path("questions/ask/", asking.question_ask, name="question-ask"),
    path("questions/deflections/", deflections.deflection_set, name="deflection-set"),
    path("questions/deflections/remove/", deflections.deflection_remove, name="deflection-remove"),
    path("questions/hints/", asking.question_hints, name="question-hints"),
    path("questions/intake/", asking.question_intake, name="question-intake"),
    path("questions/similar/", asking.question_similar, name="question-similar"),
    path("questions/preview/", asking.preview, name="preview"),
    path("questions/<int:question_id>/", questions.question_short, name="question-short"),
    path("questions/<int:question_id>/", include(question_urls)),
    path("questions/<int:question_id>/<slug:slug>/", questions.question_detail, name="question-detail"),
    path("answers/<int:answer_id>/", include(answer_urls)),
    path("comments/<int:comment_id>/edit/", comments.comment_edit, name="comment-edit"),
    path("topics/<slug:topic_slug>/", lists.topic, name="topic"),
    path("topics/<slug:topic_slug>/follow/", reactions.topic_follow_set, name="topic-follow-set"),
    path("topics/<slug:topic_slug>/follow/remove/", reactions.topic_follow_remove, name="topic-follow-remove"),
    path("tags/<str:tag_slug>/", lists.tag, name="tag"),
    path("feeds/questions.atom", feeds.newest, name="feed-questions"),
    path("feeds/unanswered.atom", feeds.unanswered, name="feed-unanswered"),
    path("feeds/topics/<slug:topic_slug>.atom", feeds.of_topic, name="feed-topic"),
    path("feeds/tags/<str:tag_slug>.atom", feeds.of_tag, name="feed-tag"),
    path("feeds/questions/<int:question_id>.atom", feeds.of_question, name="feed-question"),
]
