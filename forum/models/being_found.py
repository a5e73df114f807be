"""What the index of search knows of a question: its thread, and the words in which others asked the same."""

from django.db import models
from django.utils.html import format_html_join

from community.content.audiences import Audience

# Of so many duplicates the words are found with their question, and so many letters of each beside its title.
MOST_AGAIN = 50
LONGEST_AGAIN = 500


class BeingFound(models.Model):
    """The document of a question."""

    class Meta:
        abstract = True

    def search_document(self) -> dict | None:
        """Title, solution and words of the whole thread, and of its public duplicates. None while it is hidden or one itself."""
        if self.is_hidden or self.duplicate_of_id is not None:
            return None
        answers = list(self.answers.shown().values_list("id", "body_html", "author"))
        again = list(self.asked_again()) if self.duplicate_count else []
        said = [str(value) for value in self.intake_values.in_order()]
        said += [each.excerpt(LONGEST_AGAIN) for each in again]
        further = format_html_join("", "<p>{}</p>", ((words,) for words in said))
        return {
            "kind": "question",
            "title": self.title,
            "solution_html": next((html for pk, html, _author in answers if pk == self.solution_id), ""),
            "body_html": self.body_html,
            "rest_html": " ".join([further, *(html for pk, html, _author in answers if pk != self.solution_id)]),
            "also_asked": [each.title for each in again],
            "tags": sorted(self.tags.names()),
            "versions": [str(self.release)] if self.release else [],
            "writers": sorted(
                {self.author_id, *(author for _pk, _html, author in answers), *(each.author_id for each in again)}
            ),
            "topic": self.topic,
            "language": self.language,
            "audience": self.audience,
            "organisation": self.organisation,
            "is_answered": self.is_answered,
            "is_solved": self.is_solved,
            "written_at": self.created_at,
        }

    def asked_again(self):
        """The duplicates that everybody may read, whoever may read this, the newest MOST_AGAIN of them."""
        return self.duplicates.filter(audience=Audience.PUBLIC, hidden_at=None).order_by("-created_at", "-id")[
            :MOST_AGAIN
        ]
