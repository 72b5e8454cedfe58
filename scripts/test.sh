#!/bin/sh
# Everything that must hold: lint, types, layers, unit, integration on SQLite and PostgreSQL, people in a browser.
set -eu
say() { printf '\n== %s\n' "$1"; }
bin=.venv/bin
# Every process the tests start finds the modules compiled, and the checkout stays clean.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX="$PWD/var/bytecode"

say "Lint"
$bin/ruff format --check --quiet .
$bin/ruff check --quiet .
$bin/djlint src --lint --quiet
say "Types"
$bin/mypy
say "Layers"
$bin/lint-imports --no-cache
say "Migrations and translations complete"
$bin/gongkai manage makemigrations --check --dry-run --verbosity 0

say "The law: every branch"
$bin/pytest -q -n 2 tests/law tests/cli/test_law.py \
    --cov=gongkai.law --cov-branch --cov-fail-under=100 --cov-report=term:skip-covered
say "Rooms, on SQLite"
$bin/pytest -q -n 2 tests --ignore=tests/e2e --ignore=tests/law --ignore=tests/cli/test_law.py
say "Rooms, on PostgreSQL"
$bin/python scripts/with_postgresql.py \
    $bin/pytest -q -n 2 tests --ignore=tests/e2e --ignore=tests/law --ignore=tests/cli/test_law.py --needs-database
say "People, in a browser"
$bin/pytest -q -n 2 --dist loadfile tests/e2e
