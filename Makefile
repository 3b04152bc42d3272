# Two commands on a machine that has git, make and Python 3.11 or later:
#   make crawl [URL=https://…]     crawl the bundled sample web, or a live page
#   make test                      run the whole test suite

PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: crawl test check docs bench lock clean

crawl: .venv/.run
ifdef URL
	$(BIN)/scrapy crawl related -a url='$(URL)' -s RELATED_PROGRESS=on -L WARNING $(ARGS)
else
	$(BIN)/scrapy crawl related -a urls_file=sample/seeds.txt -a depth=3 -s RELATED_REPLAY=sample/web.warc.gz -s RELATED_PROGRESS=on -L ERROR $(ARGS)
endif
	@echo "to look at it, open ""$$($(BIN)/scrapy report)"

# Test processes: many tests wait for a crawl, so twice the cores of a small machine; a file's tests share its crawls.
JOBS ?= 4

test: .venv/.dev
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: .venv/.dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

docs: .venv/.dev
	NO_MKDOCS_2_WARNING=true $(BIN)/python -m mkdocs build --strict --quiet
	@echo "to read it, open site/index.html"

# Pins stay as they are unless asked: make lock UPGRADE=--upgrade
lock: .venv/.dev
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet $(UPGRADE) -o requirements-dev.lock
	$(BIN)/uv pip compile pyproject.toml --extra report -c requirements-dev.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet $(UPGRADE) -o requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 or later is needed and was not found; name one with PYTHON=/path/to/python" >&2; exit 2; }
	@echo "setting up .venv (once; it takes some minutes)"
	@$(PYTHON) -m venv .venv || { echo "make: $(PYTHON) cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; rm -rf .venv; exit 2; }

.venv/.run: requirements.lock | .venv/bin/python
	@$(PIP_INSTALL) -r requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock | .venv/bin/python
	@echo "installing what the tests and the documentation need (once; it takes some minutes)"
	@$(PIP_INSTALL) -r requirements-dev.lock
	@touch $@ .venv/.run
