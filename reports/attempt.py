"""One attempt of a case, read from its journal.

The verdict, its reason and its divergence are taken from the journal's last
word; steps, checks and frames from the events themselves, so that an attempt
that was killed shows all it got to.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path
from typing import cast

from conformance.evidence.journal import Event
from conformance.reason_codes import INTERRUPTED, as_spelt_now
from conformance.verdict import Verdict
from reports.harmless import harmless
from reports.lines import Lines, ShapedEvent, shown
from reports.model import FROM_DUT, Attempt, Check, Divergence, Facts, Frame, Happening, Json, Rule, Section, StepReport
from reports.shapes import OF_ATTEMPTS

STOPPED: Json = {
    "verdict": "INCONCLUSIVE",
    "reason_code": INTERRUPTED,
    "reason": "the run was stopped in the middle of the case; what it recorded is kept",
}
CUT_OFF: Json = {
    "verdict": "ERROR",
    "reason_code": INTERRUPTED,
    "reason": "the attempt was cut off before it came to a verdict; what it recorded is kept",
}

JUDGED_BADLY = (Verdict.FAIL, Verdict.INCONCLUSIVE)


_SHOWN = [one.name for one in fields(Facts) if one.name != "pics_decision"]


def facts_of(case: Json) -> Facts:
    """The facts of a case, from a "case" event or from a record of run.jsonl."""
    shown = harmless({key: case[key] for key in _SHOWN})
    return Facts(
        id=shown["id"],
        instance=shown["instance"],
        version=shown["version"],
        content_hash=shown["content_hash"],
        role=shown["role"],
        title=shown["title"],
        purpose=shown["purpose"],
        clause=shown["clause"],
        effects=shown["effects"],
        covers=shown["covers"],
        rules=[_rule(rule) for rule in shown["rules"]],
        starts=shown["starts"],
        link=shown["link"],
        # The trace is our own text, and its lines have lines of their own.
        pics_decision=harmless(case["pics_decision"], keep="\n"),
    )


def _rule(rule: Json) -> Rule:
    return Rule(rule["id"], rule["text"], rule["clause"], rule["grade"], rule["note"])


def read_attempt(directory: Path, evidence: str, tell: Callable[[str], None]) -> tuple[Event | None, Attempt]:
    """The event that holds the facts of the case, None if the attempt died before it; and the attempt.

    `tell` is given what is damaged.
    """
    reader = _Reader()
    journal = directory / "journal.jsonl"
    for moment, event in _LINES.events(journal, tell) if journal.is_file() else ():
        reader.take(moment, event)
    return reader.facts, reader.attempt(int(directory.name), evidence)


def _prepared(event: ShapedEvent) -> Event:
    """An event as it is shown; the facts of the case stay as they are, because its directory is named after them."""
    if event["kind"] == "case":
        return event
    event.pop("steps", None)  # of a verdict; the events before it say the same, and more
    if event["kind"] == "frame":
        event["tree"] = shown(event["tree"])
    return event if event.is_plain else cast(Event, harmless(event))


_LINES = Lines(OF_ATTEMPTS, _prepared)


class _Reader:
    """Takes the events of a journal one by one."""

    def __init__(self) -> None:
        self.facts: Event | None = None
        self.sections = [Section("preamble", "")]
        self.steps: list[StepReport] = []
        self.timeline: list[Frame | Happening] = []
        self.verdict: Event | None = None
        self._open: list[tuple[StepReport, int]] = []
        """Open steps, the innermost last, each with the section it lies in."""

        self._section = 0
        self._origin_ns = 0
        self._moment_ns = 0
        self._wait_ns = 0
        self._decided_ns: int | None = None
        self._judged_until: int | None = None
        """Length of the timeline when the body ended early or was over."""

        self._preserved: list[str] = []
        """What may have been changed, if nobody came to put it back."""

        self._left_at_interruption: list[str] | None = None
        self._was_stopped = False

    def take(self, moment: int, event: Event) -> None:
        self._moment_ns = moment
        handler = _HANDLERS.get(event["kind"])
        if handler is not None:
            handler(self, event)

    @property
    def _t_ns(self) -> int:
        """Since the attempt began."""
        return max(0, self._moment_ns - self._origin_ns)

    # What happens in an attempt.

    def case(self, event: Event) -> None:
        self.facts, self._origin_ns = event, self._moment_ns

    def phase(self, event: Event) -> None:
        self._section = len(self.sections)
        self.sections.append(Section(event["name"], event.get("to", "")))
        if event["name"] == "postamble":
            self._end_of_judging()

    def step(self, event: Event) -> None:
        step = StepReport(event["text"], event["rule"])
        self.steps.append(step)
        self._open.append((step, self._section))
        self._section = len(self.sections)
        self.sections.append(Section("step", event["text"], len(self.steps)))

    def step_end(self, event: Event) -> None:
        if not self._open:  # its beginning is damaged
            return
        step, self._section = self._open.pop()
        step.verdict = Verdict(event["verdict"])
        if step.verdict is not Verdict.PASS:
            self._end_of_judging()

    def check(self, event: Event) -> None:
        if self._open:
            self._open[-1][0].checks.append(Check(event["text"], event["found"]))

    def frame(self, event: Event) -> None:
        self.timeline.append(
            Frame(
                event["number"],
                self._t_ns,
                event["port"],
                event["direction"],
                event["octets"],
                event["summary"],
                event["tree"],
                self._section,
            )
        )
        for step, _ in self._open:
            step.frames.append(event["number"])

    def wait(self, _: Event) -> None:
        self._wait_ns = self._t_ns

    def bound(self, _: Event) -> None:
        self._happened(f"end of a wait of {(self._t_ns - self._wait_ns) / 1e9:.3f} s")

    def open(self, event: Event) -> None:
        if "trouble" in event:
            self._happened(f"port not opened: {'; '.join(event['trouble'])}")
        else:
            self._happened("port still open from the case before" if event.get("kept") else "tester opens the port")

    def close(self, _: Event) -> None:
        self._happened("tester closes the port")

    def closed(self, event: Event) -> None:
        self._happened(f"port closed: {event['why']}")

    def asked(self, event: Event) -> None:
        self._happened(f"control {event['name']} asked for")

    def control(self, event: Event) -> None:
        said = "; ".join(event["trouble"]) if "trouble" in event else event["observed"]
        self._happened(f"control {event['name']}: {said}")

    def review(self, event: Event) -> None:
        self._happened(f"for a person to look at: {event['question']}")

    def bad_frame(self, event: Event) -> None:
        self._happened(f"dropped: {event['why']}")

    def notification(self, event: Event) -> None:
        self._happened(f"passed over: {event['name']}, which nobody had asked for")

    def impaired(self, event: Event) -> None:
        self._happened(f"the impaired link, {event['direction']}: {event['what']}")

    def lapsed(self, event: Event) -> None:
        self._happened("the DUT had ended the link while it was idle, as it may")

    def tolerated(self, event: Event) -> None:
        self._happened(f"known fault stepped over: {event['name']}")

    def interrupted(self, event: Event) -> None:
        self._left_at_interruption = event["not_restored"]
        self._was_stopped = True
        self._happened("the run was stopped, and what the case had changed restored as far as that went")

    def preserve(self, event: Event) -> None:
        self._preserved.append(event["attribute"])
        self._happened(f"old value of {event['attribute']} noted, to be restored")

    def verdict_(self, event: Event) -> None:
        self.verdict, self._decided_ns = event, self._t_ns
        self._section = len(self.sections)
        self.sections.append(Section("after", ""))

    # What comes of it.

    def attempt(self, number: int, evidence: str) -> Attempt:
        said = self.verdict or (STOPPED if self._was_stopped else CUT_OFF)
        verdict = Verdict(said["verdict"])
        judged = self._judged_frame(said) if verdict in JUDGED_BADLY else None
        return Attempt(
            number=number,
            verdict=verdict,
            reason_code=as_spelt_now(said["reason_code"]),
            reason=said["reason"],
            clause=said.get("clause", ""),
            rule=_rule(said["rule"]) if said.get("rule") else None,
            divergence=_divergence(said.get("divergence") or {}, judged),
            judged_frame=judged.number if judged else None,
            also=list(said.get("also", [])),
            not_restored=list(said.get("not_restored", self._may_be_changed)),
            evidence=evidence,
            duration_ns=self._t_ns if self._decided_ns is None else self._decided_ns,
            sections=self.sections,
            steps=self.steps,
            timeline=self.timeline,
        )

    @property
    def _may_be_changed(self) -> list[str]:
        """Of an attempt without a verdict."""
        left = self._left_at_interruption
        return list(dict.fromkeys(self._preserved)) if left is None else left

    def _judged_frame(self, said: Json) -> Frame | None:
        """The frame on which a failure rests: the last of the DUT by then, or the request that stayed unanswered."""
        known = (said.get("divergence") or {}).get("frame")
        if known is not None:
            return next((entry for entry in self.timeline if isinstance(entry, Frame) and entry.number == known), None)
        wants_request = said["reason_code"] == "no-answer"
        for entry in reversed(self.timeline[: self._judged_until]):
            if isinstance(entry, Frame) and (entry.direction == FROM_DUT) is not wants_request:
                return entry
        return None

    def _end_of_judging(self) -> None:
        if self._judged_until is None:
            self._judged_until = len(self.timeline)

    def _happened(self, text: str) -> None:
        self.timeline.append(Happening(self._t_ns, text, self._section))


_HANDLERS = {
    "case": _Reader.case,
    "phase": _Reader.phase,
    "step": _Reader.step,
    "step end": _Reader.step_end,
    "check": _Reader.check,
    "frame": _Reader.frame,
    "wait": _Reader.wait,
    "bound": _Reader.bound,
    "open": _Reader.open,
    "close": _Reader.close,
    "closed": _Reader.closed,
    "asked": _Reader.asked,
    "control": _Reader.control,
    "review": _Reader.review,
    "bad frame": _Reader.bad_frame,
    "interrupted": _Reader.interrupted,
    "preserve": _Reader.preserve,
    "notification": _Reader.notification,
    "impaired": _Reader.impaired,
    "lapsed": _Reader.lapsed,
    "tolerated": _Reader.tolerated,
    "verdict": _Reader.verdict_,
}


def _divergence(said: Json, frame: Frame | None) -> Divergence | None:
    if not said:
        return None
    offset = said["offset"]
    octet, within = said.get("octet"), said.get("within")  # evidence of older versions has neither
    if not isinstance(octet, int) and frame is not None and offset is not None and not within:
        octet = _octet_in_frame(frame, offset)
    number = None if frame is None else frame.number
    return Divergence(
        found=said["found"],
        wanted=said["wanted"],
        where=said["where"],
        offset=offset,
        within=within if isinstance(within, str) else "",
        frame=number,
        octet=octet if isinstance(octet, int) else None,
    )


def _octet_in_frame(frame: Frame, offset: int) -> int | None:
    """Where the octet that a decoder complained of lies in the frame: the tree says where its message starts."""
    for node in _nodes(json.loads(frame.tree)):
        found = re.search(r"octet ([0-9]{1,9}):", node["text"])
        if found is not None and int(found[1]) == offset:
            octet: int = node["at"][0] + offset
            return octet
    return None


def _nodes(tree: Json) -> Iterable[Json]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.get("children", ())
