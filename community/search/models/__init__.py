"""What can be found, what was learnt from it, what people look for and what they follow."""

from community.search.models.document import DIMENSIONS, ChangedMeanwhile, Document
from community.search.models.learnt import TrainedCorpus, Vocabulary, Word
from community.search.models.saved_search import SavedSearch
from community.search.models.search import Search, SearchDay
from community.search.models.synonyms import Synonyms

__all__ = [
    "DIMENSIONS",
    "ChangedMeanwhile",
    "Document",
    "SavedSearch",
    "Search",
    "SearchDay",
    "Synonyms",
    "TrainedCorpus",
    "Vocabulary",
    "Word",
]
