#!/usr/bin/env bash
# All Rust tests, with a PostgreSQL of their own. Arguments go to the test runner: test-rust.sh -p store
set -euo pipefail
# shellcheck source=SCRIPTDIR/paths.sh
source "$(dirname "${BASH_SOURCE[0]}")/paths.sh"

(($# > 0)) || set -- --workspace
mkdir -p "$totals"
log=$totals/rust.log
status=0

if cargo nextest --version >/dev/null 2>&1; then
    say "cargo nextest run $*"
    end2end/tools/postgres.sh cargo nextest run --no-fail-fast --no-tests=pass "$@" 2>&1 | tee "$log" || status=$?
    # "Summary [ 1.2s] 12 tests run: 9 passed (1 slow), 2 failed, 1 timed out, 0 skipped"
    summary=$(sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -E '^ *Summary \[' | tail -n 1 || true)
    count() { { grep -oE "[0-9]+ $1" <<<"$summary" || true; } | awk '{n += $1} END {print n + 0}'; }
    passed=$(count passed)
    failed=$(count '(failed|timed out)')
else
    say "cargo test $*"
    end2end/tools/postgres.sh cargo test --no-fail-fast --lib --bins --tests "$@" 2>&1 | tee "$log" || status=$?
    # "test result: ok. 9 passed; 0 failed; 0 ignored; …", once for each test program
    count() { { grep -oE "^test result: .* [0-9]+ $1;" "$log" || true; } | awk '{n += $(NF - 1)} END {print n + 0}'; }
    passed=$(count passed)
    failed=$(count failed)
fi

# What did not even compile failed too.
((status == 0 || failed > 0)) || failed=1
printf '%s\n%s\n' "$passed" "$failed" >"$totals/rust"
echo "rust: $passed passed, $failed failed"
exit "$status"
