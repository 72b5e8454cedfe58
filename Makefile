# The two commands a newcomer runs: `make demo` and `make test`.
.PHONY: help demo demo-reset test bench crash format requirements translations screenshots clean

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: ## Install, load the demonstration county, run it (PORT=8000)
	@scripts/setup.sh base
	@scripts/system_packages.sh --optional fonts-noto-cjk
	@exec .venv/bin/gongkai demo run --port $(or $(PORT),8000)

demo-reset: ## Throw the demonstration's records away; the next `make demo` starts over
	@scripts/setup.sh base
	@.venv/bin/gongkai demo reset

test: ## Everything that must hold (installs what it needs)
	@scripts/setup.sh dev
	@scripts/system_packages.sh postgresql chromium fonts-noto-cjk poppler-utils
	@scripts/test.sh

bench: ## Measure, as ratios against named baselines (FULL=1: the figures the documents state, an hour and more)
	@scripts/setup.sh bench
	@scripts/system_packages.sh fonts-noto-cjk
	@for file in benchmarks/bench_*.py; do \
		full=; if [ -n "$(FULL)" ] && grep -q -e '"--full"' $$file; then full=--full; fi; \
		echo "== $$file $$full"; .venv/bin/python $$file $$full || exit 1; \
	done

crash: ## Kill the server under submissions, 20 rounds on each database (half an hour)
	@scripts/setup.sh dev
	@scripts/system_packages.sh postgresql
	.venv/bin/python benchmarks/crash_submissions.py
	.venv/bin/python scripts/with_postgresql.py .venv/bin/python benchmarks/crash_submissions.py

format: ## Lay the code out
	@scripts/setup.sh dev
	.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

requirements: ## Pin the dependencies anew from pyproject.toml
	@scripts/setup.sh dev
	scripts/requirements.sh

translations: ## Collect user-visible text and compile the English locale
	@scripts/setup.sh dev
	@scripts/system_packages.sh gettext
	scripts/translations.sh

screenshots: ## Take the README's pictures anew
	@scripts/setup.sh dev
	@scripts/system_packages.sh chromium fonts-noto-cjk
	GONGKAI_SCREENSHOTS=docs/images .venv/bin/pytest -q tests/e2e/test_screenshots.py tests/e2e/test_screening.py

clean: ## Remove the environment and everything under var/
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache build
