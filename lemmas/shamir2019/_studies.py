"""The studies of this paper: CSV files written by the scripts of benchmarks/studies."""

from pathlib import Path


def study(name: str) -> Path:
    """The file of a study."""
    return Path(__file__).with_name("studies") / f"{name}.csv"
