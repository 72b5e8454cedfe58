#!/bin/sh
# Everything that must hold: lint, types, layers, unit, integration on SQLite and PostgreSQL, people in a browser.
set -eu
say() { printf '\n== %s\n' "$1"; }
bin=.venv/bin
# Every process the tests start finds the modules compiled, and the checkout stays clean.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX="$PWD/var/bytecode"

# What needs one core runs beside what needs two; what it says is shown when it is done.
mkdir -p var
scripts/check.sh >var/check.txt 2>&1 &
check=$!
trap 'kill $check 2>/dev/null || true' EXIT
say "The law: every branch"
$bin/pytest -q -n 2 tests/law tests/cli/test_law.py \
    --cov=gongkai.law --cov-branch --cov-fail-under=100 --cov-report=term:skip-covered
status=0
wait $check || status=$?
cat var/check.txt
if [ $status -ne 0 ]; then exit $status; fi
say "Rooms, on SQLite"
$bin/pytest -q -n 2 --dist loadgroup tests --ignore=tests/e2e --ignore=tests/law --ignore=tests/cli/test_law.py
say "Rooms, on PostgreSQL"
$bin/python scripts/with_postgresql.py \
    $bin/pytest -q -n 2 --dist loadgroup tests --ignore=tests/e2e --ignore=tests/law --ignore=tests/cli/test_law.py --needs-database
say "People, in a browser"
$bin/pytest -q -n 2 --dist loadfile tests/e2e
