#!/usr/bin/env bash
# Installs what the benchmarks measure against, and runs them:  run.sh bench [push|live|bytes|cold-start …]
# measure.sh builds the server and the bundle before and exports where they are.
set -euo pipefail
server=${PAIDAN_SERVER:-}
# shellcheck source=SCRIPTDIR/../tools/paths.sh
source "$(dirname "${BASH_SOURCE[0]}")/../tools/paths.sh"
export PAIDAN_SERVER=${server:-$target/release/paidan}

what=${1:?Usage: run.sh bench [NAME…]}
shift

if ! cmp -s end2end/bench/package-lock.json end2end/bench/node_modules/.installed-lock; then
    say "Installing the npm packages of end2end/bench/package.json"
    (cd end2end/bench && npm ci --omit=optional --loglevel=error >&2)
    cp end2end/bench/package-lock.json end2end/bench/node_modules/.installed-lock
fi
say "Building the listeners"
CARGO_TARGET_DIR=$target/bench-tools cargo build --release --locked --quiet --manifest-path end2end/bench/listeners/Cargo.toml

# 5,000 listeners are 5,000 sockets on either side.
ulimit -n "$(ulimit -Hn)" 2>/dev/null || true
(($(ulimit -n) == 0)) || [[ $(ulimit -n) == unlimited ]] || (($(ulimit -n) >= 12000)) ||
    echo "This shell may open $(ulimit -n) files: too few for 5,000 listeners (ulimit -Hn)." >&2

exec node "end2end/bench/$what.mjs" "$@"
