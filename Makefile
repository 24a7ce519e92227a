# `make` lists the targets. PYTHON=python3.12 make test takes another interpreter.
PYTHON ?= python3
PORT ?= 5000
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed

export PIP_DISABLE_PIP_VERSION_CHECK = 1
unexport PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.PHONY: help demo test check bench serve

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: $(STAMP) ## build, verify and show a small dataset in demo/out
	@$(PY) demo/run.py

test: $(STAMP) ## run all tests
	@$(PY) -m pytest -q -n 2 --dist loadfile

check: $(STAMP) ## what a change must pass: ruff, mypy, import-linter, tests; changes nothing
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) -m pytest -q -n 2 --dist loadfile

bench: $(STAMP) ## measure against ffmpeg; see docs/benchmarks.md
	@$(PY) benchmarks/run.py

serve: demo/out/page.html ## serve the demo dataset's page on http://127.0.0.1:5000/page.html
	@echo "Open http://127.0.0.1:$(PORT)/page.html (Ctrl-C stops)"
	@$(PY) -m http.server --bind 127.0.0.1 $(PORT) --directory demo/out || { \
	  echo "error: cannot serve on port $(PORT). Is it taken? make serve PORT=5001 takes another." >&2; exit 1; }

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
