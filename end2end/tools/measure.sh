#!/usr/bin/env bash
# Builds for release and runs end2end/bench/run.sh or end2end/soak/run.sh, with PAIDAN_SITE and PAIDAN_SERVER set.
set -euo pipefail
# shellcheck source=SCRIPTDIR/paths.sh
source "$(dirname "${BASH_SOURCE[0]}")/paths.sh"

what=${1:?Usage: measure.sh bench|soak}
script=end2end/$what/run.sh
[[ -f $script ]] || {
    echo "There is nothing to run yet: $script is missing." >&2
    exit 1
}

end2end/tools/ensure.sh test
cargo build -p bundle
"$target/debug/bundle" --release
cargo build --release -p server --bin paidan
export PAIDAN_SERVER=$target/release/paidan
exec bash "$script"
