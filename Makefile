# make demo   the library at work on a simulated cloud
# make test   lint, types, import contracts, all tests; on the newest Python here, too, most of them
#             with a few of their values each
# make quick  lint and types of what changed, and the tests nearest to it: less than a minute
# make check  lint, types, import contracts and the documentation site only
# make docs   the documentation as a site: open site/index.html
# make test-long   what takes minutes: costs against the stored ones, the real release 2.2.0, kills,
#                  most tests on each Python from 3.11 here, and with the lowest versions allowed
# make replay what a test that failed says: SEED= plays a run again, TEST= one test of it
# make soak   a simulated year of three programs in which everything goes wrong that may, and a
#             quarter of it with a recorder, about an hour; SEED= plays one again, DAYS= shortens it
# make mutants   small mistakes put into the library, and which of them the tests notice; ROOM=etiquette
#             tries one folder of it, N= so many of each, SEED= the same again, MUTANT= one again
# make bench  our numbers beside our peers', written to bench/RESULTS.md

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# most tests wait for sockets, so more of them than there are processors
PYTEST := -m pytest -n 4 --dist worksteal -q

# what is compiled once need not be compiled in each of the many processes that the tests start
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-long quick replay soak mutants check docs format bench clean

demo: $(READY)
	@$(BIN)/python -m growattServer.cli.demo

test: check
	$(BIN)/python $(PYTEST) -m "not long"
	$(BIN)/python scripts/other_pythons.py --newest $(PYTEST) --spread 4 -m "not long and not wide"

test-long: $(READY)
	$(BIN)/python $(PYTEST) -m "long and not alone"
	$(BIN)/python -m pytest -q -m "long and alone"
	$(BIN)/python scripts/other_pythons.py $(PYTEST) -m "not long and not wide"
	$(BIN)/python scripts/lowest_versions.py .venvs/lowest $(PYTEST) -m "not long"

# what is said to make is in the environment, where a shell does not look into it
replay: $(READY)
ifdef TEST
	$(BIN)/python -m pytest -q "$$TEST"
else
	$(BIN)/python $(PYTEST) -m "not long"
endif

soak: $(READY)
	$(BIN)/python tests/soak/run_soak.py $(if $(SEED),--seed $(SEED)) $(if $(DAYS),--days $(DAYS))

mutants: $(READY)
	$(BIN)/python scripts/mutants.py $(ROOM) $(if $(N),-n $(N)) $(if $(SEED),--seed $(SEED)) \
		$(if $(MUTANT),--only "$$MUTANT")

check: docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports

docs: $(READY)
	$(BIN)/zensical build --strict

quick: $(READY)
	$(BIN)/python scripts/quick.py

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(READY): pyproject.toml requirements-dev.txt scripts/make_environment.py
	$(PYTHON) scripts/make_environment.py $(VENV)
	@touch $(READY)

bench: $(READY)
	$(BIN)/python bench/run.py

clean:
	rm -rf $(VENV) .venvs build dist site
