# make demo    harvest an invented site on this machine and search it
# make test    everything the project can prove here
# make check   format, lint, types, import rules, tests: what CI runs
# make quality how well our own gold is understood, beside the last commit
# make docs    the documentation as a site, in build/docs
# make bench   how fast it is here; JIYAO_TEST_ELASTICSEARCH names a node to be measured too
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# surt, which cdxj-indexer brings for the tests, has no wheel (2026-11); it is plain Python.
LOCKED := $(PIP) --require-hashes --only-binary :all: --no-binary surt -r

.PHONY: install develop demo test lint check format lock quality bench docs pictures clean

install: $(VENV)/installed
develop: $(VENV)/developing

$(VENV)/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Jiyao needs Python 3.11 or later: make PYTHON=/path/to/it"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing what requirements.lock names into $(VENV) (a minute, once) ..."
	@$(LOCKED) requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/developing: requirements-dev.lock $(VENV)/installed
	@echo "installing what the tests need ..."
	@$(LOCKED) requirements-dev.lock
	@touch $@

demo: install
	@$(BIN)/jiyao demo

# A file's tests stay together: what a file starts (a node, a browser, a server) is started once for it.
test: develop
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

lint: develop
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

format: develop
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url pyproject.toml
lock: develop
	$(BIN)/python -m pip install --quiet uv
	$(COMPILE) --group dev -o requirements-dev.lock
	$(COMPILE) --group build -c requirements-dev.lock -o requirements.lock

quality: develop
	@$(BIN)/python tests/quality.py

bench: develop
	@$(BIN)/python tests/bench/road.py
	@$(BIN)/python tests/bench/archive.py
	@$(BIN)/python tests/bench/harvest.py
	@$(BIN)/python tests/bench/search.py $(if $(JIYAO_TEST_ELASTICSEARCH),--elasticsearch $(JIYAO_TEST_ELASTICSEARCH))

docs: develop
	@$(BIN)/python -m sphinx -q -n -W --keep-going -b html docs build/docs
	@echo "build/docs/index.html"

pictures: develop
	@$(BIN)/python tests/web/pictures.py

clean:
	rm -rf $(VENV) build docs/reference demo .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
