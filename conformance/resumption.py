"""Going on with a run in its own directory: what it was, which cases it still needs, and whether this is its device.

`--resume RUN` goes on with the cases that have no verdict; `--resume RUN --case ID`
runs cases again, as further attempts. Either is a further sitting of the same run,
so bench file, seed and device have to be those with which it began.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from conformance.bench.bench import Bench
from conformance.bench.recovery import still_changed
from conformance.bench.rejudge import seed_of
from conformance.bench.session import BenchSession
from conformance.case_names import case_id as id_of
from conformance.choice import Choice
from conformance.clock import seconds_to_ns
from conformance.errors import BenchError, EvidenceError
from conformance.evidence.journal import read_what_is_left
from conformance.evidence.run_directory import RunDirectory
from conformance.reason_codes import GIVEN_UP, INTERRUPTED
from conformance.run_log import RunLog, versions
from conformance.testcase import Effects
from conformance.transport.lock import DeviceLock, name_of_device
from conformance.unchanged_bench import open_unchanged
from conformance.verdict import Verdict
from reports.build import build
from reports.model import Attempt, CaseReport, Identification, Report
from reports.sittings import left_changed

SHOWN = 8


class Resumption:
    """A run that is to go on; reads its evidence and writes nothing."""

    def __init__(self, directory: RunDirectory, again: Iterable[str] = ()) -> None:
        self.directory = directory
        self.run = directory.read_run()
        self.again = list(again)
        self.lock = hold(directory)

    @cached_property
    def report(self) -> Report:
        """What the run has come to so far."""
        return build(self.directory)

    @cached_property
    def events(self) -> list[dict[str, Any]]:
        path = self.directory.events
        return list(read_what_is_left(path, lambda _: None)) if path.is_file() else []

    @property
    def how(self) -> str:
        return "rerun" if self.again else "resume"

    @cached_property
    def number(self) -> int:
        """Of the sitting, from 2."""
        number = 2 + len([event for event in self.events if event["kind"] == "resumed"])
        while (self.directory.path / "identification" / f"before-{number}").exists():
            number += 1  # run.jsonl may have lost a line
        return number

    def new_log(self) -> RunLog | None:
        """Where this sitting writes its events, the first of them written; None if it has nothing to do."""
        if self.is_complete:
            return None
        log = RunLog(self.directory.events, goes_on=True)
        log.note_resumption(how=self.how, open=self.open_cases, finished=len(self.choice.finished))
        return log

    @property
    def seed(self) -> int:
        if not isinstance(self.run.get("seed"), int) and not self.directory.secrets.is_file():
            raise EvidenceError(
                f"{self.directory.secrets} is gone, and with it the seed of this run",
                "secrets.json as the run left it",
                "restore it, or start a new run",
            )
        seed: int = seed_of(self.directory, self.run)
        return seed

    # Cases.

    @cached_property
    def choice(self) -> Choice:
        asked = [case for event in self.events if event["kind"] == "asked" for case in event["cases"]]
        finished = [case.name for case in self.report.cases if has_verdict(case)]
        return Choice(self.again, self.report.run.planned_cases, asked, finished)

    @property
    def is_complete(self) -> bool:
        """True if there is nothing to be done."""
        return not self.again and self.report.run.finished is not None and not self.open_cases

    @property
    def open_cases(self) -> list[str]:
        """Names of planned cases without a verdict; of those that nobody had planned yet none is known."""
        finished = set(self.choice.finished)
        known = [case.name for case in self.report.cases]
        return [name for name in dict.fromkeys([*self.report.run.planned_cases, *known]) if name not in finished]

    @property
    def nothing_left(self) -> str:
        count = len(self.report.cases)
        every = "its only case has" if count == 1 else f"all its {count} cases have"
        return f"nothing to resume: {every} a verdict; `goldenbench rerun {self.directory.path}` runs cases again"

    @property
    def notices(self) -> list[str]:
        """What to tell whoever goes on with the run, before it does."""
        then, now = self.run.get("versions", {}), versions()
        changed = [f"{name} {then[name]} then, {new} now" for name, new in now.items() if then.get(name, new) != new]
        return [f"WARNING: not the versions with which the run began: {'; '.join(changed)}"] if changed else []

    def check_cases(self, hashes: Mapping[str, str]) -> None:
        """The cases that are left have to be there, as they were when they were tried; content hashes by id."""
        choice = self.choice
        gone = [name for name in self.open_cases if id_of(name) not in hashes and not choice.again]
        if gone:
            raise BenchError(
                f"{some_have(gone)} been planned by this run and {'is' if len(gone) == 1 else 'are'} not to be found",
                "the cases with which it began",
                "name their folders, too: pytest --pyargs testcases FOLDER --resume RUN",
            )
        to_run = [case for case in self.report.cases if case.attempts and choice.takes(case.facts.id, case.name)]
        changed = [case.name for case in to_run if hashes.get(case.facts.id, "") != case.facts.content_hash]
        if changed:
            raise BenchError(
                f"{some_have(changed)} changed since this run tried {'it' if len(changed) == 1 else 'them'}",
                "attempts of one and the same case",
                "start a new run, or go back to the version of goldenbench with which this one began",
            )

    def open_bench(self, given: str | None) -> Bench:
        return open_unchanged(self.directory, given, seed=self.seed)

    # The device.

    @property
    def identified(self) -> Identification | None:
        """What the DUT said of itself when the run began."""
        return next((found for found in self.report.run.identification.values() if found.answered), None)

    def moment(self, when: str) -> str:
        """Name of an identification in this sitting."""
        return f"{when}-{self.number}"

    def another_device(self, told: Mapping[str, str]) -> str:
        """In what the DUT that answers now differs from the one of this run; empty if it is the same."""
        known = self.identified
        differences = [
            f"{name.replace('_', ' ')}: {value} when the run began, {told.get(name) or 'nothing'} now"
            for name, value in (known.answers if known else {}).items()
            if value and told.get(name) != value
        ]
        if not differences:
            return ""
        said = "; ".join(differences)
        return (
            f"this is not the device, or not the firmware, of this run ({said}): connect it again, or start a new run"
        )

    @property
    def left_changed(self) -> str:
        """What the run could not put back; empty if there is nothing."""
        return "; ".join(left_changed(self.events))

    @property
    def to_put_back(self) -> list[tuple[CaseReport, Attempt]]:
        """Attempts that were cut off when they had changed something, or may have; latest first."""
        found = [
            (case, attempt)
            for case in self.report.cases
            for attempt in case.attempts
            if attempt.reason_code == INTERRUPTED and attempt.not_restored
        ]
        return sorted(found, key=lambda one: self.ago_ns(*one))

    def put_back(self, session: BenchSession, note: Callable[..., None]) -> None:
        """First of all, in the DUT, what an attempt that was cut off may have changed."""
        for case, attempt in self.to_put_back:
            changed = attempt.not_restored
            folder = self.directory.path / attempt.evidence
            left = session.recovery.put_back(folder, changed, self.ago_ns(case, attempt))
            restored = [what for what in changed if what not in left]
            which = f"attempt {attempt.number} of {case.name}, which was cut off"
            text = f"put back after {which}: {'; '.join(restored) or 'nothing'}"
            note("put back", evidence=attempt.evidence, restored=restored, left=left, text=text)
            if left:
                session.left_changed = still_changed(case.name, left)
                note("left changed", case=case.facts.id, text=session.left_changed)

    def ago_ns(self, case: CaseReport, attempt: Attempt) -> int:
        """How long ago an attempt began, by the host's clock."""
        events = [event for event in self.events if event["kind"] == "case started"]
        starts = [event["at"] for event in events if event["name"] == case.name]
        began = starts[min(case.attempts.index(attempt), len(starts) - 1)] if starts else self.run["started"]
        return seconds_to_ns((datetime.now(UTC) - datetime.fromisoformat(began)).total_seconds())

    def earlier(self, lockout_s: float) -> dict[str, Any]:
        """What earlier sittings have asked of the DUT."""
        if not self.events:
            return asked_of_dut(self.report, 0.0)
        passed = datetime.now(UTC) - datetime.fromisoformat(self.events[-1]["at"])
        return asked_of_dut(self.report, max(0.0, lockout_s - passed.total_seconds()))

    @classmethod
    def of(cls, path: Path, again: Iterable[str] = ()) -> Self:
        return cls(RunDirectory.existing(path), again)


