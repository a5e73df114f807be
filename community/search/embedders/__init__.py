from community.search.embedders.embedder import DIMENSIONS, Embedder, Unusable

__all__ = ["DIMENSIONS", "Embedder", "Unusable"]
