"""The rows behind each figure: those that it counted and those of which it is a share, no more and no less."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from community.insights.deflection import rows as deflection_rows
from community.insights.figures import Figure, Kind
from community.insights.reading import PARTS, wait
from community.insights.scope import Scope
from community.insights.spans import in_words
from community.insights.tables import Cell, Table
from community.insights.window import Window
from community.members.models import Member
from community.members.standing import standing_of


def rows_behind(figure: Figure, window: Window, scope: Scope) -> Table:
    """The table of a figure."""
    if figure.name in PARTS:
        return _questions(figure, window, scope)
    if figure.name in deflection_rows.TABLES:
        return deflection_rows.TABLES[figure.name](window, scope)
    return {"people-helped": _people, "cases": _cases, "readers-helped": _articles}[figure.name](window, scope)


def _questions(figure: Figure, window: Window, scope: Scope) -> Table:
    """Questions with what became of them; for a share, whether each counts."""
    whole, part = PARTS[figure.name]
    asked = scope.questions_with_facts(window).annotate(wait=wait()).select_related("topic", "author")
    rows = asked.filter(window.holds("created_at")).filter(whole)
    counted = set(rows.filter(part).values_list("pk", flat=True)) if figure.kind == Kind.SHARE else set()

    def cells(question) -> list[Cell]:
        by = ""
        if question.first_answer_at is not None:
            by = _("staff") if question.first_by_staff else _("customer")
        said = [
            Cell(question.title, question.get_absolute_url()),
            Cell(at=question.created_at),
            Cell(question.topic.name),
            Cell(at=question.first_answer_at),
            Cell(by),
            Cell(in_words(question.wait)),
        ]
        if figure.kind == Kind.SHARE:
            said.insert(1, Cell(_("yes") if question.pk in counted else _("no")))
        return said

    headings: tuple[str, ...] = (_("Question"), _("Asked"), _("Topic"), _("First answer"), _("By"), _("After"))
    if figure.kind == Kind.SHARE:
        headings = (headings[0], _("Counts"), *headings[1:])
    return Table(headings, rows, ("-created_at", "-id"), cells)


def _people(window: Window, scope: Scope) -> Table:
    """People, with how many of their own questions were solved, how many that they shared, and what worked for them."""
    own = scope.solved_for_somebody(window).filter(author=OuterRef("pk"))
    shared = scope.shared_and_solved(window).filter(member=OuterRef("pk"))
    tried = scope.confirmed(window).filter(member=OuterRef("pk"))
    rows = Member.objects.filter(scope.helped(window)).annotate(
        own=_number_of(own), shared=_number_of(shared), tried=_number_of(tried)
    )
    return Table(
        (_("Person"), _("Own questions solved"), _("Shared questions solved"), _("Answers that worked")),
        rows,
        ("username", "id"),
        lambda member: [
            Cell(member.name, member.get_absolute_url()),
            Cell(str(member.own)),
            Cell(str(member.shared)),
            Cell(str(member.tried)),
        ],
    )


def _cases(window: Window, scope: Scope) -> Table:
    """Cases. What a private request is about is read only by who handles cases."""
    standing = standing_of(scope.person)

    def cells(case) -> list[Cell]:
        handles = standing.holds("handle-cases", case.topic_id)
        question = case.question
        is_open_to_all = question is not None and not question.is_hidden and question.is_for(scope.person)
        about = str(case) if handles or is_open_to_all else _("A private request")
        return [
            Cell(case.ref, case.get_desk_url() if handles else ""),
            Cell(about, question.get_absolute_url() if is_open_to_all else ""),
            Cell(at=case.opened_at),
            Cell(str(case.get_opened_why_display())),
            Cell(str(case.get_outcome_display() or case.get_state_display())),
        ]

    rows = scope.cases().filter(window.holds("opened_at")).select_related("question")
    return Table((_("Case"), _("About"), _("Opened"), _("Why"), _("State")), rows, ("-opened_at", "-id"), cells)


def _articles(window: Window, scope: Scope) -> Table:
    """Articles, with what readers said in the window, and whether they are new in it."""
    return Table(
        (_("Article"), _("New"), _("First published"), _("It helped"), _("It did not")),
        scope.articles_with_readers(window),
        ("-published_at", "-id"),
        lambda article: [
            Cell(article.title, article.get_absolute_url() if article.is_published else reverse("kb:drafts")),
            Cell(_("yes") if article.is_new else _("no")),
            Cell(at=article.published_at),
            Cell(str(article.yes)),
            Cell(str(article.no)),
        ],
    )


def _number_of(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values(one=Value(1)).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
