"""Who started this run and follows it, if anybody does; a run that has lost its follower ends after its case.

Otherwise a killed command would leave a process behind that goes on working on a device.
"""

import os

VARIABLE = "GOLDENBENCH_FOLLOWER"
GONE = "whoever started the run is gone"


def environment() -> dict[str, str]:
    """What makes the process that is started with it a run of ours."""
    return {VARIABLE: str(os.getpid())}


def is_awaited() -> bool:
    """True if somebody started this run, or the run that this process works for, to follow it."""
    return VARIABLE in os.environ


def is_gone() -> bool:
    return os.environ.get(VARIABLE, str(os.getppid())) != str(os.getppid())
