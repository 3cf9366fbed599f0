#!/bin/sh
# Compares what we make with others' programs:
# our robots with Gymnasium's (the same start and actions must give the same trajectory), exported policies in
# Python's ONNX Runtime with what the learner computes, and what TensorBoard reads with what metrics.jsonl tells.
# Usage: scripts/golden/check.sh [PYTHON], after `npm run build`; PYTHON has scripts/golden/requirements.txt.
set -eu
cd "$(dirname "$0")/../.."
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node dist/scripts/golden/trajectories.js > "$work/trajectories"
"$python" scripts/golden/gymnasium_trajectories.py "$work/trajectories"
node dist/scripts/golden/policies.js "$work"
"$python" scripts/golden/exported_policies.py "$work"
node dist/scripts/golden/event-files.js "$work/run"
"$python" scripts/golden/event_files.py "$work/run"
