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
# Compressing takes a while, so it is done again only when a static file or a package has changed.
static_sum=$({ find static -type f -print0 | sort -z | xargs -0 sha256sum; sha256sum requirements.txt bbi_portal/settings.py; } | sha256sum)
if [ "$(cat staticfiles/.made-from 2>/dev/null)" != "$static_sum" ]; then
    manage collectstatic --noinput --verbosity 0
    echo "$static_sum" >staticfiles/.made-from
fi
say "ready: make run"
