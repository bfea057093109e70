# `make help` lists what there is. Python 3.11 or later, its venv or pip, and make are all it needs.

.DEFAULT_GOAL := help
.PHONY: help demo test lint format lock bench questions clean run-environment dev-environment

# The environment itself where it works, or the newest Python that is new enough; where there is
# none, any Python, so that requirements/install.py says what is wrong. PYTHON=... names another.
CANDIDATES = .venv/bin/python python3.14 python3.13 python3.12 python3.11 python3
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
INSTALL = for python in $(or $(PYTHON),$(CANDIDATES)); do \
	if "$$python" -c '$(NEW_ENOUGH)' 2>/dev/null; then break; fi; done; \
	if ! command -v "$$python" >/dev/null; then \
	echo "There is no $$python here: install Python 3.11 or later (Debian: apt install python3-venv)." >&2; \
	exit 1; fi; "$$python" requirements/install.py
IN = .venv/bin/python

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: run-environment ## Run the whole bot on a Slack workspace on this machine (PORT=, AT=, ARGS=)
	@$(IN) -m bot demo $(if $(PORT),--port "$(PORT)") $(if $(AT),--at "$(AT)") $(ARGS)

test: dev-environment ## Run all tests (ARGS= goes to pytest: make test ARGS="-k ledger")
	@$(IN) -m pytest -n auto $(ARGS)

lint: dev-environment ## Check style, format, types and layers
	$(IN) -m ruff check
	$(IN) -m ruff format --check
	$(IN) -m mypy
	$(IN) -m mypy requirements/install.py
	.venv/bin/lint-imports --no-logo

format: dev-environment ## Mend what ruff can mend, and format
	$(IN) -m ruff check --fix-only
	$(IN) -m ruff format

lock: ## Renew requirements/*.txt (UPGRADE=1 moves to the newest versions)
	@$(INSTALL) lock
	@sh requirements/lock $(if $(UPGRADE),--upgrade)

bench: dev-environment ## Measure the bot beside bare libraries and print the ratios
	@$(IN) -m bench $(ARGS)

questions: dev-environment ## Ask all questions of tests/questions/ and report on the answers
	@$(IN) -m tests.questions.report $(ARGS)

clean: ## Remove what was installed, built and cached (never a database)
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info
	find bot handlers schedules tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

run-environment:
	@$(INSTALL) run

dev-environment:
	@$(INSTALL) dev
