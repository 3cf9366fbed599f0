"""How the peers are timed and how they say so."""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Mapping


def parser(description: str) -> argparse.ArgumentParser:
    """A command line with what every bench has."""
    result = argparse.ArgumentParser(description=description)
    result.add_argument("--json", action="store_true", help="print a JSON object a line")
    return result


def median_seconds(call: Callable[[], object], warm_up: int, repetitions: int) -> float:
    """Median time of a call, in seconds."""
    for _ in range(warm_up):
        call()
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def report(row: Mapping[str, object], as_json: bool) -> None:
    """Prints what was measured, at once, on a line of its own."""
    text = json.dumps(row) if as_json else "  ".join(f"{key} {value}" for key, value in row.items())
    print(text, flush=True)
