"""The picture of a question, for where its address is shared."""

from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from community.content.cards import Card, serve
from community.lib.templatetags.look import LAMP_WORDS
from forum.models import Question
from forum.views.finding import find_public_question


@require_safe
def question_image(request, question_id, version):
    """Its title and its lamp. Only for what everybody may read: 404 for others, 410 once it was taken away. One query."""
    question = find_public_question(question_id)
    address = f"/questions/{question.pk}/"
    return serve(request, card_of(question), of=f"question-{question.pk}", base=address, version=version)


def card_of(question: Question) -> Card:
    """What the picture of a question says. Needs its topic loaded."""
    if question.kind != Question.Kind.QUESTION:
        word = str(question.get_kind_display())
    elif question.outcome:
        word = str(question.get_outcome_display())
    else:
        word = str(LAMP_WORDS[question.lamp])
    return Card(question.title, question.lamp, capfirst(word), question.topic.name)
