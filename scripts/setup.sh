#!/usr/bin/env bash
# Prepares the portal: environment, packages, database, data, static files. Starts nothing; may run again.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

make_venv
install_locked requirements.txt
manage() { "$PYTHON" manage.py "$@"; }

say "database"
manage migrate --noinput --verbosity 0
manage createcachetable --verbosity 0
say "reference data"
manage load_reference
if [ "${PORTAL_ENV:-demo}" = demo ]; then
    say "demo data"
    manage load_demo
fi
say "static files"
manage collectstatic --noinput --verbosity 0
say "ready: make run"
