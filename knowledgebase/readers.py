"""What the knowledge base tells the rooms below it."""

from community.activity.registry import also_reads

also_reads(
    "search",
    "kb.article.archived",
    "kb.article.published",
    "kb.article.revised",
    "kb.article.filed",
    "kb.article.readdressed",
    "kb.article.restored",
    "kb.article.hidden",
    "kb.article.shown",
    "kb.ticket.hidden",
    "kb.ticket.shown",
)
