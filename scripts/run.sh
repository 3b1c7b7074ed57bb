#!/usr/bin/env bash
# Serves the portal and runs its worker until it is told to stop; both end together.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

PORT=${PORT:-8000}
"$PYTHON" - "$PORT" <<'PY' || fail "Port $PORT sedang dipakai program lain. Hentikan program itu atau pakai port lain: make run PORT=8001 (the port is taken)."
import socket, sys

with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except (OSError, OverflowError, ValueError):
        sys.exit(1)
PY
export PORTAL_JOBS=worker
export PORTAL_URL="${PORTAL_URL:-http://127.0.0.1:$PORT}"
export PYTHONUNBUFFERED=1

children=()
stop() {
    trap - INT TERM EXIT
    for child in "${children[@]}"; do
        kill -TERM "$child" 2>/dev/null || true
    done
    wait "${children[@]}" 2>/dev/null || true
}
trap 'stop; exit 0' INT TERM
trap stop EXIT

"$PYTHON" manage.py worker &
children+=($!)
"$PYTHON" -m gunicorn bbi_portal.wsgi --bind "127.0.0.1:$PORT" --workers 2 --threads 4 --timeout 120 \
    --log-level warning &
children+=($!)

if [ "${PORTAL_ENV:-demo}" = demo ]; then
    "$PYTHON" manage.py demo_accounts
fi
printf '\nPortal: %s — berhenti dengan Ctrl+C (stop with Ctrl+C)\n\n' "$PORTAL_URL"

code=0
wait -n "${children[@]}" || code=$?
stop
fail "Server web atau pekerja berhenti sendiri (kode $code); pesannya ada di atas (the web server or the worker ended)."
