"""What follows a case that left the DUT changed or silent, or was cut off: a sign of life, and things put back."""

from collections.abc import Iterable
from functools import partial
from operator import methodcaller
from pathlib import Path
from typing import Any

from conformance.bench.exchange import PortExchange
from conformance.bench.handles import new_link
from conformance.bench.putting_back import restorations_of
from conformance.bench.restoring import left_in, restore_over
from conformance.bench.stage import Awakening, Stage, at_once
from conformance.checks import observing
from conformance.errors import BenchError, EvidenceError
from conformance.evidence.journal import read_events
from conformance.evidence.run_directory import case_directory, free_number
from conformance.steps import Step
from conformance.testcase import Effects, TestCase
from conformance.tester.association import Association

PAUSES = (1, 3, 8)
"""How long a silent DUT is left alone before the next look, in times that it may take to answer."""

WHAT_STAYS = "a FAIL of the attempt in which it was lost stays with this run, resumed or not; a new run clears it"


def left_alone(exchange: PortExchange, times: int) -> None:
    exchange.run(lambda: False, times * exchange.timing.silence_bound_ns(0))


class Recovery:
    """On one stage; its evidence lies under recovery/ and identification/."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def after(
        self, case: TestCase, instance: str, attempt: int, changed: Association | None
    ) -> tuple[dict[str, Any], str]:
        """See whether the DUT is alive, and put back what the case left changed; neither changes its verdict.

        Answers what the record of the case has to say of it, and why no further case can run, if none can: a fault of
        our own ends the run, too.
        """
        after: dict[str, Any] = {}
        lost = ""
        try:
            lost = self._see_whether_alive(case, instance, attempt, after)
            if not lost and changed is not None:
                before = left_in(changed)
                after["restoring"] = self._restore(changed, case, instance, attempt)
                after["restored_later"] = [what for what in before if what not in left_in(changed)]
        except EvidenceError:
            raise
        except Exception as bug:  # whatever it was, nobody knows any more in which state the DUT is
            reason = f"{type(bug).__name__}: {bug}"
            lost = f"fault of the harness in the recovery after {case.id}: {reason}"
            after["faults"] = {f"recovery after {case.id}": reason}
        if changed is not None and changed.restorations:
            after["left_changed"] = still_changed(case.id, left_in(changed))
        return after, lost

    def _restore(self, changed: Association, case: TestCase, instance: str, attempt: int) -> list[str]:
        name = f"{case_directory(case.id, instance)}-{attempt}"
        framing = changed.link.framing
        with self.stage.recorder(self.stage.directory.path / "recovery" / name, framing) as recorder:
            setting = self.stage.setting(recorder, framing, "recovery", name)
            step = Step(recorder, setting.exchange, case.covers)
            link = new_link(framing, setting.exchange, step, changed.credentials, setting.hdlc, setting.dut)
            try:
                return restore_over(link, changed)
            finally:
                setting.exchange.release()

    def put_back(self, attempt: Path, changed: list[str], ago_ns: int) -> list[str]:
        """Put back what an attempt that was cut off has changed, or may have; answers what is still changed.

        It began so long ago.
        """
        journal = list(read_events(attempt / "journal.jsonl"))
        known = next(event["setting"] for event in journal if event["kind"] == "case")
        dut = self.stage.bench.dut
        of_target = known.get("target", {}).get("association")
        credentials = dut.named(of_target) if of_target else dut.association(known["association"])
        if credentials is None:
            return changed
        framing, name = known["framing"], f"{attempt.parent.name}-{attempt.name}"
        folder = self.stage.directory.path / "recovery"
        number = free_number(lambda n: folder / f"{name}-resumed-{n}")
        with self.stage.recorder(folder / f"{name}-resumed-{number}", framing) as recorder:
            setting = self.stage.setting(recorder, framing, "recovery", name, number)
            step = Step(recorder, setting.exchange, ("recovery",))
            link = new_link(framing, setting.exchange, step, credentials, setting.hdlc, setting.dut)
            association = Association(link, credentials, setting.dut, may_change=True)
            association.restorations = restorations_of(journal, changed, association, ago_ns)
            try:
                with observing(step):
                    troubles = restore_over(link, association)
                recorder.note("restored", setting.exchange.now, troubles=troubles, left=left_in(association))
            finally:
                setting.exchange.release()
        return left_in(association)

    def _see_whether_alive(self, case: TestCase, instance: str, attempt: int, after: dict[str, Any]) -> str:
        """A sign of life after a case that did not end with one, in one of the ways back; else why the DUT is lost."""
        trouble = ""
        for number, (words, way) in enumerate(self._ways_back()):
            name = f"after-{case_directory(case.id, instance)}-{attempt}-{number}"
            try:
                found = self.stage.discover(name, is_brief=True, first=way)
            except BenchError as refused:
                trouble = str(refused)
                continue
            if found.answered:
                if words:
                    after["recovery"] = f"after the case the DUT was silent, and answered again {words}"
                return ""
            trouble = trouble or found.trouble
        after["recovery"] = (
            "after the case the DUT gave no sign of life: see to its cable and its power before you blame it"
        )
        return f"DUT lost after {case.id}: {trouble}; {WHAT_STAYS}"

    def _ways_back(self) -> Iterable[tuple[str, Awakening]]:
        """What brings a DUT back: nothing, time to restart, and what the bench can and may do to it."""
        yield "", at_once
        for times in PAUSES:
            yield "by itself", partial(left_alone, times=times)
        if Effects.POWER.word in self.stage.bench.permits:
            for name in ("reset", "power_cycle"):
                if name in self.stage.bench.controls():
                    yield f"after {name}", methodcaller("control", name)


def still_changed(case_name: str, what: list[str]) -> str:
    return (
        f"{case_name} left the DUT changed ({'; '.join(what)}) and the old state could not be restored; "
        "the old values stand in its journal (preserve): restore them by hand before the DUT is used again"
    )
