#!/usr/bin/env bash
# Renews requirements.lock (what runs) and requirements-dev.lock (the same and the test tools), with hashes, for all platforms.
set -euo pipefail
cd "$(dirname "$0")/.."
tool=$(mktemp -d)
trap 'rm -rf "$tool"' EXIT
.venv/bin/python -m venv "$tool"
"$tool/bin/python" -m pip install --quiet --disable-pip-version-check uv
index=$("$tool/bin/python" -m pip config get global.index-url 2>/dev/null || true)
[ -z "$index" ] || export UV_DEFAULT_INDEX=$index
common=(--quiet --universal --no-annotate --no-header --generate-hashes --python-version 3.11 pyproject.toml --group build)
"$tool/bin/uv" pip compile "${common[@]}" -o requirements.lock
"$tool/bin/uv" pip compile "${common[@]}" --group dev -c requirements.lock -o requirements-dev.lock
