"""What is for trying out does not go to production, and each thing is said in one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from community.lib.production import refuse_unsafe_start
from community.operations.gates import PRODUCTION

ROOT = Path(__file__).resolve().parents[2]


def check(**changed: str | None) -> subprocess.CompletedProcess[str]:
    return python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **changed)


def start(**changed: str | None) -> subprocess.CompletedProcess[str]:
    """Load the program as a web server does."""
    return python("-c", "import community.wsgi", **changed)


def python(*arguments: str, **changed: str | None) -> subprocess.CompletedProcess[str]:
    """Run Python in the surrounding of a well set up site, with some of it changed or, if None, left out."""
    environment = {name: value for name, value in {**os.environ, **PRODUCTION, **changed}.items() if value is not None}
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_a_site_that_is_set_up_well_starts():
    assert check().returncode == 0
    assert start().returncode == 0


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "SECRET_KEY",
            "porchlight-insecure-key-for-trying-it-out-only",
            "SECRET_KEY is the one that everybody can read",
        ),
        ("DEBUG", True, "DEBUG is on"),
        ("ALLOWED_HOSTS", ["localhost", "127.0.0.1"], "ALLOWED_HOSTS names no host but this machine"),
        ("ALLOWED_HOSTS", [], "ALLOWED_HOSTS names no host but this machine"),
        ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS answers to every name"),
        ("DEMO", True, "DEMO is on"),
        ("DATABASE_URL", "", "The database is the embedded one"),
        ("MIDDLEWARE", ["django.middleware.common.CommonMiddleware"], "No middleware guards forms"),
    ],
)
def test_each_thing_that_is_for_trying_out_is_refused_in_one_sentence(settings, name, value, sentence):
    settings.SITE_IS_SECURE = True
    settings.SECRET_KEY = PRODUCTION["SECRET_KEY"]
    settings.ALLOWED_HOSTS = ["help.example.com"]
    settings.DATABASE_URL = PRODUCTION["DATABASE_URL"]
    settings.DEMO = settings.DEBUG = False
    refuse_unsafe_start()

    setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_unsafe_start()

    assert len([line for line in str(refusal.value).splitlines() if line.startswith(f"  {sentence}")]) == 1
    assert len(str(refusal.value).splitlines()) == 3


def test_all_that_is_wrong_is_said_at_once_by_the_check_and_by_the_start():
    wrong = {"DATABASE_URL": None, "ALLOWED_HOSTS": None, "DEMO": "1", "SECRET_KEY": None}
    checked, started = check(**wrong), start(**wrong)

    for sentence in ["ALLOWED_HOSTS names", "DEMO is on", "SECRET_KEY is the one", "The database is the embedded one"]:
        assert sentence in checked.stderr
        assert sentence in started.stderr
    assert checked.returncode
    assert started.returncode


def test_a_demo_on_this_machine_starts():
    nothing = dict.fromkeys(PRODUCTION)

    assert start(**nothing | {"DEMO": "1"}).returncode == 0


def test_neither_demo_nor_development_means_production():
    done = start(**dict.fromkeys(PRODUCTION))

    assert "The database is the embedded one" in done.stderr
    assert "To try it out on this machine, set DEMO=1." in done.stderr
