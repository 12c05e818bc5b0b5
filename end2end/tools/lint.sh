#!/usr/bin/env bash
# Formatting and warnings: everything as the server compiles it, then the app as the browser gets it.
set -euo pipefail
# shellcheck source=SCRIPTDIR/paths.sh
source "$(dirname "${BASH_SOURCE[0]}")/paths.sh"

say "cargo fmt"
cargo fmt --all --check

say "clippy, server side"
cargo clippy --workspace --all-targets -- -D warnings

# The bundle's own profile, so that the compiler plug-ins are the ones the bundle is built with.
say "clippy, browser side"
cargo clippy --profile wasm-dev --target wasm32-unknown-unknown --features app/csr \
    -p app -p field -p office -p offline -p ui -- -D warnings

if [[ -f end2end/tsconfig.json ]]; then
    say "TypeScript"
    (cd end2end && npx --no-install tsc --noEmit)
fi
