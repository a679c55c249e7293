# The commands of a contributor; docs/contributing.md explains them. `make` alone lists them.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?=
LAB_FLAGS ?=
WORKERS ?= 2
TABLES ?= 1000

export PYTHON
# pyright would ask a registry whether there is a newer pyright; the constraints decide that here.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

# A gate says one line when it passes, and all it has to say when it does not.
gate = @output=$$($(2) 2>&1) && echo "$(1): clean" \
	|| { printf '%s: failed\n%s\n' "$(1)" "$$output"; exit 1; }

.DEFAULT_GOAL := help
.PHONY: help setup lab test gates lint format types strict-types layers pytest bench tour site site-tools pictures \
	strip wheel constraints clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

setup: ## build .venv, or bring it up to date
	@.ci/setup

lab: setup ## open JupyterLab on notebooks/ (LAB_FLAGS="--no-browser --port 8890")
	@$(BIN)/jupyter lab --FileContentsManager.preferred_dir=notebooks \
		$(if $(filter 0,$(shell id -u)),--allow-root) $(LAB_FLAGS)

test: ## run every gate and every test (WORKERS=4 on more cores)
	@$(MAKE) --no-print-directory --keep-going --jobs=3 pytest gates

gates: lint format types strict-types layers ## run the static gates alone

lint format types strict-types layers: setup

pytest: site-tools

lint:
	$(call gate,ruff check,$(BIN)/ruff check --output-format=concise .)

format:
	$(call gate,ruff format,$(BIN)/ruff format --check .)

types:
	$(call gate,mypy,$(BIN)/mypy)

strict-types:
	$(call gate,pyright,$(BIN)/pyright)

layers:
	$(call gate,import-linter,$(BIN)/lint-imports --no-logo)

# By file, so that what a file's tests share (a server, a wheel) is made once.
pytest:
	@$(BIN)/pytest --numprocesses=$(WORKERS) --dist=loadfile

bench: setup ## measure speed and memory against their limits (TABLES=100 for a quick look)
	@$(BIN)/python -m tests.benchmarks $(TABLES)

tour: setup ## run the tour notebook without a browser, into build/
	@mkdir -p build
	@$(BIN)/papermill --cwd notebooks notebooks/tour.ipynb build/tour.ipynb

site: site-tools ## build the documentation as a site into build/site
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --config-file .mkdocs.yml
	@echo "build/site/index.html"

pictures: setup ## draw what docs/ shows of the code
	@$(BIN)/python .ci/pictures.py

site-tools: setup
	@.ci/setup-site

strip: setup ## remove outputs and kernel noise from the notebooks before a commit
	@$(BIN)/python .ci/strip.py notebooks/*.ipynb

wheel: setup ## build the wheel into dist/
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist

# Not after setup, which fails while the old versions contradict pyproject.toml.
constraints: $(BIN)/python ## pin the newest versions that pyproject.toml allows
	@mkdir -p build
	@$(BIN)/python .ci/constraints.py > build/constraints.txt
	@mv build/constraints.txt .ci/constraints.txt

$(BIN)/python:
	@.ci/setup

clean: ## remove what was built; .venv stays
	@rm -rf build dist .*_cache .hypothesis
	@find . -path ./$(VENV) -prune -o -name __pycache__ -print0 | xargs -0 rm -rf
