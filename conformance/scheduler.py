"""Scheduling for pytest-xdist: cases of one real device never overlap, so one worker gets them all."""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]


class OneWorkerScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Treats all cases as one scope; other workers stay idle."""

    def _split_scope(self, nodeid: str) -> str:
        return "the device"


def one_worker(config: pytest.Config, log: Any) -> OneWorkerScheduling:
    return OneWorkerScheduling(config, log)
