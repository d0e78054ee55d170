# The commands of factcheck. `make run` is where to start.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# Two more than processors: tests of the network, of browsers and of processes wait a good part of their time.
JOBS ?= $(shell echo $$(($$(env -u OMP_NUM_THREADS nproc) + 2)))
CLAIMS ?= 10000 1000000
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
# The demo is SQLite and one worker loop, whatever else is set; only here is DEBUG on.
DEMO := env -u DATABASE_URL -u REDIS_URL DEBUG=true
# The files are complete and hashed, so nothing is left to resolve; bytecode is made for what is imported only.
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes --no-deps --no-compile

.DEFAULT_GOAL := help
.PHONY: help run test lint check quality bench lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run ## the demo on http://localhost:8000 (PORT=8001 for another): web and worker; Ctrl-C ends both
	@if (exec 3<>/dev/tcp/127.0.0.1/$(PORT)) 2>/dev/null; then \
		echo "Port $(PORT) is taken: make run PORT=$$(($(PORT) + 1))"; exit 1; fi
	@echo "Preparing the database ..."
	@$(DEMO) $(BIN)/python manage.py migrate --verbosity 0
	@trap 'exit 0' INT TERM; trap 'kill $$web $$worker 2>/dev/null; wait' EXIT; \
	$(DEMO) $(BIN)/gunicorn --bind 127.0.0.1:$(PORT) --threads 4 --log-level error factcheck.wsgi & web=$$!; \
	$(DEMO) $(BIN)/python manage.py demo --port $(PORT) || exit 1; \
	$(DEMO) $(BIN)/python manage.py work & worker=$$!; \
	while kill -0 $$web 2>/dev/null && kill -0 $$worker 2>/dev/null; do sleep 1; done; \
	echo "The web server or the worker ended by itself; its last words stand above."; exit 1

test: $(VENV)/.dev ## every test; with DATABASE_URL and REDIS_URL set, on those (ARGS="-k name" for some)
	@DEBUG=true $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(VENV)/.dev ## ruff and mypy
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/ruff format --quiet --check .
	@DEBUG=true $(BIN)/mypy

check: lint ## lint, plus missing migrations and the settings of a deployment
	@DEBUG=true $(BIN)/python manage.py makemigrations --check --dry-run
	@DEBUG=false ALLOWED_HOSTS=factcheck.example SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_hex(40))') \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

quality: $(VENV)/.dev $(VENV)-peers/.done ## how well quotes, claims and discrepancies are found, on marked texts (GOLD=folder)
	@DEBUG=true $(BIN)/python -m benchmarks.quality

bench: $(VENV)/.dev $(VENV)-peers/.done ## how fast, and how it scales where DATABASE_URL is PostgreSQL (CLAIMS="10000 100000")
	@DEBUG=true $(BIN)/python -m benchmarks.speed
	@DEBUG=true $(BIN)/python -m benchmarks.throughput
	@DEBUG=true $(BIN)/python -m benchmarks.robustness
	@DEBUG=true $(BIN)/python -m benchmarks.scale --claims $(CLAIMS)
	@DEBUG=true $(BIN)/python -m benchmarks.million

lock: $(VENV)/.dev ## every requirements*.in to the exact versions and hashes that are installed
	@$(BIN)/uv pip compile -q --generate-hashes --python-version 3.11 requirements.in -o requirements.txt
	@$(BIN)/uv pip compile -q --generate-hashes --python-version 3.11 requirements-dev.in -o requirements-dev.txt
	@$(BIN)/uv pip compile -q --generate-hashes --python-version 3.11 requirements-peers.in -o requirements-peers.txt

clean: ## removes the environment, the demo's database and everything generated
	rm -rf $(VENV) $(VENV)-peers var staticfiles build .pytest_cache .mypy_cache .ruff_cache .hypothesis .schemathesis

$(VENV)/.run: requirements.txt
	$(environment)

$(VENV)/.dev: requirements-dev.txt
	$(environment)

# The other tools that ours is compared with; their packages do not agree with ours.
$(VENV)-peers/.done: requirements-peers.txt $(VENV)/.dev
	@$(PYTHON) -m venv $(VENV)-peers
	@$(BIN)/uv pip install -q --python $(VENV)-peers/bin/python --require-hashes --no-deps -r $<
	@touch $@

# The mark is touched last, so an installation that was cut short is taken up again.
define environment
	@test -n "$(PYTHON)" || { echo "factcheck needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv $(VENV)
	@echo "Installing the packages of $< (once, about 550 MB) ..."
	@$(PIP_INSTALL) -r $<
	@touch $@
endef
