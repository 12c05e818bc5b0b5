#!/usr/bin/env bash
# Builds what the browser loads and the server, then runs the browser tests against them.
# Arguments go to Playwright: test-browser.sh visit.spec.ts --headed
set -euo pipefail
# shellcheck source=SCRIPTDIR/paths.sh
source "$(dirname "${BASH_SOURCE[0]}")/paths.sh"

mkdir -p "$totals"
report=$totals/browser.json
rm -f "$report"
status=0

run() {
    say "Building the bundle and the server"
    # With the features that the tests are compiled with, so that no library is compiled twice.
    cargo build --workspace --bins --tests &&
        "$target/debug/bundle" || return
    if [[ ! -f end2end/playwright.config.ts ]]; then
        echo '{"stats": {}}' >"$report"
        return
    fi
    say "playwright test $*"
    (cd end2end && PLAYWRIGHT_JSON_OUTPUT_NAME=$report npx --no-install playwright test --reporter=list,json "$@")
}
run "$@" || status=$?

# Flaky tests passed in the end; a run that wrote no report failed as a whole.
counts=$(node -e '
    let stats = null;
    try { stats = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).stats; } catch {}
    const passed = (stats?.expected ?? 0) + (stats?.flaky ?? 0);
    const failed = stats ? stats.unexpected ?? 0 : 1;
    console.log(`${passed} ${failed}`);
' "$report")
read -r passed failed <<<"$counts"
((status == 0 || failed > 0)) || failed=1
printf '%s\n%s\n' "$passed" "$failed" >"$totals/browser"
echo "browser: $passed passed, $failed failed"
exit "$status"
