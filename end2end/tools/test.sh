#!/usr/bin/env bash
# Everything that has to hold before a change goes in. Goes on after a failure, so that one run shows all of them; the
# last line is the sum.
set -euo pipefail
# shellcheck source=SCRIPTDIR/paths.sh
source "$(dirname "${BASH_SOURCE[0]}")/paths.sh"

end2end/tools/ensure.sh test
rm -rf "$totals"
failures=()
end2end/tools/lint.sh || failures+=(lint)
end2end/tools/test-rust.sh || failures+=(rust)
end2end/tools/test-browser.sh || failures+=(browser)

passed=0
failed=0
for part in rust browser; do
    { read -r more_passed && read -r more_failed; } <"$totals/$part"
    passed=$((passed + more_passed))
    failed=$((failed + more_failed))
done

((${#failures[@]} == 0)) || echo "Not in order: ${failures[*]}"
echo "$passed passed, $failed failed"
((${#failures[@]} == 0))
