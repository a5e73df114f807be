"""From a bare clone to a running program, with the standard library alone.

`make` calls it as ``python3 -m community.operations.bootstrap WHAT``, before any package exists. It says what the
machine lacks, makes `.venv/`, fetches the packages listed in `requirements/`, and hands over to `.venv/bin/python`.
"""
