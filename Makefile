# Development commands; dev/README.md says more.
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help demo reset-demo test stress bench lint i18n docs stop

help: ## list these commands
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do \
	    printf '  make %-12s %s\n' "$$name" "$$text"; done

demo: ## serve a demo on 127.0.0.1 (its data is kept), provisioning Odoo if needed; WORKERS=2: as several processes
	@$(PYTHON) dev/demo

reset-demo: ## the same with a new database
	@$(PYTHON) dev/demo --reset

test: ## lint, install and test the addon, provisioning what is missing
	@$(PYTHON) dev/test

stress: ## the tests that prove by mass, with all of it; takes twice as long
	@$(PYTHON) dev/test --stress

bench: ## what operations cost, into docs/benchmark.md; ONLY=save for one, CODE=COMMIT for a column beside it
	@$(PYTHON) dev/bench $(ONLY:%=--only %) $(CODE:%=--code %)

lint: ## the linters alone
	@$(PYTHON) dev/test --lint

i18n: ## export the terms and merge them into i18n/vi.po
	@$(PYTHON) dev/i18n

docs: ## print the tables of docs/development.md from the code
	@$(PYTHON) dev/docs

stop: ## stop the development PostgreSQL, unless a command uses it
	@$(PYTHON) dev/db stop
