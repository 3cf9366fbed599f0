#!/bin/sh
# Runs others' programs against our dm_env_rpc: its own compliance suite, and dm_env's tests over its adaptor.
# Usage: tests/dm-env-rpc/check.sh [PYTHON], after `npm run build`; PYTHON has tests/dm-env-rpc/requirements.txt and ./python.
set -eu
cd "$(dirname "$0")"
exec "${1:-python3}" -m unittest discover --pattern "*_test.py"
