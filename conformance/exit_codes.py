"""What the exit code of a run says: pytest's own codes for its own troubles, else the worst verdict."""

from collections.abc import Collection

PASSED, FAILED, NOTHING_APPLIED, OPEN, FAULT = 0, 1, 5, 10, 11
"""All passed; any FAIL; no applicable case; any INCONCLUSIVE, REVIEW or NOT_RUN; any ERROR or bench fault."""

INTERRUPTED = 2
PYTEST_OWN = (INTERRUPTED, 3, 4, 6)
"""Interrupted, internal error, usage error, too many warnings."""

USAGE = 4
"""A case that does not exist was asked for; no other command line that makes no sense gets past its reader."""


def exit_code(verdicts: Collection[str], pytest_code: int, *, trouble: bool) -> int:
    if pytest_code in PYTEST_OWN or pytest_code == FAULT:
        return pytest_code
    if "FAIL" in verdicts:
        return FAILED
    if trouble or "ERROR" in verdicts:
        return FAULT
    if pytest_code == FAILED:
        return FAILED  # something that is no case of ours failed beside them
    if {"INCONCLUSIVE", "REVIEW", "NOT_RUN"} & set(verdicts):
        return OPEN
    return PASSED if "PASS" in verdicts else NOTHING_APPLIED
