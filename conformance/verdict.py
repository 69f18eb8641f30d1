"""Verdicts and their algebra (ISO/IEC 9646-1): a verdict only ever worsens.

Judged verdicts speak about the DUT: PASS < REVIEW < INCONCLUSIVE < FAIL. The
others do not: NOT_APPLICABLE and NOT_RUN are decided before a case starts, and
ERROR is a fault of the harness or the bench.
"""

from collections.abc import Sequence
from enum import StrEnum


class Verdict(StrEnum):
    PASS = "PASS"
    REVIEW = "REVIEW"
    INCONCLUSIVE = "INCONCLUSIVE"
    FAIL = "FAIL"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    NOT_RUN = "NOT_RUN"
    ERROR = "ERROR"

    @property
    def is_judged(self) -> bool:
        """True if this verdict says something about the DUT."""
        return self in _JUDGED

    @property
    def is_final(self) -> bool:
        """True if nothing later in the same attempt may change it."""
        return self in (Verdict.FAIL, Verdict.ERROR)

    def worsened_by(self, other: "Verdict") -> "Verdict":
        """The verdict of one attempt after `other` came up; the first FAIL or ERROR stands."""
        if self.is_final:
            return self
        if other is Verdict.ERROR:
            return other
        if not (self.is_judged and other.is_judged):
            raise ValueError(f"{self} and {other} cannot meet in one attempt")
        return max(self, other, key=_JUDGED.index)


_JUDGED = (Verdict.PASS, Verdict.REVIEW, Verdict.INCONCLUSIVE, Verdict.FAIL)


def fold_attempts(attempts: Sequence[Verdict]) -> tuple[Verdict, bool]:
    """The verdict of a case from all its attempts, oldest first, and whether judged ones differ.

    The worst judged attempt counts; an ERROR or a NOT_RUN counts only if no later
    attempt was judged, so that a repaired bench does not leave a stain, and a
    lucky repetition does not hide a failure.
    """
    if not attempts:
        raise ValueError("no attempt to fold")
    judged = [verdict for verdict in attempts if verdict.is_judged]
    differs = len(set(judged)) > 1
    if judged and attempts[-1].is_judged:
        return max(judged, key=_JUDGED.index), differs
    if Verdict.FAIL in judged:
        return Verdict.FAIL, differs
    return attempts[-1], differs
