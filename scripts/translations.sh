#!/bin/sh
# Collect user-visible text into the English catalogue and compile it. With --check: say whether that would change anything.
set -eu
root=$(pwd)
cd src/gongkai
gongkai="$root/.venv/bin/gongkai"
export GONGKAI_VAR="$root/var"
collect() { "$gongkai" manage makemessages -l en --no-wrap --no-obsolete --add-location file --verbosity 0; }
if [ "${1:-}" = --check ]; then
    cp locale/en/LC_MESSAGES/django.po /tmp/gongkai-translations.po
    collect
    if ! diff -I '^"POT-Creation-Date' -q /tmp/gongkai-translations.po locale/en/LC_MESSAGES/django.po >/dev/null; then
        diff -I '^"POT-Creation-Date' /tmp/gongkai-translations.po locale/en/LC_MESSAGES/django.po | head -40 || true
        cp /tmp/gongkai-translations.po locale/en/LC_MESSAGES/django.po
        echo "User-visible text has changed: run make translations and complete locale/en." >&2
        exit 1
    fi
    cp /tmp/gongkai-translations.po locale/en/LC_MESSAGES/django.po
    exit 0
fi
collect
"$root/.venv/bin/python" "$root/scripts/compile_translations.py"
