.DEFAULT_GOAL := help
.PHONY: help demo test check fmt bench docs lock clean
PYTHON := .venv/bin/python

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | while IFS="$$(printf '\t')" read -r name what; do printf '  make %-7s %s\n' "$$name" "$$what"; done

demo: ## Set up and serve a made-up office (PORT=8000), accounts printed
	@scripts/setup.sh
	@.venv/bin/cermin contoh --porta $(or $(PORT),8000)

test: ## Set up and run every test
	@scripts/setup.sh dev
	@$(PYTHON) scripts/run_tests.py

check: ## Lint and types only
	@scripts/setup.sh dev
	@$(PYTHON) scripts/run_tests.py lint house

fmt: ## Format the code
	@scripts/setup.sh dev
	@$(PYTHON) -m ruff format . && $(PYTHON) -m ruff check --fix .

bench: ## Measure, and write bench/RESULTS.md
	@scripts/setup.sh dev
	@$(PYTHON) -m bench

docs: ## Write the generated reference pages and pictures
	@scripts/setup.sh dev
	@$(PYTHON) -m scripts.make_docs

lock: ## Renew the lock files from pyproject.toml
	@scripts/setup.sh dev
	@scripts/lock.sh

clean: ## Remove the environment and everything that was made
	rm -rf .venv keluaran .pytest_cache .mypy_cache .ruff_cache .hypothesis
