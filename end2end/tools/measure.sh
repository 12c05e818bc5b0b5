#!/usr/bin/env bash
# Builds for release and runs against it:  measure.sh bench [NAME…]    the measurements
#                                          measure.sh soak            everything that can go wrong, for long
# How long a soak is say SEEDS, KILLS, PROMOTIONS and BROWSER_KILLS; 0 leaves a part out.
set -euo pipefail
# shellcheck source=SCRIPTDIR/paths.sh
source "$(dirname "${BASH_SOURCE[0]}")/paths.sh"

(($# > 0)) || {
    echo "Usage: $0 bench|soak [NAME…]" >&2
    exit 2
}

end2end/tools/ensure.sh test

if [[ $1 == bench ]]; then
    cargo build -p bundle
    "$target/debug/bundle" --release
    cargo build --release -p server --bin paidan
    export PAIDAN_SERVER=$target/release/paidan
    exec bash end2end/bench/run.sh "$@"
fi

# Goes on after a failure, so that one run shows all of them.
failures=()
soak() {
    "$target/release/soak" --server "$target/release/paidan" --folder "$target/soak-data" --seed "${SEED:-1}" "$@"
}

if ((${SEEDS:=1000} > 0)); then
    say "$SEEDS simulated centres"
    cargo build --release -p simulation
    export target SEEDS
    # One seed in thirty is played on PostgreSQL.
    end2end/tools/postgres.sh bash -c '"$target/release/simulate" --seeds "$SEEDS" --postgres "$TEST_POSTGRES_URL"' ||
        failures+=(simulation)
fi
if ((${KILLS:=1000} + ${PROMOTIONS:=20} > 0)); then
    cargo build --release -p server --bin paidan
    cargo build --release -p soak
fi
if ((KILLS > 0)); then
    say "The server killed $KILLS times under load"
    export -f soak
    export target
    end2end/tools/postgres.sh bash -c "soak kills --rounds $KILLS" || failures+=(kills)
fi
if ((PROMOTIONS > 0)); then
    say "The primary of its database killed $PROMOTIONS times, and the standby promoted"
    soak promotions --rounds "$PROMOTIONS" || failures+=(promotions)
fi
if ((${BROWSER_KILLS:=10} > 0)); then
    say "The tablet's browser killed $BROWSER_KILLS times while it delivers"
    export BROWSER_KILLS
    end2end/tools/test-browser.sh browser-killed.spec.ts || failures+=(browser)
fi
((${#failures[@]} == 0)) || echo "Not in order: ${failures[*]}"
((${#failures[@]} == 0))
