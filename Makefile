# `make run` and `make test` set up everything that they need; the other targets are for people who work on the Atlas.
# Needs: make, Python 3.11 or newer, and the package registries for the first run.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
SIZE ?= 15k
BIN = .venv/bin

export PIP_DISABLE_PIP_VERSION_CHECK = 1

# $(call debian_package,NAME): install it where we may, or say what to type.
debian_package = { \
	as_root=; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
	echo "Installing the Debian package $(1) …"; \
	command -v apt-get >/dev/null && $$as_root apt-get update -q >/dev/null && \
	DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -q --no-install-recommends $(1) >/dev/null; \
	} || { echo "Cannot install $(1) here. Please type: sudo apt-get install $(1)" >&2; exit 1; }

.PHONY: help run test lint fix superuser bench screenshots guide accessibility translations lock clean listening chromium
.NOTPARALLEL:
.DELETE_ON_ERROR:

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1 — \2/p' Makefile

run: listening .venv/run.stamp ## the Atlas with demonstration data on http://127.0.0.1:8000 (HOST and PORT are honoured)
	@exec $(BIN)/python manage.py serve --host "$(HOST)" --port "$(PORT)"

test: .venv/test.stamp chromium lint ## every check, the whole suite on SQLite and again on PostgreSQL
	$(BIN)/pytest -n logical
	$(BIN)/python -m tests.postgresql $(BIN)/pytest -n logical -m "not browser"

lint: .venv/test.stamp ## style, types, import contracts, migrations
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

fix: .venv/test.stamp ## let ruff format the code and repair what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

superuser: .venv/run.stamp ## an account for the administration, on the database of `make run`
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py createsuperuser

bench: .venv/test.stamp ## the figures that the issues quote (SIZE=15k, 100k, 1m or officers)
	$(BIN)/python -m tests.bench --size "$(SIZE)"

screenshots: .venv/test.stamp chromium ## docs/images from the running demonstration
	$(BIN)/python -m tests.browser.screenshots

guide: .venv/test.stamp chromium ## docs/guide.md and its pictures, from the journeys that the tests walk
	$(BIN)/python -m tests.browser.guide

accessibility: .venv/test.stamp chromium ## look at every type of page again; the accessibility statement says what was found
	$(BIN)/python -m tests.browser.accessibility

translations: .venv/test.stamp ## bring locale/en up to date with the texts in the code
	$(BIN)/python -m tests.consistency.translations

lock: .venv/test.stamp ## write requirements*.txt anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --python-version 3.11 \
		--group dev pyproject.toml --output-file requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 \
		--constraint requirements-dev.txt pyproject.toml --output-file requirements.txt

clean: ## forget the environment, the local database and the index
	rm -rf .venv var

listening:
	@$(PYTHON) atlas/pages/listening.py "$(HOST)" "$(PORT)"

chromium: .venv/test.stamp
	@$(BIN)/python -m tests.browser.chromium || $(call debian_package,chromium)

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "The Atlas needs Python 3.11 or newer. If you have one: make PYTHON=python3.13 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(call debian_package,python3-venv)
	@echo "Creating .venv …"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/pip install --quiet uv

# The test environment holds everything that running needs: switching between `run` and `test` installs nothing.
.venv/run.stamp: requirements.txt requirements-dev.txt .venv/bin/uv
	@if [ -e .venv/test.stamp ]; then file=requirements-dev.txt; else file=requirements.txt; fi; \
		$(BIN)/uv pip sync --python $(BIN)/python --require-hashes $$file
	@touch $@

.venv/test.stamp: requirements.txt requirements-dev.txt .venv/bin/uv
	@$(BIN)/uv pip sync --python $(BIN)/python --require-hashes requirements-dev.txt
	@touch .venv/run.stamp $@
