# shellcheck shell=bash
# Read by the other scripts: goes to the root of the repository and names the folders and programs they share.
# PAIDAN_SITE (what the browser loads) and PAIDAN_SERVER (the server) are exported for the tests too.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit

target=${CARGO_TARGET_DIR:-$root/target}
[[ $target == /* ]] || target=$root/$target
export CARGO_TARGET_DIR=$target
export PAIDAN_SITE=$target/site
export PAIDAN_SERVER=${PAIDAN_SERVER:-$target/debug/paidan}

# Python with what only tests and measurements need.
python=$target/python
export PAIDAN_PYTHON=$python/bin/python

# One number a line: how many tests passed and failed in each part of the last run.
# shellcheck disable=SC2034
totals=$target/test-totals

say() { printf '\n== %s\n' "$*" >&2; }
