"""What people type into the forum. Cleaning stands here, rules stand on the models."""

from forum.forms.answers import AnswerEditForm, AnswerForm, CommentEditForm, CommentForm, ConfirmationForm, FollowUpForm
from forum.forms.duplicates import DuplicateConfirmationForm, DuplicateForm
from forum.forms.following import FollowByMailForm
from forum.forms.questions import QuestionEditForm, QuestionForm
from forum.forms.upkeep import EscalationForm, IncidentForm, OutcomeForm, ReasonForm

__all__ = [
    "AnswerEditForm",
    "AnswerForm",
    "CommentEditForm",
    "CommentForm",
    "ConfirmationForm",
    "DuplicateConfirmationForm",
    "DuplicateForm",
    "EscalationForm",
    "FollowByMailForm",
    "FollowUpForm",
    "IncidentForm",
    "OutcomeForm",
    "QuestionEditForm",
    "QuestionForm",
    "ReasonForm",
]
