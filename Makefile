# One Makefile: `make run` and `make test` are all that a newcomer needs.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --no-input -q

.DEFAULT_GOAL := help
.PHONY: help install install-test run test check bench faults lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

install: .venv/.run ## build the environment in .venv

install-test: .venv/.test

run: .venv/.run ## the playground on http://127.0.0.1:3000, with the bot behind it
	$(BIN)/codedesk playground

# Three workers for two cores: a test in four waits for a clock, a lock or a browser, and the cores have no other work.
# Compiled tests are kept, whatever the environment says: each worker compiles them anew otherwise, for ten seconds.
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/.test ## the whole test suite (brings its own PostgreSQL)
	$(BIN)/python -m pytest -n 3 --dist loadfile

check: .venv/.test ## ruff, mypy strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

faults: .venv/.test ## reminders under kill -9 and broken answers, the long form
	$(BIN)/python -m tests.faults.running

bench: .venv/.test ## the figures in the README
	$(BIN)/python -m benchmarks

.venv/.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'CodeDesk needs Python 3.11 or later: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)'; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.run: .venv/.venv locks/run.txt pyproject.toml
	@echo 'Building the environment in .venv (a minute or two the first time) ...'
	$(PIP) --require-hashes --no-deps -r locks/run.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q bot handlers storage playground
	@touch $@

.venv/.test: .venv/.run locks/test.txt
	$(PIP) --require-hashes --no-deps -r locks/test.txt
	@touch $@

# Needs uv on the PATH. The locks name no index address.
UV_COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-header --no-annotate
lock: ## make both lock files anew (needs uv)
	$(UV_COMPILE) pyproject.toml --group build -o locks/run.txt
	$(UV_COMPILE) pyproject.toml --group build --group test -o locks/test.txt

clean: ## remove the environment and caches, never var/
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
