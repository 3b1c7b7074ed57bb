#!/usr/bin/env bash
# Rewrites Python and templates into the format that `make check` asks for.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

make_venv
install_locked requirements-dev.txt
"$PYTHON" -m ruff check --fix --quiet . || true
"$PYTHON" -m ruff format --quiet .
git ls-files --cached --others --exclude-standard -z 'templates/*.html' |
    xargs -0 --no-run-if-empty .venv/bin/djade --target-version 5.2 >/dev/null || true
