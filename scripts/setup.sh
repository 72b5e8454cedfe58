#!/bin/sh
# Make .venv with the pinned, hashed dependencies. usage: setup.sh base|dev|bench
# Does nothing when the requirement files have not changed since the last time.
set -eu
kind=$1
stamp=.venv/installed-$kind
state=$(cat requirements/tools.txt "requirements/$kind.txt" pyproject.toml | cksum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$state" ]; then exit 0; fi

python=${PYTHON:-}
if [ -z "$python" ]; then
    for candidate in python3.11 python3.12 python3.13 python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$candidate; break; fi
    done
fi
if [ -z "$python" ]; then
    echo "gongkai needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3.11" >&2
    exit 1
fi

if [ ! -x .venv/bin/pip ]; then
    echo "Creating .venv with $($python --version)"
    rm -rf .venv
    if ! "$python" -m venv .venv 2>/dev/null; then
        rm -rf .venv
        scripts/system_packages.sh python3-venv
        "$python" -m venv .venv
    fi
fi
echo "Installing dependencies ($kind)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.txt
.venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "requirements/$kind.txt"
.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
rm -f .venv/installed-*
echo "$state" > "$stamp"
# What the benchmarks need includes what the tests need, and that includes what the product needs.
case $kind in bench) included="dev base" ;; dev) included=base ;; *) included= ;; esac
for part in $included; do cat requirements/tools.txt "requirements/$part.txt" pyproject.toml | cksum > ".venv/installed-$part"; done
