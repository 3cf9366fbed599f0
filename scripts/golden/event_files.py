"""Checks a run's event files in TensorBoard: `event_files.py DIRECTORY`, as event-files.ts made it.

TensorBoard is to show what metrics.jsonl tells, every step once, though the run was resumed.
"""

import json
import sys
from pathlib import Path

import numpy as np
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
from tensorboard.backend.event_processing.plugin_event_accumulator import (
    EventAccumulator as PluginEventAccumulator,
)
from tensorboard.util.tensor_util import make_ndarray

SCALARS = {
    "charts/welfare": "welfare",
    "charts/flips": "flips",
    "charts/exchanges": "exchanges",
    "charts/worst_agent": "worstAgent",
    "charts/participation": "participation",
    "charts/learning_rate": "learning_rate",
    "charts/entropy_coefficient": "entropyCoefficient",
    "charts/SPS": "transitionsPerSecond",
    "losses/policy_loss": "policy_loss",
    "losses/value_loss": "value_loss",
    "losses/entropy": "entropy",
    "losses/approx_kl": "approx_kl",
    "losses/clipfrac": "clipfrac",
    "losses/explained_variance": "explained_variance",
}
OF_REPRESENTATIVES = {
    "charts/episodic_return": "episodeReturns",
    "charts/episodic_length": "episodeLengths",
    "charts/cluster_size": "clusterSizes",
}


Series = dict[str, list[tuple[int, np.float32]]]


def expected_series(rows: list[dict]) -> Series:
    """Steps and values by tag, of what is known."""
    series: Series = {}
    for row in rows:
        values = {tag: row[key] for tag, key in SCALARS.items()}
        for tag, key in OF_REPRESENTATIVES.items():
            values |= {f"{tag}/representative_{j}": value for j, value in enumerate(row[key], 1)}
        for tag, value in values.items():
            if value is not None:
                series.setdefault(tag, []).append((row["transitions"], np.float32(value)))
    return series


def accumulated_series(directory: str) -> Series:
    """What TensorBoard's accumulator of scalars holds."""
    accumulator = EventAccumulator(directory, size_guidance={"scalars": 0}).Reload()
    return {
        tag: [(event.step, np.float32(event.value)) for event in accumulator.Scalars(tag)]
        for tag in accumulator.Tags()["scalars"]
    }


def plugin_series(directory: str) -> Series:
    """What the accumulator that TensorBoard's own pages read holds: scalars as tensors."""
    accumulator = PluginEventAccumulator(directory, size_guidance={"tensors": 0}).Reload()
    return {
        tag: [(event.step, make_ndarray(event.tensor_proto).item()) for event in accumulator.Tensors(tag)]
        for tag in accumulator.Tags()["tensors"]
    }


def steps_written(directory: Path) -> list[int]:
    """Of all rows in all event files, in their order."""
    files = sorted(directory.glob("events.out.tfevents.*"))
    events = [event for file in files for event in EventFileLoader(str(file)).Load()]
    return [event.step for event in events if event.HasField("summary")]


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    rows = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    expected = expected_series(rows)
    written = steps_written(folder)
    assert len(written) > len(rows), f"expected a step that was written twice, got {written}"
    for name, read in (("scalars", accumulated_series), ("tensors", plugin_series)):
        found = read(str(folder))
        assert found.keys() == expected.keys(), f"{name}: tags differ by {found.keys() ^ expected.keys()}"
        for tag, points in expected.items():
            assert found[tag] == points, f"{name}, {tag}: expected {points}, got {found[tag]}"
    print(f"TensorBoard: {len(expected)} tags of {len(rows)} rows, as in metrics.jsonl, from steps {written}")
