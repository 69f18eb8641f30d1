"""Crossing every case with every meter takes longer than CI has; a share of the pairs does, spread over both."""

import os
from collections.abc import Sequence

ONE_IN = 1 if os.environ.get("GOLDENBENCH_EXHAUSTIVE") else 4
"""With GOLDENBENCH_EXHAUSTIVE set in the environment every pair is tried."""


def crossed(cases: Sequence[str], meters: Sequence[str]) -> list[tuple[str, str]]:
    """Each case with every fourth meter, the next case with the meters beside those."""
    return [
        (case, meter)
        for row, case in enumerate(cases)
        for column, meter in enumerate(meters)
        if (row + column) % ONE_IN == 0
    ]
