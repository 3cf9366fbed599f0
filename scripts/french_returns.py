"""Writes the monthly factors of Fama and French as a file of returns, for the environment portfolio-replay.

    pip install arch
    python scripts/french_returns.py returns.csv

The package `arch` ships them for its examples (1926-07 to 2018-11: market less riskless, small less big, cheap less dear).
They are of Kenneth R. French's data library, and his and Eugene F. Fama's; so they are not part of Caucus.
"""

import csv
import gzip
import importlib.util
import pathlib
import sys

FACTORS = ["Mkt-RF", "SMB", "HML"]


def rows(path):
    """The months and their excess returns as fractions; a factor is long as much as it is short, and so one already."""
    with gzip.open(path, "rt") as file:
        for line in csv.DictReader(file):
            month = line["Date"]
            yield [f"{month[:4]}-{month[4:]}", *(f"{float(line[name]) / 100:.6g}" for name in FACTORS)]


def main():
    """Finds the data without importing the package, which needs many others."""
    if len(sys.argv) != 2:
        sys.exit("expected one argument, the file to write")
    spec = importlib.util.find_spec("arch")
    if spec is None:
        sys.exit("expected the package arch: pip install arch")
    data = pathlib.Path(spec.origin).parent / "data" / "frenchdata" / "frenchdata.csv.gz"
    with open(sys.argv[1], "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["month", "market", "small", "value"])
        writer.writerows(rows(data))


if __name__ == "__main__":
    main()
