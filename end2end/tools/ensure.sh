#!/usr/bin/env bash
# Installs what is missing to build and serve Paidan (ensure.sh run) or also to test it (ensure.sh test).
# Says nothing and takes well under a second when all is there.
set -euo pipefail
# shellcheck source=SCRIPTDIR/paths.sh
source "$(dirname "${BASH_SOURCE[0]}")/paths.sh"

need=${1:-}
case $need in
    run | test) ;;
    *)
        echo "Usage: $0 run|test" >&2
        exit 2
        ;;
esac

has() { command -v "$1" >/dev/null 2>&1; }

fail() {
    printf 'ensure: %s\n' "$*" >&2
    exit 1
}

# --- what only a person can choose how to install ---

has cargo || fail "cargo is missing. Install Rust with rustup (https://rustup.rs), then try again."
has node || fail "node is missing. Install Node.js 20 or newer, then try again."
has npm || fail "npm is missing. Install it beside Node.js, then try again."

# --- Debian packages ---

packages=()
has cc || packages+=(build-essential)
if [[ $need == test ]]; then
    has chromium || packages+=(chromium)
    compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' >/dev/null || packages+=(fonts-noto-cjk)
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || has initdb || packages+=(postgresql)
    has sqlite3 || packages+=(sqlite3)
    python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)
    # What WeasyPrint draws text with.
    ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0 || packages+=(libpangoft2-1.0-0)
fi
if ((${#packages[@]})); then
    say "Installing ${packages[*]}"
    has apt-get || fail "these are missing: ${packages[*]}. Install them with your system's package manager, then try again."
    as_root=()
    if ((EUID != 0)); then
        has sudo || fail "these are missing: ${packages[*]}. Install them as root, then try again."
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >&2
fi

# --- the compiler's WebAssembly half ---

if [[ ! -d $(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown ]]; then
    say "Installing the wasm32-unknown-unknown target"
    has rustup || fail "the Rust target wasm32-unknown-unknown is missing, and there is no rustup to install it with."
    rustup target add wasm32-unknown-unknown
fi

# --- npm packages, exactly as locked ---

# Installs a folder's packages if its lock file is not the one they were installed from.
npm_packages() {
    local folder=$1
    cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed-lock" && return
    say "Installing the npm packages of $folder/package.json"
    (cd "$folder" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --loglevel=error >&2)
    cp "$folder/package-lock.json" "$folder/node_modules/.installed-lock"
}

npm_packages .
[[ $need == run ]] || npm_packages end2end

# --- Python packages, exactly as pinned, for tests and measurements only ---

if [[ $need == test ]] && ! cmp -s end2end/tools/python-packages.txt "$python/.installed"; then
    say "Installing the Python packages of end2end/tools/python-packages.txt"
    rm -rf "$python"
    python3 -m venv "$python"
    "$python/bin/pip" install --quiet --disable-pip-version-check --no-deps -r end2end/tools/python-packages.txt >&2
    cp end2end/tools/python-packages.txt "$python/.installed"
fi
