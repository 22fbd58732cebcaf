# For everybody: make install, make run, make test, make bench.
# For developers: make fmt, make lock (LOCK_FLAGS=--upgrade takes newer versions).
# Another interpreter: make install PYTHON=/usr/local/bin/python3.12

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
WORKERS ?= 3 # processes that share the tests; some of them wait for processes they started
LOCK := $(BIN)/uv pip compile pyproject.toml -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command 'make lock' $(LOCK_FLAGS)

FITS := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
RUNS := import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
find_python = for name in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
	if "$$name" -c '$(FITS)' >/dev/null 2>&1; then echo "$$name"; break; fi; done

# pyright comes with its own Node.js, as a wheel: it fetches nothing while it runs.
export PYRIGHT_PYTHON_GLOBAL_NODE := 0
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.NOTPARALLEL:
.PHONY: install install-test run test format lint types contracts tests bench lock fmt

install: $(VENV)/.installed

run: install
	$(BIN)/pobot sandbox

test: format lint types contracts tests

bench: install-test
	@mkdir -p var
	@$(BIN)/python -m benchmarks --out var/benchmarks.md

fmt: install-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: install-test
	$(LOCK) --extra test --extra bench -o requirements.lock
	$(LOCK) --constraint requirements.lock -o requirements.txt

# The parts of `make test`; `make -k test` goes on after a part that failed.
format: install-test
	$(BIN)/ruff format --check .

lint: install-test
	$(BIN)/ruff check .

# Both checkers, side by side: each keeps one core busy.
types: install-test
	@$(BIN)/mypy & mypy=$$!; $(BIN)/pyright; pyright=$$?; wait $$mypy && exit $$pyright

contracts: install-test
	$(BIN)/lint-imports

tests: install-test
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(PYTEST_FLAGS)

# An environment whose interpreter is missing, moved or of the wrong version is made anew.
ifneq ($(shell $(BIN)/python -c '$(RUNS)' 2>/dev/null && echo runs),runs)
.PHONY: $(VENV)/pyvenv.cfg
endif

$(VENV)/pyvenv.cfg:
	@python=$$($(find_python)); \
	if [ -z "$$python" ]; then \
		echo 'This needs Python 3.11, 3.12 or 3.13 with its venv module, and found none on PATH.' >&2; \
		echo 'On Debian or Ubuntu: apt-get install python3 python3-venv. Elsewhere: make install PYTHON=<path>' >&2; \
		exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$python" --version)"; \
	"$$python" -m venv --clear $(VENV)

# pip does not resolve here (--no-deps): the lock is complete, and [tool.uv] in pyproject.toml says
# what it leaves out on purpose.
$(VENV)/.installed: $(VENV)/pyvenv.cfg requirements.txt pyproject.toml
	@echo 'Installing what the bot needs'
	@$(PIP) install --no-deps --require-hashes -r requirements.txt
	@$(PIP) install --no-deps -e .
	@touch $@

install-test: $(VENV)/.installed-test

$(VENV)/.installed-test: $(VENV)/.installed requirements.lock
	@echo 'Installing what its tests need'
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@touch $@
