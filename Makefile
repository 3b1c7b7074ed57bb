# Commands of the portal. `make help` lists them.
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help setup run test format check lock bench clean

help: ## List the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: ## Virtual environment, locked packages, database, reference and demo data (starts nothing)
	@scripts/setup.sh

run: setup ## Prepare everything, then serve http://127.0.0.1:8000 and run the worker (PORT=… for another port)
	@PORT=$(PORT) exec scripts/run.sh

test: ## Every test on SQLite and PostgreSQL, then the journeys in a real Chromium
	@scripts/test.sh

format: ## Rewrite Python and templates into the house format
	@scripts/format.sh

check: ## Lint, format, app ladder, production settings, missing migrations
	@scripts/check.sh

lock: ## Resolve requirements*.in again into the hashed lock files
	@scripts/lock.sh

clean: ## Remove caches, collected static files and the virtual environment; the database in var/ stays
	rm -rf .venv .test-tools staticfiles .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

bench: setup ## Measure pages and readiness as the data grows (docs/measurements.md)
	@.venv/bin/python scripts/bench.py
