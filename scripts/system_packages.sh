#!/bin/sh
# Install Debian packages that are absent. usage: system_packages.sh [--optional] PACKAGE...
# With --optional a machine where they cannot be installed is told so, and life goes on.
set -eu
optional=no
if [ "${1:-}" = --optional ]; then optional=yes; shift; fi
missing=
for package in "$@"; do
    dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

run=
if [ "$(id -u)" != 0 ]; then run="sudo -n"; fi
echo "Installing Debian packages:$missing"
if $run true 2>/dev/null \
    && $run apt-get update -qq >/dev/null \
    && $run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
    exit 0
fi
echo "These Debian packages are needed and could not be installed:$missing" >&2
echo "As administrator:  apt-get install$missing" >&2
[ "$optional" = yes ]
