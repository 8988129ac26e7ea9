# Two commands do all the set-up: `make demo` and `make test`. Everything stays inside this folder.
PYTHON ?= python3
PORT ?= 8000
export FILIFORM_STATE ?= $(CURDIR)/var/demo

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset test check soak mutants golden body lines messages screenshots locks wheel clean dev-setup

help: ## Show these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## Prepare environment and front end; start nothing
	@$(PYTHON) tools/setup.py

demo: setup ## Start Filiform with a fictional clinic on http://127.0.0.1:8000
	@exec .venv/bin/filiform demo --port $(PORT)

demo-reset: setup ## The same, with the demo data made anew
	@exec .venv/bin/filiform demo --port $(PORT) --reset

dev-setup:
	@$(PYTHON) tools/setup.py --dev

check: dev-setup ## Lint, types, contracts, unit tests (under 90 s)
	@.venv/bin/python -m tools.run_tests check

test: dev-setup ## Everything that CI runs (under 15 minutes)
	@.venv/bin/python -m tools.run_tests test

soak: dev-setup ## Full-count fault, load and fuzz runs (long)
	@.venv/bin/python -m tools.run_tests soak

mutants: dev-setup ## Break the safety room on purpose; count what its tests notice (long)
	@.venv/bin/python -m tools.mutants

golden: dev-setup ## Rewrite the golden files; review the difference as prose
	@FILIFORM_REWRITE_GOLDEN=1 .venv/bin/python -m pytest -q -m "not browser and not server and not soak and not body and not spark"

body: dev-setup ## Rebuild body surface, shapes and charts from the published mesh
	@.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/body.txt
	@.venv/bin/python -m tools.body.surface && .venv/bin/python -m tools.body.skin && .venv/bin/python -m tools.body.charts && .venv/bin/python -m tools.body.browser_places

lines: dev-setup ## Redraw the lines of the muscles for pages and docs
	@.venv/bin/python -m tools.muscle_lines

messages: dev-setup ## Gather the texts to translate; compile the catalogues
	@.venv/bin/python -m tools.messages

screenshots: dev-setup ## Retake the screenshots of README and docs
	@.venv/bin/python -m tools.screenshots

locks: dev-setup ## Lock the dependencies anew, with hashes and without addresses
	@.venv/bin/python -m tools.locks

wheel: dev-setup ## Build the wheel into dist/
	@.venv/bin/python -m tools.wheel

clean: ## Remove everything that the commands above have made, the demo data included
	rm -rf .venv node_modules var dist src/filiform/clinic/static/islands src/filiform/clinic/static/fonts
