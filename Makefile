PYTHON ?= python3
VENV := .venv
INSTALLED := $(VENV)/installed
Q ?= is a volume check reprogramming?
# Labelled questions and public sets for the benchmark; the parts that are not there are left out, and said so.
QUESTIONS ?= $(wildcard ../shared/questions/*.jsonl)
SETS ?= $(wildcard ../shared/sets/*/)

.PHONY: chat ask test check bench clean

$(INSTALLED): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --editable '.[dev]'
	touch $@

chat: $(INSTALLED)
	$(VENV)/bin/citedesk index
	$(VENV)/bin/citedesk chat

ask: $(INSTALLED)
	@$(VENV)/bin/citedesk index >/dev/null
	@$(VENV)/bin/citedesk ask "$(Q)"

test: $(INSTALLED)
	$(VENV)/bin/python -m pytest

check: $(INSTALLED)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

bench: $(INSTALLED)
	$(VENV)/bin/citedesk index
	$(VENV)/bin/python -m benchmarks.codes
	$(VENV)/bin/python -m benchmarks.privacy
	-$(VENV)/bin/python -m benchmarks.disagreements
	$(VENV)/bin/python -m benchmarks.speed
	$(VENV)/bin/python -m benchmarks.scale
	$(if $(QUESTIONS),$(VENV)/bin/citedesk eval $(QUESTIONS),@echo "no labelled questions: set QUESTIONS=FILES")
	$(if $(SETS),$(foreach set,$(SETS),$(VENV)/bin/citedesk eval --beir $(set) &&) true,@echo "no public sets: set SETS=DIRS")

clean:
	rm -rf $(VENV) .citedesk
