"""Work of the figures that beat sweeps. Safe to run twice at once."""

from celery import shared_task

from community.insights.deflection import outcomes


@shared_task(ignore_result=True)
def settle_looks() -> None:
    """Write how looks before asking ended, after seven days, and forget who it was."""
    outcomes.settle()
    outcomes.forget_people()
