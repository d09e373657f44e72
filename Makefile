# What a newcomer needs: `make run`, `make test`. `make help` lists the rest.
PYTHON ?= python3
CORPUS ?= corpus
ALINEA_STORE ?= data
VENV := .venv
BIN := $(VENV)/bin
# Documents of your own when there are any, else the fictional demonstration corpus.
DOCUMENTS = $(shell if [ -n "$$(find -L '$(CORPUS)' -type f ! -name '.*' 2>/dev/null | head -n 1)" ]; then printf %s "'$(CORPUS)'"; else printf %s --demonstration; fi)

.PHONY: help install run ingest test check gate table clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'

install: $(VENV)/.installed ## make the environment in .venv

$(VENV)/.installed: pyproject.toml constraints.txt
	@echo "Préparation de l’environnement dans $(VENV) (une à trois minutes la première fois)…"
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 ou plus récent est nécessaire." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on -c constraints.txt -e '.[dev]'
	@touch $@

run: install ingest ## ingest CORPUS (or the demonstration corpus) and serve the page
	ALINEA_STORE='$(ALINEA_STORE)' $(BIN)/python -m bot

ingest: install ## ingest the documents of CORPUS=FOLDER
ifeq ($(origin CORPUS),command line)
	@test -e '$(CORPUS)' || { echo "Le dossier « $(CORPUS) » n’existe pas."; exit 1; }
endif
	$(BIN)/python -m ingest run $(DOCUMENTS) --store '$(ALINEA_STORE)'

test: $(VENV)/.installed-dev ## run the tests
	$(BIN)/python -m pytest

check: $(VENV)/.installed-dev ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

gate: install ## run the evaluation gates on the demonstration corpus and on the hostile document
	$(BIN)/python -m ingest run ingest/demo --store build/demonstration
	$(BIN)/python -m evals gate --store build/demonstration --cases evals/cases/demonstration.jsonl --baseline evals/baselines/demonstration.json
	$(BIN)/python -m ingest run evals/corpora/hostile --store build/hostile
	$(BIN)/python -m evals gate --store build/hostile --cases evals/cases/hostile.jsonl --baseline evals/baselines/hostile.json

REPORTS ?= ../shared/corpus/rapports

table: $(VENV)/.installed ## measure, and write the README's tables (the reports' one where REPORTS is a folder)
	$(BIN)/python -m ingest run ingest/demo --store build/demonstration
	$(BIN)/python -m evals run --fresh --store build/demonstration --cases evals/cases/demonstration.jsonl --out build/evals/demonstration
	$(BIN)/python -m evals table build/evals/demonstration --into README.md --mark evals:demonstration --brief --language en
	if [ -d '$(REPORTS)' ]; then \
	  $(BIN)/python -m ingest run '$(REPORTS)' --store build/rapports && \
	  $(BIN)/python -m evals run --fresh --store build/rapports --cases evals/cases/rapports-*.jsonl --out build/evals/rapports && \
	  $(BIN)/python -m evals table build/evals/rapports --into README.md --mark evals:rapports --brief --language en; \
	fi

clean: ## remove what the build made (never your documents or your store)
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
