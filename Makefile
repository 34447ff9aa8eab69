# Each target sets up its requirements inside this folder: a Python venv with uv and the locked packages.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

PYTHON ?= python3
VENV ?= .venv
export UV_PYTHON_DOWNLOADS := never
# uv trusts the certificates of the machine, which include the authority of a network that inspects TLS.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := true
endif

UV := $(VENV)/bin/uv
RUN := $(VENV)/bin/python -W error -m
DEV := $(VENV)/.installed
SANDBOX := packages/sage200-sandbox
MELTANO := .venvs/meltano/.installed
POSTGRES := .meltano/.installed-postgres
PLUGINS := .meltano/.installed
AIRFLOW := .venvs/airflow/.installed
FLEET := .venvs/fleet/.installed
SINGER := .venvs/singer/.installed
SBOM := .venvs/sbom/.installed
OIDC := .venvs/oidc/.installed
SITE := .venvs/site/.installed
DIAGRAMS := docs/javascripts/mermaid.min.js
PEERS := .venvs/peer-dlt/.installed .venvs/peer-rest-api-msdk/.installed

.PHONY: help
help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s  %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## Load a demo company into PostgreSQL twice, and compare. KEEP=1 keeps the database running.
	@$(MAKE) --silent --jobs=2 $(DEV) $(POSTGRES)
	@$(VENV)/bin/python -m tools.demo run $(if $(filter-out 0,$(KEEP)),--keep)

.PHONY: demo-stop
demo-stop: $(DEV) ## Stop the servers of `make demo KEEP=1`.
	@$(VENV)/bin/python -m tools.demo stop

.PHONY: soak
soak: $(DEV) ## Run the tap for MINUTES=60 while its source changes and fails, and check for lost rows. SEED=1 repeats a run.
	@$(VENV)/bin/python -m tools.soak $(if $(MINUTES),--minutes=$(MINUTES)) $(if $(SEED),--seed=$(SEED))

.PHONY: fleet
fleet: ## Load 20 companies with Airflow, Celery and Redis while a worker dies, and compare (10 minutes). LOGS=folder keeps the logs.
	@$(MAKE) --silent --jobs=2 $(DEV) $(POSTGRES) $(FLEET)
	@$(VENV)/bin/python -m tools.fleet $(if $(LOGS),--logs=$(LOGS))

.PHONY: test
test: $(DEV) $(SINGER) $(OIDC) $(PLUGINS) $(AIRFLOW) ## Run all tests of the tap and the sandbox. ARGS="-k paging" runs selected tests of the tap.
	@$(RUN) pytest --numprocesses=3 --maxschedchunk=16 --ignore=tests/tools/bench/test_floors.py $(ARGS)
	@$(if $(ARGS),,$(MAKE) test-sandbox)

.PHONY: test-sandbox
test-sandbox: $(DEV) ## Run the tests of the sandbox. ARGS="-k tokens" runs selected tests.
	@cd $(SANDBOX) && ../../$(RUN) pytest --numprocesses=2 --maxschedchunk=16 $(ARGS)

.PHONY: test-portable
test-portable: $(DEV) ## Run the tests that also run on Windows, without what Windows lacks.
	@$(RUN) pytest --numprocesses=3 --maxschedchunk=16 -p tests.support.no_posix @tests/portable.txt $(ARGS)

.PHONY: test-next-sdk
test-next-sdk: $(DEV) $(SINGER) $(OIDC) ## Run the tests with the newest pre-release of the Singer SDK that pyproject.toml allows.
	@$(UV) venv --quiet --clear --python $(VENV)/bin/python .venvs/next-sdk
	@$(UV) pip sync --quiet --python .venvs/next-sdk/bin/python --require-hashes requirements/dev.txt
	@$(UV) pip install --quiet --python .venvs/next-sdk/bin/python --no-build-isolation --prerelease=if-necessary-or-explicit \
		--upgrade-package singer-sdk 'singer-sdk>=0.55.0a0' --editable . --editable $(SANDBOX)
	@$(UV) pip list --quiet --python .venvs/next-sdk/bin/python | grep '^singer-sdk '
	@.venvs/next-sdk/bin/python -W error -m pytest --numprocesses=3 --maxschedchunk=16 \
		--ignore=tests/fleet --ignore=tests/loaders --ignore=tests/tools $(ARGS)

.PHONY: bench
bench: $(DEV) $(PLUGINS) $(PEERS) ## Measure the tap and its peers (90 minutes). ARGS="startup daily" runs selected measurements.
	@$(VENV)/bin/python -m tools.bench $(ARGS)

.PHONY: bench-quick
bench-quick: $(DEV) ## Check in one or two minutes that the tap is not slower.
	@$(RUN) pytest tests/tools/bench/test_floors.py $(ARGS)

.PHONY: sizing
sizing: $(DEV) ## Compute how long a round over 500 companies takes: the tables of docs/fleet.md.
	@$(VENV)/bin/python -m tools.sizing

