# Shared by the scripts beside it; every script starts in the top directory of the checkout.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
PYTHON=.venv/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '== %s\n' "$*" >&2; }

fail() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

is_root() { [ "$(id -u)" = 0 ]; }

# apt_install PACKAGE…: quiet, and false where apt is absent or fails.
apt_install() {
    is_root && command -v apt-get >/dev/null || return 1
    say "apt-get install $*"
    local log
    log=$(mktemp)
    if apt-get update -qq >"$log" 2>&1 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >>"$log" 2>&1; then
        rm -f "$log"
        return 0
    fi
    tail -n 5 "$log" >&2
    rm -f "$log"
    return 1
}

# Prints a Python of version 3.11 or newer; the lock files are made for 3.11, so that one first.
find_python() {
    local name
    for name in ${PORTAL_PYTHON:-} python3.11 python3.12 python3.13 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
    return 1
}

make_venv() {
    [ -x "$PYTHON" ] && "$PYTHON" -m pip --version >/dev/null 2>&1 && return
    local base version
    if ! base=$(find_python); then
        apt_install python3 python3-venv || true
        base=$(find_python) || fail "Python 3.11 atau lebih baru tidak ditemukan. Pasang dahulu, misalnya: sudo apt install python3 python3-venv (Python 3.11 or newer is needed)."
    fi
    say "virtual environment in .venv ($("$base" --version))"
    rm -rf .venv
    if ! "$base" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        version=$("$base" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
        apt_install "$version-venv" || apt_install python3-venv || true
    fi
    if "$base" -c 'import ensurepip' >/dev/null 2>&1; then
        "$base" -m venv .venv
    elif "$base" -m pip --version >/dev/null 2>&1 && "$base" -m venv --without-pip .venv; then
        "$base" -m pip --python "$PYTHON" install --quiet pip ||
            fail "pip tidak dapat dipasang ke .venv. Pasang paket venv dahulu: sudo apt install python3-venv (install python3-venv first)."
    else
        rm -rf .venv
        fail "Modul venv/pip untuk Python belum ada. Pasang dahulu: sudo apt install python3-venv, lalu ulangi (install python3-venv, then repeat)."
    fi
}

# install_locked LOCKFILE: installs with hashes, only when the lock file has changed since the last time.
install_locked() {
    local lock=$1 stamp=".venv/.installed-$1" sum
    sum=$(sha256sum "$lock" | cut -d' ' -f1)
    [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ] && return
    say "packages of $lock"
    "$PYTHON" -m pip install --quiet --require-hashes -r "$lock" ||
        fail "Paket dari $lock tidak dapat dipasang. Periksa sambungan internet, lalu ulangi (packages could not be installed)."
    echo "$sum" >"$stamp"
}
