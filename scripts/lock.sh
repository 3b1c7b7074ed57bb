#!/usr/bin/env bash
# Writes requirements*.txt from requirements*.in, with hashes, for Python 3.11 and newer on every platform.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

make_venv
if ! uv=$(command -v uv); then
    [ -x .test-tools/lock/bin/uv ] || {
        "$PYTHON" -m venv .test-tools/lock
        .test-tools/lock/bin/python -m pip install --quiet uv
    }
    uv=.test-tools/lock/bin/uv
fi
for name in requirements requirements-dev; do
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        "$name.in" --output-file "$name.txt" "$@"
done
