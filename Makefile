# Two commands: `make pack` makes a month's pack, `make test` runs the tests. Each sets up what it needs, once.
# `make proof` runs what takes long and keeps its results (benchmarks/proof); `make durations` measures the tests anew.
# A fresh machine needs python3 (3.11 or later, with venv), make and git.

MONTH ?= 2026-09
VENV  := .venv
BIN   := $(VENV)/bin

# the first of these that is new enough; `python3` is often an older one that the system needs for itself
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$p; break; }; done)

# where the surroundings forbid it, each of the many processes that tests and packs start would compile the package anew
unexport PYTHONDONTWRITEBYTECODE

# a long test goes to whoever is free, the longest first (tests/order.py)
PYTEST := $(BIN)/pytest -n auto --dist loadscope --no-loadscope-reorder

.PHONY: pack test rules units proof durations setup

pack: setup
	@test -d data/raw || $(BIN)/bsafe sample
	$(BIN)/bsafe run $(MONTH) --twins

# side by side: the types are checked on whatever the tests leave free
test: setup
	@$(MAKE) --no-print-directory -j2 rules units

rules: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

units: setup
	$(PYTEST) -m "not browser and not wheel and not proof"

proof: setup
	$(BIN)/python -m benchmarks.proof

durations: setup
	$(PYTEST) -m "not wheel and not proof" --keep-durations

setup: $(VENV)/installed

# remade only when what is to be installed has changed
$(VENV)/installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or later was found: install one (with venv), then run make again."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q -j 0 -x '/tests/' $(VENV)/lib >/dev/null 2>&1 || true # on every core; pip would on one, and with all the libraries' own tests
	@touch $@

# for conda users: the names and versions of requirements.lock (a test keeps the two equal)
environment.yml: requirements.lock
	@{ printf 'name: bsafe\nchannels: [conda-forge]\ndependencies:\n  - python>=3.11\n  - pip\n  - pip:\n'; \
	   sed -n 's/^\([A-Za-z0-9][^\\]*[^ \\]\) *\\$$/      - "\1"/p' requirements.lock; } > $@
