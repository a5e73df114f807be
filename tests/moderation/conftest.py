import pytest


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """The second factor of staff has its own test."""
    settings.STAFF_NEED_SECOND_FACTOR = False
