#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own:  postgres.sh cargo test -p store
#
# The command finds it by TEST_POSTGRES_URL (a superuser, so tests may create databases). It listens on 127.0.0.1 and on
# a socket in its own folder, is never run as root, and is stopped and removed when the command ends, however it ends.
# PAIDAN_PG_FSYNC=off trades safety for speed.
set -euo pipefail

(($# > 0)) || {
    echo "Usage: $0 COMMAND [ARGUMENT…]" >&2
    exit 2
}

fail() {
    printf 'postgres: %s\n' "$*" >&2
    exit 1
}

# The newest version Debian installed, or whatever the path offers.
bin=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1 | xargs -r dirname || true)
if [[ -z $bin ]]; then
    initdb=$(command -v initdb) || fail "PostgreSQL is missing: run end2end/tools/ensure.sh test."
    bin=$(dirname "$(readlink -f "$initdb")")
fi

# PostgreSQL refuses to run as root.
as_user=()
if ((EUID == 0)); then
    for user in postgres nobody; do
        id "$user" >/dev/null 2>&1 && break
    done
    id "$user" >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin "$user"
    as_user=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups)
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/paidan-postgres.XXXXXX")
child=
# The trap stands before anything is started.
clean_up() {
    trap '' INT TERM HUP
    if [[ -n $child ]] && kill -0 "$child" 2>/dev/null; then
        kill -TERM "$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true
    fi
    if [[ -f $folder/data/postmaster.pid ]]; then
        "${as_user[@]}" "$bin/pg_ctl" stop --pgdata="$folder/data" --mode=immediate --silent || true
    fi
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

((EUID != 0)) || chown "$user" "$folder"
if ! "${as_user[@]}" test -x "$folder"; then
    # Some folder above it is closed to the user PostgreSQL runs as: a home, say.
    rm -rf "$folder"
    folder=$(mktemp -d /tmp/paidan-postgres.XXXXXX)
    chown "$user" "$folder"
fi
cd "$folder"
"${as_user[@]}" "$bin/initdb" --pgdata="$folder/data" --username=paidan --auth=trust \
    --encoding=UTF8 --locale=C --no-sync --no-instructions >"$folder/initdb.log" 2>&1 ||
    fail "the database cluster cannot be made: $(cat "$folder/initdb.log")"

cat >>"$folder/data/postgresql.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder'
max_connections = 300
fsync = ${PAIDAN_PG_FSYNC:-on}
timezone = 'UTC'
SETTINGS

# Another program may take the free port between looking and starting, so more than one is tried.
free_port() {
    node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}
started=
for _ in 1 2 3 4 5; do
    port=$(free_port)
    if "${as_user[@]}" "$bin/pg_ctl" start --pgdata="$folder/data" --wait --silent \
        --options="-p $port" --log="$folder/server.log" </dev/null >/dev/null 2>&1; then
        started=yes
        break
    fi
done
[[ -n $started ]] || fail "PostgreSQL does not start: $(cat "$folder/server.log" 2>/dev/null)"

export TEST_POSTGRES_URL="postgres://paidan@127.0.0.1:$port/postgres"
cd "$OLDPWD"

# In the background, so that a signal to this script is answered at once and not after the command.
"$@" <&0 &
child=$!
status=0
wait "$child" || status=$?
child=
exit "$status"
