"""The roll of a run's cases by name: which are planned, which have started, which have finished and how."""

from conformance.bench.expected_file import ExpectedFile
from conformance.exit_codes import FAILED, PASSED, exit_code
from conformance.expected import UNREMARKABLE, Comparison, compared
from conformance.printable import printable
from conformance.verdict import Verdict
from reports.model import Report

SHOWN = 3


class Roll:
    """Says of the cases that did not come to an end which they are, and what all of them come to."""

    def __init__(self, expected: ExpectedFile | None = None) -> None:
        self.planned: list[str] = []
        self.verdicts: dict[str, str] = {}
        """Of the cases that have finished."""

        self._expected = expected
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

    def stand_as(self, report: Report) -> None:
        """In the end the cases of all sittings count."""
        self.planned = report.run.planned_cases or [case.name for case in report.cases]
        self.verdicts = {case.name: str(case.verdict) for case in report.cases}

    def expectation(self) -> Comparison | None:
        """The run so far beside what its bench file expects; None if it expects nothing special."""
        file = self._expected
        if file is None:
            return None
        verdicts = {printable(name): verdict for name, verdict in self.verdicts.items()}
        return compared(file.entries, verdicts, map(printable, self.planned), file.file, is_whole=not self.is_open)

    def exit_code(self, pytest_code: int, *, failed: int, trouble: bool) -> int:
        """By the verdicts, or by how far they differ from what is expected; so many tests failed, cases or not."""
        verdicts = list(self.verdicts.values())
        found = self.expectation()
        if found is not None and verdicts:
            failed_cases = sum(verdict in ("FAIL", "ERROR") for verdict in verdicts)
            is_ours = pytest_code == FAILED and failed <= failed_cases  # else something failed that is no case
            verdicts = [*found.weights, *(verdict for verdict in verdicts if verdict in UNREMARKABLE)]
            pytest_code = PASSED if is_ours else pytest_code
        if self.is_open:
            verdicts.append(str(Verdict.NOT_RUN))
        return exit_code(verdicts, pytest_code, trouble=trouble)
