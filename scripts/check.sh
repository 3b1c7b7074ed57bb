#!/usr/bin/env bash
# Everything that can be judged without running the portal.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

make_venv
install_locked requirements-dev.txt
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

failed=0

# check TITLE COMMAND…: every check runs, so that one go shows all that is wrong.
check() {
    say "$1"
    shift
    "$@" || failed=1
}

templates() {
    git ls-files --cached --others --exclude-standard -z 'templates/*.html' |
        xargs -0 --no-run-if-empty .venv/bin/djade --target-version 5.2 --check
}

random() { "$PYTHON" -c 'import base64, secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())'; }

production() {
    env \
        PORTAL_ENV=production \
        PORTAL_SECRET_KEY="$(random)$(random)" \
        PORTAL_DIGEST_KEY="$(random)" \
        PORTAL_FIELD_KEYS="k1:$(random)" \
        PORTAL_HOSTS=portal.example.id \
        PORTAL_DATABASE_URL="sqlite:///$scratch/production.sqlite3" \
        PORTAL_EMAIL_HOST=smtp.example.id \
        "$PYTHON" manage.py check --deploy --fail-level WARNING
}

migrations() {
    PORTAL_DATABASE_URL="sqlite:///$scratch/migrations.sqlite3" "$PYTHON" manage.py makemigrations --check --dry-run
}

check "ruff" "$PYTHON" -m ruff check .
check "ruff format" "$PYTHON" -m ruff format --check .
check "djade" templates
check "ladder of apps" .venv/bin/lint-imports
check "production settings" production
check "missing migrations" migrations
[ "$failed" = 0 ] || fail "Ada pemeriksaan yang gagal; pesannya di atas (a check failed)."
