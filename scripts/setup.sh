#!/usr/bin/env bash
# Sets up .venv from the lock file. Usage: scripts/setup.sh [dev]
# With `dev` also the test tools, and the Debian packages the tests need (LibreOffice, to open what we write;
# Chromium, to open our pages. Playwright drives the system's browser: it downloads none of its own).
# What is missing is named in one line; it is installed when this user may do so, and otherwise the script stops.
set -euo pipefail
cd "$(dirname "$0")/.."
profile=${1:-run}

say() { printf '%s\n' "$*" >&2; }

install_packages() { # names of Debian packages
    local line="apt-get install -y --no-install-recommends $*"
    if [ "$(id -u)" = 0 ]; then
        say "Setting up: $line"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        line="sudo $line"
        say "Setting up: $line"
    else
        say "Missing packages. Please run this once, then try again:"
        say "    sudo $line"
        exit 1
    fi
    local log
    log=$(mktemp)
    # An old package list is the usual reason for a failed install: refresh it and try once more.
    if ! DEBIAN_FRONTEND=noninteractive $line >"$log" 2>&1; then
        ${line%%apt-get*}apt-get update >>"$log" 2>&1 || true
        if ! DEBIAN_FRONTEND=noninteractive $line >"$log" 2>&1; then
            cat "$log" >&2
            say "The package installation failed. The lines above say why; the command was: $line"
            exit 1
        fi
    fi
    rm -f "$log"
}

chromium_runs() { # a snap is no use: it sees neither our temporary folders nor our flags
    local path
    path=$(command -v chromium) || return 1
    case "$(readlink -f "$path")" in */snap | */snap/*) return 1 ;; esac
    chromium --no-sandbox --version >/dev/null 2>&1
}

find_python() {
    local candidate
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

python=$(find_python) || {
    say "Cermin needs Python 3.11 or newer (Debian 12, Ubuntu 24.04 or later have it): sudo apt-get install -y python3 python3-venv"
    exit 1
}
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    install_packages python3-venv
fi

if [ "$profile" = dev ]; then
    lock=requirements-dev.lock
    needed=()
    command -v soffice >/dev/null || needed+=(libreoffice-calc-nogui libreoffice-writer-nogui)
    # Word documents name Arial; the metric twin must be there or LibreOffice breaks lines elsewhere.
    [ -e /usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf ] ||
        [ -e /usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf ] || needed+=(fonts-liberation)
    command -v chromium >/dev/null || needed+=(chromium)
    [ ${#needed[@]} -eq 0 ] || install_packages "${needed[@]}"
    chromium_runs || {
        say "'chromium' does not start here (Ubuntu's package only points to a snap, which the tests cannot use)."
        say "Install a Chromium or Chrome that is no snap, and put it on PATH under this name, for example:"
        say "    sudo ln -s /opt/google/chrome/chrome /usr/local/bin/chromium"
        exit 1
    }
else
    lock=requirements.lock
fi

# A stamp per lock file and interpreter: an unchanged tree sets up in no time.
stamp_of() { printf '.venv/.made-%s' "$( ("$python" -V; cat "$1" pyproject.toml) | sha256sum | cut -c1-16)"; }
if [ -e "$(stamp_of "$lock")" ]; then
    exit 0
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
say "Setting up Python packages (a few minutes the first time) ..."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
touch "$(stamp_of "$lock")"
[ "$profile" != dev ] || touch "$(stamp_of requirements.lock)" # the dev set holds the run set
