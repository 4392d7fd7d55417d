# make lab    makes .venv, installs the course and opens JupyterLab on the first notebook
# make test   the same set-up, then all tests; CI runs `make browser test`
# make lab LANGUAGE=ja    the same in Japanese, as far as it is translated
# make bench  the same set-up, then how fast training is on this machine
PYTHON ?= python3
BIN := .venv/bin
# A file's tests stay in one process, for what they share; a notebook is a file.
TWO_PROCESSES := --numprocesses 2 --dist loadfile
INSTALLED := .venv/.installed

# Many systems set LANGUAGE, so only what is typed after `make` counts.
ifeq ($(origin LANGUAGE),command line)
export CGAN_LANGUAGE := $(LANGUAGE)
HERE := $(LANGUAGE)/
endif

.PHONY: lab ja test floors browser bench notebooks site format

lab: $(INSTALLED) $(HERE:/=)
	$(BIN)/jupyter lab --notebook-dir=. notebooks/$(HERE)00_start_here.ipynb

# notebooks/ja, from the English notebooks and notebooks/locale/ja.
ja: $(INSTALLED)
	CGAN_LANGUAGE= $(BIN)/python tests/translate.py make $@

test: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pytest $(TWO_PROCESSES) --no-loadscope-reorder tests
	$(BIN)/pytest $(TWO_PROCESSES) --nbval --nbval-current-env --ignore notebooks/ja notebooks

# Notebook 00 with the oldest versions that pyproject.toml allows, in an environment of their own.
floors:
	$(PYTHON) tests/floors_run.py

# What the tests of the site, and those in a real browser, need besides Chromium; without it
# `make test` skips them.
browser: $(INSTALLED)
	$(BIN)/pip install --quiet --editable '.[browser,site]'

bench: $(INSTALLED)
	$(BIN)/python tests/bench_training.py

# Runs every notebook again and stores its outputs.
notebooks: $(INSTALLED)
	$(BIN)/python tests/run_notebooks.py

# The course as a site that needs no server, in both languages: open site/index.html.
site: $(INSTALLED) ja
	$(BIN)/pip install --quiet --editable '.[site]'
	$(BIN)/python -m cgan_lib.web.pages site

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/oxfmt --config tests/oxfmt.json 'cgan_lib/web/static/*.js'

$(INSTALLED): pyproject.toml
	$(PYTHON) -c "import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v <= (3, 13) else f'Python 3.11 to 3.13 is needed; this is {v[0]}.{v[1]}. Try: make PYTHON=python3.12')"
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable '.[lab,test]'
	touch $@
