"""What the forum tells the rooms below it."""

from community.activity.registry import also_reads

# Whatever changes the words of a thread, its state, or whether it is seen.
also_reads(
    "search",
    "forum.question.asked",
    "forum.question.edited",
    "forum.question.ended",
    "forum.question.reopened",
    "forum.question.hidden",
    "forum.question.shown",
    "forum.question.marked-duplicate",
    "forum.question.unmarked-duplicate",
    "forum.answer.posted",
    "forum.answer.edited",
    "forum.answer.hidden",
    "forum.answer.shown",
    "forum.answer.accepted",
    "forum.answer.unaccepted",
)