.PHONY: lint
lint: $(DEV) $(SITE) ## Check style, types, layers, spelling, dependencies, file lengths, documents and configuration files.
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy
	@cd $(SANDBOX) && ../../$(RUN) mypy
	@for platform in win32 darwin; do \
		$(RUN) mypy --platform $$platform --cache-dir .mypy_cache/$$platform tap_sage200 $(SANDBOX)/sage200_sandbox; done
	@$(VENV)/bin/lint-imports --no-logo
	@$(RUN) deptry tap_sage200
	@cd $(SANDBOX) && ../../$(RUN) deptry sage200_sandbox
	@find packages tap_sage200 tests tools -name '*.py' -exec awk \
		'FNR == 351 { print FILENAME ": more than 350 lines"; long = 1 } END { exit long }' {} +
	@$(VENV)/bin/codespell
	@$(BUILD_SITE) >/dev/null
	@! grep -rlE '<(script|link|img|iframe)[^>]* (src|href)="?(https?:)?//' site --include='*.html' \
		|| { echo 'A page of the site needs another host.' >&2; exit 1; }
	@$(VENV)/bin/check-jsonschema --builtin-schema vendor.meltano meltano.yml
	@$(VENV)/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(VENV)/bin/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	@$(VENV)/bin/check-jsonschema --builtin-schema vendor.compose-spec compose.yaml
	@! grep -nE '://|^-' requirements/*.txt || { echo 'A lock must name packages, not URLs.' >&2; exit 1; }
	@! grep -n '"resolved"' {tests/peers/oidc,tools/site}/package-lock.json || { echo 'A lock must name packages, not URLs.' >&2; exit 1; }

.PHONY: format
format: $(DEV) ## Format the code.
	@$(RUN) ruff check --fix .
	@$(RUN) ruff format .

.PHONY: docs
docs: $(DEV) ## Write docs/dictionary/, docs/settings.md, docs/troubleshooting.md and hub/ from the code and meltano.yml.
	@$(RUN) tools.dictionary.generate
	@$(RUN) tools.settings.generate
	@$(RUN) tools.troubleshooting.generate
	@$(RUN) tools.hub.generate

.PHONY: site
site: $(SITE) $(DIAGRAMS) ## Build the documentation site into site/, without warnings. It needs no network when it is read.
	@$(BUILD_SITE)

.PHONY: site-serve
site-serve: $(SITE) $(DIAGRAMS) ## Show the documentation site on this machine while you write.
	@.venvs/site/bin/zensical serve

BUILD_SITE := .venvs/site/bin/zensical build --clean --strict

.PHONY: wheel
wheel: $(DEV) ## Build both distributions into dist/, and test each wheel in an empty environment.
	@rm -rf dist .venvs/wheel-tap .venvs/wheel-sandbox
	@for folder in . $(SANDBOX); do \
		$(UV) build --quiet --no-build-isolation --python $(VENV)/bin/python --out-dir dist $$folder; done
	@! { $(VENV)/bin/python -m zipfile --list dist/tap_sage200-*.whl; tar --list --file dist/tap_sage200-*.tar.gz; } \
		| grep sandbox || { echo "The distribution of the tap contains parts of the sandbox." >&2; exit 1; }
	@for name in tap sandbox; do $(UV) venv --quiet --python $(VENV)/bin/python .venvs/wheel-$$name; done
	@$(INSTALL_WHEEL) --python .venvs/wheel-tap dist/tap_sage200-*.whl
	@.venvs/wheel-tap/bin/tap-sage200 --version
	@.venvs/wheel-tap/bin/sage200 --help >/dev/null
	@.venvs/wheel-tap/bin/tap-sage200 --about --format=json | $(VENV)/bin/python -c \
		'import json, sys; print(len(json.load(sys.stdin)["settings"]["properties"]), "settings")'
	@.venvs/wheel-tap/bin/tap-sage200 --discover | $(VENV)/bin/python -c \
		'import json, sys; print(len(json.load(sys.stdin)["streams"]), "streams")'
	@$(INSTALL_WHEEL) --python .venvs/wheel-sandbox dist/sage200_sandbox-*.whl
	@.venvs/wheel-sandbox/bin/sage200-sandbox --help >/dev/null
	@NO_PROXY='*' .venvs/wheel-sandbox/bin/python -c \
		'import json, sage200_sandbox as s, urllib.request as r; sage = s.Sandbox(s.Demo()); sage.start(); about = \
		json.load(r.urlopen(f"{sage.url}/_sandbox/")); print(len(about["companies"][0]["tables"]), "tables"); sage.stop()'

.PHONY: sbom
sbom: $(SBOM) ## List the dependencies of both distributions in sbom/, as CycloneDX. Needs the environments of `make wheel`.
	@rm -rf sbom && mkdir sbom
	@$(CYCLONEDX) --pyproject pyproject.toml --output-file sbom/tap-sage200.cdx.json .venvs/wheel-tap
	@$(CYCLONEDX) --pyproject $(SANDBOX)/pyproject.toml --output-file sbom/sage200-sandbox.cdx.json .venvs/wheel-sandbox
	@$(VENV)/bin/python -m tools.sbom

CYCLONEDX := .venvs/sbom/bin/cyclonedx-py environment --output-reproducible --of JSON --sv 1.6 --mc-type application

INSTALL_WHEEL := $(UV) pip install --quiet --constraint requirements/dev.txt

.PHONY: lock
lock: $(UV) ## Update all locks.
	@$(LOCK) --group bootstrap --output-file requirements/bootstrap.txt
	@$(LOCK) pyproject.toml $(SANDBOX)/pyproject.toml --extra fleet --extra socks --group dev --group demo --output-file requirements/dev.txt
	@$(LOCK) --group meltano --output-file requirements/meltano.txt
	@$(LOCK) --group airflow --output-file requirements/airflow.txt
	@$(LOCK) --group fleet --output-file requirements/fleet.txt
	@$(LOCK) pyproject.toml --extra fleet --group plugins --output-file requirements/plugins.txt
	@$(LOCK) --group target-jsonl --output-file requirements/target-jsonl.txt
	@$(LOCK) --group target-csv --output-file requirements/target-csv.txt
	@$(LOCK) --group site --output-file requirements/site.txt
	@$(LOCK) --group sbom --output-file requirements/sbom.txt
	@$(LOCK) --group singer --output-file requirements/singer.txt
	@$(LOCK) --group peer-dlt --output-file requirements/peer-dlt.txt
	@$(LOCK) --group peer-rest-api-msdk --output-file requirements/peer-rest-api-msdk.txt
	@for folder in tests/peers/oidc tools/site; do (cd $$folder && npm update --package-lock-only --silent); done

LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--custom-compile-command "make lock"

.PHONY: clean
clean: ## Remove everything that make created.
	@rm -rf .venv .venvs .meltano/extractors .meltano/loaders dist sbom site $(DIAGRAMS) {.,$(SANDBOX)}/.{mypy,pytest,ruff,import_linter}_cache \
		{.,$(SANDBOX)}/.hypothesis

# Setup of the targets. A file that is touched last shows that a setup is complete.

$(UV): requirements/bootstrap.txt
	@command -v $(PYTHON) >/dev/null || { echo 'Python 3.11 or newer is required: apt install python3 python3-venv' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo \
		"Python 3.11 or newer is required; $(PYTHON) is $$($(PYTHON) --version). Use another one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo \
		'$(PYTHON) cannot create a virtual environment: apt install python3-venv' >&2; exit 1; }
	@echo 'Setting up $(VENV) ...'
	@$(PYTHON) -m venv --clear $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

$(DEV): $(UV) pyproject.toml $(SANDBOX)/pyproject.toml requirements/dev.txt
	@$(UV) pip sync --quiet --python $(VENV)/bin/python --require-hashes requirements/dev.txt
	@$(UV) pip install --quiet --python $(VENV)/bin/python --no-deps --no-build-isolation --editable . --editable $(SANDBOX)
	@touch $@

# The tools with a lock of their own, and the peers for the benchmark.
.venvs/%/.installed: $(UV) requirements/%.txt
	@echo 'Setting up $(@D) ...'
	@$(UV) venv --quiet --clear --python $(VENV)/bin/python $(@D)
	@$(UV) pip sync --quiet --python $(@D)/bin/python --require-hashes requirements/$*.txt
	@touch $@

# The site draws its diagrams with this file. Without it, the theme would load it from a host of its own.
$(DIAGRAMS): $(addprefix tools/site/, .npmrc package.json package-lock.json)
	@command -v npm >/dev/null || { echo 'Node with npm is required for the diagrams of the site.' >&2; exit 1; }
	@mkdir -p .venvs/site-diagrams $(@D) && cp $^ .venvs/site-diagrams && cd .venvs/site-diagrams && npm ci --silent
	@cp .venvs/site-diagrams/node_modules/mermaid/dist/mermaid.min.js $@
	@touch $@

# The OAuth server for the sign-in tests. Without Node, these tests report what is missing.
$(OIDC): $(addprefix tests/peers/oidc/, .npmrc package.json package-lock.json)
	@! command -v npm >/dev/null || { mkdir -p $(@D) && cp $^ $(@D) && cd $(@D) && npm ci --silent && touch $(@F); }

# Compiled while they are installed, with all cores. Otherwise the first run compiles them, with one.
$(POSTGRES): export UV_COMPILE_BYTECODE := 1

# The tap and the loader of the demo, in Meltano's folders. UV_CONSTRAINT splits at spaces, so the paths are relative.
$(POSTGRES): $(MELTANO) pyproject.toml meltano.yml requirements/plugins.txt
	@echo 'Setting up the tap and target-postgres ...'
	@UV_CONSTRAINT=requirements/plugins.txt $(MELTANO_INSTALL) tap-sage200 target-postgres
	@touch $@

# The other loaders.
$(PLUGINS): $(POSTGRES) requirements/target-jsonl.txt requirements/target-csv.txt
	@UV_CONSTRAINT=requirements/target-jsonl.txt $(MELTANO_INSTALL) target-jsonl
	@UV_CONSTRAINT=requirements/target-csv.txt $(MELTANO_INSTALL) target-csv
	@touch $@

MELTANO_INSTALL := .venvs/meltano/bin/meltano --log-level=warning install
