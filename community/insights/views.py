"""Figures for the head of support, and the rows behind each of them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community.catalogue.models import Topic
from community.insights.chart import draw
from community.insights.figures import ASKED, FIGURES, TILES, Figure
from community.insights.reading import read_figures
from community.insights.rows import rows_behind
from community.insights.scope import Scope
from community.insights.searches import MOST, Face, months, shares, words
from community.insights.tiles import tile
from community.insights.window import CHOICES, USUAL, chosen
from community.lib.pagination import paginate
from community.lib.quarters import Quarter
from community.lib.spreadsheets import as_csv
from community.members.permissions import staff_required
from community.search.permissions import can_say_synonyms
from forum.asking.intake import is_number
from forum.models import Exposure

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@staff_required("see-insights")
@never_cache
def index(request):
    """Ten figures and one chart."""
    window, scope = chosen(request.GET), _scope(request)
    slug = scope.topic.slug if scope.topic else ""
    readings = read_figures(window, scope)
    return render(
        request,
        "insights/index.html",
        {
            "window": window,
            "topic": scope.topic,
            "topics": Topic.objects.all(),
            "choices": CHOICES,
            "asked": tile(ASKED, *readings[ASKED.name], window, slug),
            "tiles": [tile(figure, *readings[figure.name], window, slug) for figure in TILES],
            "chart": draw(window, scope),
            "figures": [ASKED, *TILES],
        },
    )


@require_safe
@staff_required("see-insights")
@never_cache
def rows(request, figure_name):
    """The rows that a figure is made of, a page at a time."""
    figure, window, scope = _figure(figure_name), chosen(request.GET), _scope(request)
    table = rows_behind(figure, window, scope)
    page = paginate(table.rows, request.GET.get("after", ""), order=table.order, size=50)
    slug = scope.topic.slug if scope.topic else ""
    address = window.address(topic=slug, about=request.GET.get("about", ""), contact=scope.contact)
    return render(
        request,
        "insights/rows.html",
        {
            "figure": figure,
            "window": window,
            "topic": scope.topic,
            "table": table,
            "page": page,
            "lines": list(table.written(page)),
            "count": table.rows.count(),
            "address": address,
            "of_deflection": Quarter.of(window.since) if figure.is_of_deflection else None,
            "base": f"?{address}&",
            "first": f"?{address}",
            "before": window.before.address(topic=slug),
            "back": window.days if window.days in CHOICES else USUAL,
        },
    )


@require_safe
@staff_required("see-insights")
@never_cache
def rows_as_csv(request, figure_name):
    """All rows of a figure as a file for a spreadsheet; no cell of it is ever taken for a formula."""
    figure, window, scope = _figure(figure_name), chosen(request.GET), _scope(request)
    table = rows_behind(figure, window, scope)
    written = table.written(table.rows.order_by(*table.order).iterator(chunk_size=500))
    cells = ([cell for _heading, cell in row] for row in written)
    return as_csv(f"{figure.name}-{window.since:%Y-%m-%d}", table.headings, cells)


@require_safe
@staff_required("see-insights")
@never_cache
def searches(request):
    """What people look for, and how it ends. Three queries of its own."""
    window = chosen(request.GET)
    name = request.GET.get("face", Face.NOWHERE)
    if name not in Face.values:
        raise Http404("There is no such list.")
    return render(
        request,
        "insights/searches.html",
        {
            "window": window,
            "choices": CHOICES,
            "face": Face(name),
            "shares": shares(window),
            "rows": words(window, Face(name)),
            "most": MOST,
            "months": months(),
            "may_say_synonyms": can_say_synonyms(request.user),
        },
    )


def _figure(name: str) -> Figure:
    if name not in FIGURES:
        raise Http404("There is no such figure.")
    return FIGURES[name]


def _scope(request) -> Scope:
    slug, contact = request.GET.get("topic", ""), request.GET.get("contact", "")
    if contact and contact not in Exposure.Contact:
        raise Http404("Nothing ends like that.")
    topic = get_object_or_404(Topic, slug=slug) if slug else None
    return Scope(request.user, topic, _thing(request.GET.get("about", "")), contact)


def _thing(text: str) -> tuple[str, int] | None:
    """The article or question that rows are about. Raises Http404 for anything else."""
    name, _dash, number = text.partition("-")
    if not text:
        return None
    if name not in ("article", "question") or not is_number(number):
        raise Http404("That is neither an article nor a question.")
    return name, int(number)
