# `make` lists the targets. PYTHON=python3.12 make test takes another interpreter.
PYTHON ?= python3
PORT ?= 5000
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
PAGE := src/spark_trainer/server/page/index.html
MODULES := frontend/node_modules/.installed
# Folders too: their time changes when a file goes.
PAGE_SOURCES := $(wildcard frontend/*.json frontend/*.ts) frontend/index.html \
  $(shell find frontend/src frontend/public 2>/dev/null)
NPM := PYTHON=$(abspath $(PY)) npm --prefix frontend
HAS_NODE := node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null \
  && command -v npm >/dev/null
NO_NODE := Node.js 20 or newer with npm is missing. On Debian 13 or Ubuntu 25.04: \
  sudo apt-get install nodejs npm; elsewhere: https://nodejs.org

export PIP_DISABLE_PIP_VERSION_CHECK = 1
unexport PYTHONPATH PYTHONHOME
define PAGE_IF_NODE
if $(HAS_NODE); then $(MAKE) --no-print-directory page; \
else echo "note: the web page is not built, the rest works. $(NO_NODE)" >&2; fi
endef

.DEFAULT_GOAL := help
.PHONY: help demo test check bench serve page journeys wheel

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: $(STAMP) ## build, verify and show a small dataset in demo/out
	@$(PAGE_IF_NODE)
	@$(PY) demo/run.py

test: $(STAMP) $(PAGE) ## run all tests: Python's, the page's, and its journeys in Chromium
	@$(PY) -m pytest -q -n 2 --dist loadfile
	@$(NPM) run --silent test
	@$(MAKE) --no-print-directory journeys

journeys: $(STAMP) $(PAGE) ## walk through the page in Chromium, on a server of its own
	@if .ci/chromium; then $(NPM) run --silent e2e; else \
	  echo "*** SKIPPED: the page's journeys. There is no Chromium here, and it cannot be installed." >&2; \
	  echo "*** On Debian: sudo apt-get install chromium; or CHROMIUM=/path/to/it make journeys" >&2; fi

check: $(STAMP) $(MODULES) ## what a change must pass: form, types, floors, tests; changes nothing
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(NPM) run --silent check
	$(PY) -m pytest -q -n 2 --dist loadfile
	$(NPM) run --silent test

bench: $(STAMP) ## measure against ffmpeg; see docs/benchmarks.md
	@$(PY) benchmarks/run.py

serve: demo/out/page.html ## serve the page with the demo's dataset and model on http://127.0.0.1:5000
	@$(PAGE_IF_NODE)
	@cd demo/out && $(abspath $(VENV))/bin/spark-trainer serve --port $(PORT) --root . --root ../videos

page: $(PAGE) ## build the web page, which `spark-trainer serve` shows
	@:

$(PAGE): $(PAGE_SOURCES) $(MODULES)
	@echo "Building the page ..."
	@$(NPM) run --silent build -- --logLevel warn
	@touch $@

$(MODULES): frontend/package.json frontend/package-lock.json
	@$(HAS_NODE) || { echo "error: $(NO_NODE)" >&2; exit 1; }
	@echo "Installing the page's packages (once) ..."
	@$(NPM) ci --silent --no-audit --no-fund || { \
	  echo "error: npm ci in frontend/ failed; \`cd frontend && npm ci\` says why" >&2; exit 1; }
	@touch $@

wheel: $(STAMP) $(PAGE) ## make a wheel with the page in it, in dist/
	@$(PY) -m pip wheel -q --no-deps --wheel-dir dist .
	@ls dist/*.whl

demo/out/page.html: | $(STAMP)
	@$(PY) demo/run.py

$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo "error: $(PYTHON) is missing or is not Python 3.11, 3.12 or 3.13." >&2; \
	  echo "Name one that is: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
	  $(PYTHON) -m venv $(VENV); \
	elif $(PYTHON) -m pip --version >/dev/null 2>&1; then \
	  $(PYTHON) -m venv --without-pip $(VENV) && \
	  $(PYTHON) -m pip -qq --python $(PY) install pip; \
	else \
	  echo "error: $(PYTHON) cannot make a virtual environment with pip in it (no ensurepip, no pip)." >&2; \
	  echo "On Debian or Ubuntu: sudo apt-get install python3-venv, then run this again." >&2; exit 1; \
	fi
	@echo "Installing into $(VENV) (once; a few minutes) ..."
	@$(PY) -m pip install -qq "$$(grep '^torch==' requirements.txt)"  # alone: so it is found where it is lent
	@$(PY) -m pip install -qq --requirement requirements.txt
	@touch $@
