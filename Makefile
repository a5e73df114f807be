# Everything starts here, from a bare clone, with python3, python3-venv, make and git. `make` lists the targets.
PYTHON ?= python3
BOOTSTRAP = $(PYTHON) -m community.operations.bootstrap

.PHONY: help run test check bench prove lock clean python
.DEFAULT_GOAL := help

help:
	@echo "make run     the site with demo content, at http://localhost:8000/ (PORT=8001 make run: another port)"
	@echo "make test    the whole test suite"
	@echo "make check   format, lint, types, import contract, migrations, deploy checks"
	@echo "make bench   the benchmark, as a table"
	@echo "make prove   every measured promise, with its bar and its figure"
	@echo "make clean   remove .venv/ and the caches; var/, with the database, stays"
	@echo "make lock    settle the versions of the packages (for maintainers; needs uv)"

run test check bench prove clean: python
	@exec $(BOOTSTRAP) $@ $(ARGS)

lock: python
	@exec $(BOOTSTRAP) lock $(ARGS)

python:
	@command -v $(PYTHON) >/dev/null || { \
		echo "Python is missing. On Debian 12: $$([ "$$(id -u)" = 0 ] || echo 'sudo ')apt install python3 python3-venv"; \
		exit 1; }
