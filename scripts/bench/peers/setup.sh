#!/bin/sh
# Makes a virtual environment with what the peers need, or completes one.
# Usage: scripts/bench/peers/setup.sh VENV [PYTHON]
set -eu
here=$(dirname "$0")
[ -x "$1/bin/python" ] || "${2:-python3}" -m venv "$1"
python=$1/bin/python
export PIP_QUIET=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
"$python" -m pip install --requirement "$here/requirements.txt"
"$python" -m pip install --no-deps --requirement "$here/requirements-torch.txt"
