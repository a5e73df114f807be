"""Whom a question reaches: what is offered to a helper, and who is asked to answer."""
