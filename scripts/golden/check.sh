#!/bin/sh
# Compares our robots with Gymnasium's: the same start and actions must give the same trajectory.
# Usage: scripts/golden/check.sh [PYTHON], after `npm run build`; PYTHON has scripts/golden/requirements.txt.
set -eu
cd "$(dirname "$0")/../.."
trajectories=$(mktemp)
trap 'rm -f "$trajectories"' EXIT
node dist/scripts/golden/trajectories.js > "$trajectories"
"${1:-python3}" scripts/golden/gymnasium_trajectories.py "$trajectories"