def asked_of_dut(report: Report, lockout_s: float) -> dict[str, Any]:
    """What Lockout.take_up wants to know of the attempts so far: the DUT may still be locked for so long."""
    attempts = [one for case in report.cases if case.facts.effects == Effects.LOCKOUT.word for one in case.attempts]
    has_let_us_in = all(attempt.verdict is Verdict.PASS for attempt in attempts)
    return {"wrong_credentials_used": len(attempts), "locked_s": 0.0 if has_let_us_in else lockout_s}


def has_verdict(case: CaseReport) -> bool:
    """False if its last attempt was cut off or stopped, or if it was given up on without one."""
    if case.attempts:
        return case.attempts[-1].reason_code != INTERRUPTED
    return case.reason_code != GIVEN_UP


def hold(directory: RunDirectory) -> DeviceLock:
    """Keep everybody else out of a run directory; the host lets go of it when this process dies."""
    lock = DeviceLock(f"run {name_of_device(str(directory.path))}")
    try:
        lock.acquire()
    except BenchError as error:
        raise BenchError(
            f"the run {directory.path} is still going on",
            "a run that has ended, or was stopped or killed",
            "wait for its end, or stop it with Ctrl-C where it was started; one whose command was killed "
            "ends after the case that it is in",
        ) from error
    return lock


def some_have(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more} {'has' if len(names) == 1 else 'have'}"
