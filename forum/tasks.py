from celery import shared_task

from forum.models import Question


@shared_task(ignore_result=True)
def speak_up() -> None:
    """Remind askers, ask them whether it helped, and remind staff of what they wanted to look at again. Each once."""
    for speak in (Question.remind_askers, Question.ask_back, Question.note_reviews):
        while speak():
            pass
