"""Staff without a second factor: what it guards is tested with the members."""

import pytest


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
