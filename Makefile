# The command surface. `make` alone says what there is; every target installs what it needs by itself.

STACK ?= dev

# Node 22 and the locked packages first; everything else is TypeScript.
RUN := ./sandbox/install/bootstrap.sh
SANDBOX := $(RUN) node --import tsx sandbox/cli/main.ts

.DEFAULT_GOAL := help
.PHONY: help install up preview refresh destroy status down check test snapshot docs

help: ## Say what there is
	@echo 'make TARGET [STACK=dev|staging|prod]    (default: dev)'
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## Install and build what the sandbox needs; once per version, at most 20 minutes
	@$(SANDBOX) install

up: ## Build or change the environment of STACK on this machine, policies on
	@$(SANDBOX) up --stack '$(STACK)'

preview: ## Say what `make up` would change; fails when a policy is violated or could not judge
	@$(SANDBOX) preview --stack '$(STACK)'

refresh: ## Read the account and the cluster of STACK, and record what has drifted
	@$(SANDBOX) refresh --stack '$(STACK)'

destroy: ## Delete everything that STACK holds; refused while resources are protected
	@$(SANDBOX) destroy --stack '$(STACK)'

status: ## Show services and resources of STACK, and the environment for aws and kubectl
	@$(SANDBOX) status --stack '$(STACK)'

down: ## Stop what was started for STACK and end the rehearsal
	@$(SANDBOX) down --stack '$(STACK)'

check: ## Check format, lint and types
	@$(RUN) npx prettier --check .
	@$(RUN) npx eslint .
	@$(RUN) npx tsc --noEmit

test: install check ## Run every check and test; the last line counts them
	@$(RUN) npx mocha

snapshot: install ## Record anew what every environment deploys; read `git diff` afterwards
	@$(RUN) npm run --silent snapshot:update

docs: install ## Write docs/configuration.md anew from the schema
	@$(RUN) npm run --silent docs:configuration
