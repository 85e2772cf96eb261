# setup: .venv with the chidao command.  run: the main job on the samples.  test: everything that is checked.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
FILES  ?= corpus/samples
STAMP  := $(VENV)/.installed

.PHONY: setup run test check lock clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(STAMP)

run: setup
	$(BIN)/chidao run $(FILES) || test $$? -eq 1
	$(BIN)/chidao serve

test: setup
	tests/install-parts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

# Pins every dependency with its hash; run it when pyproject.toml's dependencies change.
lock:
	$(BIN)/uv pip compile --quiet --all-extras --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal pyproject.toml --output-file requirements.lock

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache
