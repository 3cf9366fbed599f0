"""How many threads PyTorch is measured with."""

import argparse

import torch


def add_threads(arguments: argparse.ArgumentParser) -> None:
    """Lets the command line choose PyTorch's threads."""
    text = "PyTorch's threads; if not given, its default and 1 are measured in turn"
    arguments.add_argument("--threads", type=int, help=text)


def thread_counts(requested: int | None) -> list[int]:
    """The numbers of PyTorch's threads to measure with."""
    return [requested] if requested else sorted({torch.get_num_threads(), 1}, reverse=True)
