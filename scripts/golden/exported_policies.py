"""Checks exported policies in Python's ONNX Runtime: `exported_policies.py DIRECTORY`, as policies.ts wrote it."""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime

TOLERANCE = 1e-5


def largest_difference(session: onnxruntime.InferenceSession, case: dict, rows: int) -> float:
    """Between a policy's outputs and what they are to be, for a batch of so many rows."""
    observation = np.array(case["observation"][:rows], dtype=np.float32)
    names = list(case["outputs"])
    outputs = session.run(names, {"observation": observation})
    expected = [np.array(case["outputs"][name][:rows]) for name in names]
    for name, output, target in zip(names, outputs, expected, strict=True):
        assert output.shape == target.shape, f"{case['file']}: {name} is {output.shape}, expected {target.shape}"
    return max(float(np.abs(output - target).max()) for output, target in zip(outputs, expected, strict=True))


def check(directory: Path, case: dict) -> None:
    """Loads a policy and runs it on batches of two sizes."""
    session = onnxruntime.InferenceSession(directory / case["file"])
    batches = (1, len(case["observation"]))
    difference = max(largest_difference(session, case, rows) for rows in batches)
    if not difference < TOLERANCE:
        sys.exit(f"{case['file']}: differs by {difference}, expected less than {TOLERANCE}")
    print(f"{case['file']}: {', '.join(case['outputs'])} within {difference:.1e}")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for one in json.loads((folder / "cases.json").read_text()):
        check(folder, one)
