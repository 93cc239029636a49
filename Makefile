# `make demo` and `make test` do everything from a fresh clone; PYTHON names another Python than python3.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/installed
RECENT := 'import sys; sys.exit(sys.version_info < (3, 11))'

.PHONY: setup demo test lint lab lock samples docs pictures clean
.DEFAULT_GOAL := setup

setup: $(STAMP)  ## make .venv and install everything at the versions of requirements.lock

demo: $(STAMP)  ## the sample reports, end to end
	$(BIN)/ogi demo

test: lint  ## everything a change has to pass
	$(BIN)/python -m pytest

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/mypy

lab: $(STAMP)  ## the notebooks
	$(BIN)/jupyter lab notebooks/00-start-here.ipynb

samples: $(STAMP)  ## write data/samples/qinghe again
	$(BIN)/python -m scripts.samples

docs: $(STAMP)  ## write the pages of docs/ that the software itself can write
	$(BIN)/python -m scripts.write_docs
	$(BIN)/python -m scripts.write_queries

pictures: $(STAMP)  ## draw the pictures of docs/ from the sample reports
	$(BIN)/python -m scripts.draw_pictures

clean:  ## take away what the other targets made; reports and other corpora stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis data/built/demo data/built/notebooks

# uv: the one at hand, else one inside .venv.
UV := $(if $(shell uv --version 2>/dev/null),uv,$(BIN)/uv)
GET_UV = $(UV) --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv || \
  { echo "make: no uv at hand, and .venv cannot install it; begin anew with: make clean" >&2; exit 1; }

lock: $(BIN)/python  ## choose versions anew
	@$(GET_UV)
	$(UV) pip compile --quiet --universal --extra dev --extra browse --extra cluster --extra ocr --no-header \
	  pyproject.toml -o requirements.lock

$(STAMP): requirements.lock pyproject.toml | $(BIN)/python
	@$(BIN)/python -c $(RECENT) || { echo "make: .venv holds an older Python than 3.11; take it away with: make clean" >&2; exit 1; }
	@$(GET_UV)
	@echo "installing the packages of requirements.lock into $(VENV)"
	@$(UV) pip install --quiet --python $(BIN)/python -r requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c $(RECENT) 2>/dev/null || \
	  { echo "make: $(PYTHON) is missing or older than Python 3.11; install one, or name it: make PYTHON=python3.12" >&2; exit 1; }
	@if [ $(UV) = uv ]; then \
	  uv venv --quiet --python "$$(command -v $(PYTHON))" $(VENV); \
	elif $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
	  $(PYTHON) -m venv $(VENV); \
	else \
	  echo "make: $(PYTHON) cannot make environments; on Debian or Ubuntu: sudo apt install python3-venv" >&2; exit 1; \
	fi
