"""Pages of the knowledge base: for readers, for who writes, for who reviews."""
