import pytest

from tests.advocates.ladder import make_ladder


@pytest.fixture(autouse=True)
def _programme(db):
    make_ladder()
