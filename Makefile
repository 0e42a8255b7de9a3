# Two commands: `make run` reads a book on this machine, `make test` proves the house stands.
PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/python -m uv pip install --quiet --compile-bytecode --python $(BIN)/python

# Compiled once and not by each of a hundred short processes, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test quick bench soak chaos book check lock screenshots clean

run: $(VENV)/.installed
	@$(BIN)/python manage.py serve --port $(PORT)

# make book TOPIC="A shy dragon learns to swim" [LANGUAGE=en AGE=5-7 STYLE=watercolor PAGES=8 OUT=book.pdf]
# The environment carries the words to the command, so that no quote in them can end early.
export TOPIC LANGUAGE AGE STYLE PAGES OUT
book: $(VENV)/.installed
	@$(BIN)/python manage.py migrate --verbosity 0
	@set -- --topic "$$TOPIC"; \
	 [ -z "$$LANGUAGE" ] || set -- "$$@" --language "$$LANGUAGE"; \
	 [ -z "$$AGE" ] || set -- "$$@" --target-age "$$AGE"; \
	 [ -z "$$STYLE" ] || set -- "$$@" --style "$$STYLE"; \
	 [ -z "$$PAGES" ] || set -- "$$@" --pages "$$PAGES"; \
	 [ -z "$$OUT" ] || set -- "$$@" --out "$$OUT"; \
	 exec $(BIN)/python manage.py make_book "$$@"

# Everything on SQLite, the site in a real browser, and what a database may answer differently on PostgreSQL. What kills,
# pauses and starves real processes mostly waits, so it runs among the others; who has nothing left to do takes over from
# who has (`worksteal`). make quick is the fast part alone.
PARALLEL := -n auto --dist worksteal
test: check
	$(BIN)/python -m pytest $(PARALLEL) -m "not browser"
	$(BIN)/python -m pytest -n 0 -m browser
	$(BIN)/python scripts/with_postgres.py $(BIN)/python -m pytest $(PARALLEL) -m "not heavy and not browser"

quick: $(VENV)/.installed-dev
	$(BIN)/python -m pytest $(PARALLEL) -m "not slow and not heavy and not browser"

# Only the slow ones, and those that take minutes: 500 deaths over 50 books, a database away for a minute, a ledger
# under thousands of moves. A failure names its seed: make chaos SEED=…
export SEED
chaos: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 4 -m "slow or endurance"
	$(BIN)/python scripts/with_postgres.py $(BIN)/python -m pytest -n 4 -m "slow or endurance"

# How fast it is, on this machine: a table on the screen and in benchmarks/RESULTS.md. make bench ONLY="library queue"
# prints some figures and writes nothing; make soak is half an hour at half load, and ten minutes until all have come.
bench: $(VENV)/.installed-dev
	$(BIN)/python scripts/with_postgres.py $(BIN)/python -m benchmarks $(ONLY)

# The whole site at half load, and nothing of it may grow: a table on the screen and in benchmarks/SOAK.md.
MINUTES ?= 30
soak: $(VENV)/.installed-dev
	$(BIN)/python scripts/with_postgres.py $(BIN)/python -m benchmarks.soak $(MINUTES)

# Every page as a file under screenshots/: phone and desktop, day and bedtime, three languages. Look at them.
screenshots: $(VENV)/.installed-dev
	$(BIN)/python manage.py shell --no-imports --verbosity 0 -c "from storyforge_site.tests.browser.screenshots import take; take()"

# Everything that can be known without running the code.
check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive books characters credits storyforge_site streaks scripts
	$(BIN)/python scripts/audit.py requirements.txt
	$(BIN)/python manage.py check
	$(BIN)/python manage.py makemigrations --check --dry-run

lock: $(VENV)/.installed
	$(BIN)/python -m uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-emit-index-url --custom-compile-command "make lock" requirements.in -o requirements.txt
	$(BIN)/python -m uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-emit-index-url --custom-compile-command "make lock" requirements-dev.in -o requirements-dev.txt

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.8

$(VENV)/.installed: requirements.txt $(VENV)/bin/python
	$(UV) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(UV) -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache staticfiles
