# Each target sets up what it needs. Python 3.11 or later and make are all that must be there.
# On Windows that is the make of Git Bash or of the GitHub runners, and a shell beside it.
VENV := .venv
ifeq ($(OS),Windows_NT)
PYTHON ?= python
BIN := $(VENV)/Scripts
else
PYTHON ?= python3
BIN := $(VENV)/bin
endif
READY := $(VENV)/.ready

.PHONY: report test tests check lint types setup validate metrics picture verify parity proof benchmarks corpus links audit citation browser \
  checker data-diff release-check lock-dependencies clean

report: $(READY) ## build dist/report.html, dist/report.pdf and dist/data, with their checksums
	$(BIN)/briefing validate
	$(BIN)/briefing metrics --check
	$(BIN)/briefing export
	$(BIN)/briefing render
	$(BIN)/briefing sums

test: lint types tests ## everything that is checked before a change lands

tests: $(READY) ## all tests, on all cores
	$(BIN)/pytest -n auto --dist loadfile

check: $(READY) ## the fast tests only
	$(BIN)/pytest -n auto --dist worksteal -m "not slow"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

validate: $(READY)
	$(BIN)/briefing validate

metrics: $(READY) ## compute data/derived again, lock it, and tell of it in the data dictionary
	$(BIN)/briefing metrics --write
	$(BIN)/briefing review --all
	$(BIN)/briefing lock
	$(BIN)/briefing dictionary --write

picture: $(READY) ## the pictures of the page in the README, from dist/report.html
	$(BIN)/python -m benchmarks.picture

verify: $(READY) ## two builds of the last commit, from two clones in other surroundings, compared byte by byte
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && trap 'exit 1' INT TERM && program="$(abspath $(BIN))/python -m analysis" && \
	export BRIEFING_CACHE= GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 && unset GIT_DIR && \
	for clone in first "second, à côté"; do git clone --quiet --no-hardlinks --template= . "$$folder/$$clone" || exit 1; done && \
	cd "$$folder/first" && export TZ=UTC LC_ALL=C.UTF-8 && { $$program export && $$program render && $$program sums; } > /dev/null && \
	cd "$$folder/second, à côté" && umask 077 && export TZ=Pacific/Kiritimati LC_ALL=C COLUMNS=40 && \
	$$(command -v faketime >/dev/null && echo faketime -f +2000d) $$program verify "$$folder/first/dist/SHA256SUMS"

parity: $(READY) ## both engines, compared; needs Quarto 1.9 or later on the path
	PYTHONPATH=tests:. $(BIN)/python tests/parity.py

proof: $(READY) ## count which mistakes in the data are found, and keep the score in docs/validation.md (some minutes)
	$(BIN)/python -m benchmarks.mutation --write

benchmarks: $(READY) ## measure again, on a quiet machine, and write docs/performance.md
	$(BIN)/python -m benchmarks.run --write

corpus: $(READY) ## many packages as one Spark job, in an environment of its own; needs Java
	$(PYTHON) -m venv $(VENV)/corpus
	$(VENV)/corpus/$(notdir $(BIN))/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/corpus.lock
	$(VENV)/corpus/$(notdir $(BIN))/python -m benchmarks.corpus

links: $(VENV)/tools/.ready ## whether all addresses of sources and documents answer, politely; asks the network
	$(VENV)/tools/$(notdir $(BIN))/python -m benchmarks.links

audit: $(VENV)/tools/.ready ## known vulnerabilities of what is locked; asks the network
	$(VENV)/tools/$(notdir $(BIN))/pip-audit --disable-pip --require-hashes --requirement requirements.lock

citation: $(VENV)/tools/.ready ## CITATION.cff by cffconvert, in an environment of its own: it needs a jsonschema older than ours
	$(VENV)/tools/$(notdir $(BIN))/cffconvert --validate

$(VENV)/tools/.ready: $(READY) .ci/tools.lock
	$(PYTHON) -m venv $(VENV)/tools
	$(VENV)/tools/$(notdir $(BIN))/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/tools.lock
	@touch $@

browser: $(READY) ## a Chromium for the tests of the page, where none is on the path
	$(BIN)/playwright install chromium

checker: ## the Nu checker for the test of the page's HTML; needs npm and Java
	npm install --no-save --silent --no-audit --no-fund --prefix $(VENV)/checker vnu-jar@26.9.27

data-diff: $(READY) ## what changed in the data since BASE=revision
	$(BIN)/briefing diff $(BASE) .

release-check: $(READY) ## version, changelog and citation against what changed since the last release, or since SINCE=revision
	$(BIN)/briefing diff --check $(SINCE)

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; name it with: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock || \
	  { echo "requirements.lock cannot be installed: see the lines above. No network? Then try again later."; \
	    echo "Damaged? git checkout requirements.lock. New dependencies? make lock-dependencies"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@$(BIN)/python -m pip check --disable-pip-version-check > $(VENV)/check.log || \
	  { cat $(VENV)/check.log; echo "requirements.lock does not fit pyproject.toml: git checkout requirements.lock, or make lock-dependencies"; exit 1; }
	@touch $@

UV := uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-index-url --python-version 3.11

lock-dependencies: ## after a change of dependencies in pyproject.toml; needs uv
	$(UV) --extra dev -o requirements.lock pyproject.toml
	printf 'cffconvert==2.0.0\nlinkchecker>=10.6\npip-audit>=2.8\n' | $(UV) -o .ci/tools.lock -
	printf 'pyspark>=4\npandas<3\npyarrow>=20\npint>=0.24\nclick>=8.2\nrich>=13\ntext2num>=3\n' | $(UV) -o .ci/corpus.lock -

clean: ## remove what is built; the environment stays
	rm -rf dist .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
