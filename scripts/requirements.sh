#!/bin/sh
# Compile the pinned, hashed requirement files from pyproject.toml. Run after changing a dependency: `make requirements`.
set -eu
compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header "$@"
}
compile requirements/tools.in -o requirements/tools.txt
compile pyproject.toml -o requirements/base.txt
compile pyproject.toml --extra dev -o requirements/dev.txt
compile pyproject.toml --extra dev --extra bench --constraint requirements/dev.txt -o requirements/bench.txt
