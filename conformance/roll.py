"""The roll of a run's cases by name: which are planned, which have started, which have finished and how."""

SHOWN = 3


class Roll:
    """Says of the cases that did not come to an end which they are."""

    def __init__(self) -> None:
        self.planned: list[str] = []
        self.verdicts: dict[str, str] = {}
        """Of the cases that have finished."""

        self._started: list[str] = []

    def start(self, name: str) -> None:
        self._started.append(name)

    @property
    def has_begun(self) -> bool:
        return bool(self._started)

    @property
    def not_reached(self) -> int:
        return len(self.planned) - len(self.verdicts) - len(self._running)

    @property
    def is_open(self) -> bool:
        """True if a case that was planned, be it in an earlier sitting, has no verdict."""
        return any(name not in self.verdicts for name in self.planned)

    @property
    def _running(self) -> list[str]:
        return [name for name in self._started if name not in self.verdicts]

    def interrupted(self, why: str) -> str:
        """Where somebody stopped the run."""
        running = ", ".join(self._running)
        where = "between cases" if self.verdicts else "before the first case"
        if running:
            where = f"in case {len(self.verdicts) + 1} of {len(self.planned)} ({running})"
        left = f"{self.not_reached} not reached" if self.planned else "which there are was not known yet"
        return f"interrupted {where}; {left}" + (f"; {why}" if why else "")

    def unfinished(self) -> str:
        """Cases of a run that came to its end, without a record of them; empty if there are none."""
        names = [name for name in self.planned if name not in self.verdicts]
        some = ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
        return f"no record of {len(names)} cases ({some}): the process that ran them ended early" if names else ""
