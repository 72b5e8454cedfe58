#!/bin/sh
# What holds without running anything: layout, types, layers, migrations and translations complete.
set -eu
say() { printf '\n== %s\n' "$1"; }
bin=.venv/bin

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
