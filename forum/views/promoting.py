"""Making an article out of an answer that worked."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.members.limits import limited
from community.members.permissions import member_required, require
from forum import permissions
from forum.promotion import promote_to_article
from forum.views.finding import find_answer
from forum.views.notices import say
from knowledgebase.limits import NEW_ARTICLES


@require_POST
@member_required
@limited("article", *NEW_ARTICLES)
def answer_article(request, answer_id):
    """A draft made of the answer and its question; the one made before, if there is one."""
    answer = find_answer(request, answer_id)
    require(
        permissions.can_promote(request.user, answer.question) and not answer.is_hidden,
        _("Only editors, and who may propose articles about this topic, begin one."),
    )
    article = promote_to_article(answer, by=request.user)
    say(request, _("Here is the article made of this answer. Its words are those of question and answer; shape them."))
    return redirect("kb:article-edit", article.slug)
