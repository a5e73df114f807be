"""What somebody asks the index: the words, what narrows them, and which other words mean the same."""

from community.search.queries.filters import Filters, When
from community.search.queries.operators import Query, read

__all__ = ["Filters", "Query", "When", "read"]
