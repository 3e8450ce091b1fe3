# Every target sets up what it needs: `make run` and `make test` work on a fresh clone with Python 3.11 or newer.
VENV   := .venv
BIN    := $(VENV)/bin
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
            if "$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; \
            then echo "$$p"; break; fi; done)
UV     := $(shell command -v uv 2>/dev/null)
HOME_FOLDER ?= data
# processes of tests: one a core, four at most, since each loads the language model
TESTERS ?= $(shell python3 -c 'import os; print(min(4, os.cpu_count() or 1))' 2>/dev/null || echo 2)
export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export ORT_DISABLE_TELEMETRY := 1

ifdef UV
  MAKE_VENV := uv venv --quiet --allow-existing --python "$(PYTHON)" $(VENV)
  INSTALL   := uv pip install --quiet --python $(BIN)/python
else
  MAKE_VENV := $(PYTHON) -m venv $(VENV)
  INSTALL   := $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

.PHONY: help run serve test check format lint types imports unit docs site setup setup-dev lock licences wheel pythons sbom train bench accuracy clean
help:  ## what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: setup  ## set up, then run the pipeline over seeds/articles into ./data
	@$(BIN)/dateline run seeds/articles --home $(HOME_FOLDER)

serve: setup  ## Prefect's server and UI, schedules and a worker for ./data (HOME_FOLDER=, HOST=, PORT=, SOURCE=, DATABASE=; Ctrl-C ends it)
	@exec $(BIN)/dateline serve --home $(HOME_FOLDER) $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT)) \
	  $(if $(SOURCE),--source $(SOURCE)) $(if $(DATABASE),--database $(DATABASE))

test: setup-dev unit  ## set up, then run every test

check: setup-dev lint types imports unit  ## all that CI checks: lint, types, import direction, tests

setup: $(VENV)/.installed  ## build .venv with the `dateline` command
setup-dev: $(VENV)/.installed-dev

$(VENV)/.installed: requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then echo "Dateline needs Python 3.11, 3.12 or 3.13; set PYTHON=/path/to/it" >&2; exit 1; fi
	@echo "Setting up $(VENV) (once; a few minutes, most of it download) ..."
	@$(MAKE_VENV)
	@$(INSTALL) --no-deps --require-hashes -r requirements.lock
	@$(INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo "Adding the test tools to $(VENV) ..."
	@$(INSTALL) --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

format: setup-dev  ## lay the code out
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lint: setup-dev
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .

types: setup-dev
	@$(BIN)/basedpyright

imports: setup-dev
	@$(BIN)/lint-imports --no-cache

unit: setup-dev
	@$(BIN)/python -m pytest --numprocesses $(TESTERS) --dist loadfile

docs: setup-dev  ## render data dictionary, codebook, list of tables and picture of the parts from what they are about
	@$(BIN)/python -m warehouse.schema
	@$(BIN)/python -m transforms.events.tables.codebook
	@$(BIN)/python -m release.table_list
	@$(BIN)/python -m release.architecture_picture

site: $(VENV)-site/.installed  ## the docs as a site in site/ (mkdocs-material, in an environment of its own)
	@NO_MKDOCS_2_WARNING=1 $(VENV)-site/bin/mkdocs build --quiet && echo "written: site/index.html (for the search: python3 -m http.server -d site)"

$(VENV)-site/.installed: release/site.lock
	@$(subst $(VENV),$(VENV)-site,$(MAKE_VENV))
	@$(subst $(VENV),$(VENV)-site,$(INSTALL)) --no-deps --require-hashes -r $<
	@touch $@

wheel: setup  ## build dist/*.whl and try it: a fresh environment, an empty folder
	@rm -rf dist && $(BIN)/python -m hatchling build -t wheel -d dist
	@PYTHON="$(PYTHON)" release/try_wheel.sh dist/*.whl

pythons: setup  ## build the wheel and try it in each Python from 3.11 to 3.13 that is installed here
	@rm -rf dist && $(BIN)/python -m hatchling build -t wheel -d dist
	@for version in 3.11 3.12 3.13; do \
	  if "python$$version" -c 'import sys' 2>/dev/null; then PYTHON="python$$version" release/try_wheel.sh dist/*.whl || exit 1; fi; \
	done

sbom: setup $(VENV)-sbom/.installed  ## write dist/*.cdx.json: what a release installs, in CycloneDX, with licences; `make wheel` first
	@rm -rf $(VENV)-release
	@$(subst $(VENV),$(VENV)-release,$(MAKE_VENV))
	@$(subst $(VENV),$(VENV)-release,$(INSTALL)) --no-deps --require-hashes -r requirements.lock
	@test -n "$(wildcard dist/*.whl)" || $(BIN)/python -m hatchling build -t wheel -d dist
	@wheel=$$(ls dist/*.whl) && $(subst $(VENV),$(VENV)-release,$(INSTALL)) --no-deps "$$wheel" && \
	  $(VENV)-sbom/bin/cyclonedx-py environment $(VENV)-release/bin/python --pyproject pyproject.toml \
	  --output-reproducible --validate -o "$${wheel%.whl}.cdx.json" && echo "written: $${wheel%.whl}.cdx.json"
	@rm -rf $(VENV)-release

$(VENV)-sbom/.installed: release/sbom.lock
	@$(subst $(VENV),$(VENV)-sbom,$(MAKE_VENV))
	@$(subst $(VENV),$(VENV)-sbom,$(INSTALL)) --no-deps --require-hashes -r $<
	@touch $@

licences: setup-dev  ## write docs/licences.md from what the locks install
	@$(BIN)/python -m release.licences

train: setup-dev  ## make the reader's weights and the judge's tables anew (two cores, some two hours)
	@$(INSTALL) --editable '.[train]'
	@$(BIN)/python -m training

bench: setup  ## cost of the pipeline beside spaCy's parser, over ARTICLES=some.jsonl
	@$(BIN)/python benchmarks/pipeline.py $(or $(ARTICLES),../shared/gold/reuters21578.jsonl)

accuracy: setup  ## scores on human-labelled sets, where they lie beside the checkout
	@$(BIN)/python benchmarks/accuracy.py

lock:  ## renew the lock files (needs uv); then make licences
	@uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate -q -o requirements.lock
	@uv pip compile pyproject.toml --extra build --extra dask --extra store --extra postgres --extra ducklake \
	  --extra search --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate -q -c requirements.lock -o requirements-dev.lock
	@uv pip compile release/site.in --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate -q -o release/site.lock
	@uv pip compile release/sbom.in --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate -q -o release/sbom.lock

clean:  ## remove the environment and the data of `make run`
	rm -rf $(VENV) $(VENV)-site $(VENV)-sbom $(VENV)-release site dist $(HOME_FOLDER)
