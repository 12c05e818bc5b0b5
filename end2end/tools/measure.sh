#!/usr/bin/env bash
# Builds for release and runs the measurements against it:  measure.sh bench|soak [NAME…]
set -euo pipefail
# shellcheck source=SCRIPTDIR/paths.sh
source "$(dirname "${BASH_SOURCE[0]}")/paths.sh"

(($# > 0)) || {
    echo "Usage: $0 bench|soak [NAME…]" >&2
    exit 2
}

end2end/tools/ensure.sh test
if [[ $1 == soak ]]; then
    cargo build --release -p simulation
    say "${SEEDS:-1000} simulated centres"
    "$target/release/simulate" --seeds "${SEEDS:-1000}"
fi
cargo build -p bundle
"$target/debug/bundle" --release
cargo build --release -p server --bin paidan
export PAIDAN_SERVER=$target/release/paidan
exec bash end2end/bench/run.sh "$@"
