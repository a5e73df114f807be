"""Work of the forum that beat sweeps. Safe to run twice at once."""

from celery import shared_task

from forum.models import Deflection, Invitation, Question


@shared_task(ignore_result=True)
def forget_typed_words() -> int:
    """Forget what people typed before they found an answer, after 90 days."""
    return Deflection.objects.forget_words()


@shared_task(ignore_result=True)
def speak_up() -> None:
    """Remind askers, ask them whether it helped, remind staff of what they wanted to look at again, close invitations.

    Each once.
    """
    for speak in (Question.remind_askers, Question.ask_back, Question.note_reviews, Invitation.note_ignored):
        while speak():
            pass
    Question.freshen_turned()
