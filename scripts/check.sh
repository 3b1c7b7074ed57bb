#!/usr/bin/env bash
# Everything that can be judged without running the portal.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

make_venv
install_locked requirements-dev.txt
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

say "ruff"
"$PYTHON" -m ruff check .
"$PYTHON" -m ruff format --check .
say "djade"
git ls-files --cached --others --exclude-standard -z 'templates/*.html' |
    xargs -0 --no-run-if-empty .venv/bin/djade --target-version 5.2 --check
say "ladder of apps"
.venv/bin/lint-imports

say "production settings"
random() { "$PYTHON" -c 'import secrets; print(secrets.token_urlsafe(64))'; }
env \
    PORTAL_ENV=production \
    PORTAL_SECRET_KEY="$(random)" \
    PORTAL_DIGEST_KEY="$(random)" \
    PORTAL_FIELD_KEYS="k1:$("$PYTHON" -c 'import base64, secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())')" \
    PORTAL_HOSTS=portal.example.id \
    PORTAL_DATABASE_URL="sqlite:///$scratch/production.sqlite3" \
    PORTAL_EMAIL_HOST=smtp.example.id \
    "$PYTHON" manage.py check --deploy --fail-level WARNING
say "missing migrations"
PORTAL_DATABASE_URL="sqlite:///$scratch/migrations.sqlite3" "$PYTHON" manage.py makemigrations --check --dry-run
