#!/bin/sh
# Sets up .venv from the pinned, hashed requirements. Usage: tools/bootstrap.sh run|dev
set -eu
cd "$(dirname "$0")/.."
kind=$1
if command -v python3.11 >/dev/null 2>&1; then python=python3.11; else python=python3; fi
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    echo "Omoiyari needs Python 3.11 or newer: install it (on Debian 12: apt install python3 python3-venv) and run this again."
    exit 1
}
install_package() { # $1: package, $2: what it is for
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
    else
        echo "$2 needs the package $1: install it (on Debian 12: sudo apt install $1) and run this again."
        exit 1
    fi
}
"$python" -c 'import ensurepip' 2>/dev/null || install_package python3-venv "The setup"
wanted=$(cat requirements/$kind.txt pyproject.toml | sha256sum | cut -c1-16)
[ -x .venv/bin/python ] || "$python" -m venv .venv
if [ "$(cat .venv/.$kind 2>/dev/null)" != "$wanted" ]; then
    # The list is whole, so nothing is left to resolve: no newer release can come in by an extra of a pinned package.
    # For the tests only what they import is compiled, and only then: a third of the time less.
    [ "$kind" = dev ] && compile=--no-compile || compile=--compile
    .venv/bin/python -m pip install -q $compile --disable-pip-version-check --no-deps --require-hashes -r "requirements/$kind.txt"
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . 2>/dev/null ||
        .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps -e .
    .venv/bin/python -m compileall -q src # so that the first start is as quick as the others
    echo "$wanted" >".venv/.$kind"
fi
if [ "$kind" = dev ]; then
    command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1 ||
        install_package chromium-headless-shell "The browser tests"
    # One smoke run in WebKit; it is skipped where these are missing.
    if [ "$(id -u)" = 0 ] && ! command -v WebKitWebDriver >/dev/null 2>&1; then
        install_package webkit2gtk-driver "The WebKit run" && install_package xvfb "The WebKit run" || true
    fi
fi
