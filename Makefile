# Everything is done through .venv, which is made when needed.
.DEFAULT_GOAL := help
.PHONY: help pdf html check preview test test-all lint bench soak fonts golden references rules oracle schema lock clean pango test-commands
.DELETE_ON_ERROR:

PYTHON := .venv/bin/python
CASEWRIGHT := $(PYTHON) -m pipeline
CASE ?=
# Commands that some tests drive; `make test` skips those tests where one is missing.
TEST_COMMANDS := chromium javac jaxb node npm pdftotext
# As many workers as cores. Neighbouring tests stay together, for what they share; an idle worker takes over half of
# what another has left.
WORKERS := --numprocesses auto --dist worksteal
NODE_MODULES := tests/conformance/node_modules

help: ## list the targets; those that build or check take CASE=id
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

pdf: .venv/.installed pango ## build the PDF of every case
	$(CASEWRIGHT) build $(CASE) --to pdf

html: .venv/.installed ## build the HTML of every case
	$(CASEWRIGHT) build $(CASE) --to html

check: .venv/.installed ## say what is wrong with every case and what a guideline still asks, and write nothing
	$(CASEWRIGHT) check $(CASE)

preview: .venv/.installed pango ## show the cases in a browser, and again as you write
	$(CASEWRIGHT) preview $(CASE)

test: .venv/.installed pango ## run the tests that need only what `make pdf` needs
	$(PYTHON) -m pytest $(WORKERS)

test-all: test .venv/.conformance $(NODE_MODULES)/.package-lock.json ## run those that `make test` skipped too, installing what they need where that can be done
	CASEWRIGHT_TEST_ALL=1 $(PYTHON) -m pytest $(WORKERS) --skipped

lint: .venv/.installed ## formatting, ruff and mypy
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m ruff check
	$(PYTHON) -m mypy

bench: .venv/.installed pango ## time the build of every case, and how soon the preview shows an edit
	$(PYTHON) tests/bench.py $(CASE)
	$(PYTHON) -m tests.bench_preview

soak: .venv/.installed pango ## build every case over and over, edit it in the preview, and watch memory and bytes
	$(PYTHON) tests/soak.py $(CASE)
	$(PYTHON) -m tests.soak_preview

fonts: .venv/.installed ## make templates/fonts anew from their packages
	$(PYTHON) templates/fonts/make.py

golden: .venv/.installed ## accept what the build writes now as what tests expect
	CASEWRIGHT_GOLDEN=write $(PYTHON) -m pytest

references: .venv/.installed ## compare references with other programs' anew: REFERENCES.md
	$(PYTHON) -m tests.references.compared

rules: .venv/.installed ## write the page of all rules anew: RULES.md
	$(CASEWRIGHT) list rules --markdown > RULES.md

oracle: .venv/.installed $(NODE_MODULES)/.package-lock.json ## ask citeproc-js anew how it prints references
	NODE_PATH=$(NODE_MODULES) node tests/resolving/csl_oracle/regenerate.cjs \
		"$$($(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"

schema: .venv/.installed ## write the JSON Schema of case.yaml
	$(CASEWRIGHT) schema --write

lock: .venv/.installed ## resolve requirements.lock anew from pyproject.toml
	$(PYTHON) -m pip install --quiet uv
	$(PYTHON) -m uv pip compile --universal --generate-hashes --no-emit-index-url --extra dev --no-header \
		--no-annotate --python-version 3.11 --upgrade pyproject.toml --output-file requirements.lock

clean: ## empty build/ (with CASE, of that case)
	find build -mindepth 1 ! -name .gitignore \( -path 'build/$(or $(CASE),*)' -o -path 'build/$(or $(CASE),*)/*' \) -delete

pango:
	@sh .ci/system-packages pango

test-commands:
	@sh .ci/system-packages $(TEST_COMMANDS)

# Whoever lacks npm hears of it from the tests that need its packages.
$(NODE_MODULES)/.package-lock.json: tests/conformance/package-lock.json | test-commands
	@! command -v npm >/dev/null || { cd tests/conformance && npm ci --silent && touch node_modules/.package-lock.json; }

.venv/.conformance: tests/conformance/requirements.lock .venv/.installed
	@$(PYTHON) -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

.venv/.installed: requirements.lock pyproject.toml .ci/make-venv
	@sh .ci/make-venv
