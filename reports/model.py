"""What a report says, as plain values: a run, its cases, their attempts, steps and frames.

All text in here is harmless to show: whatever is not printable stands escaped,
as \\x1b or \\u202e. How it is laid out is a question for results.py and render.py.
What a long run has by the ten thousand is a tuple, which costs least.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from conformance.case_names import case_name
from conformance.reason_codes import GIVEN_UP, INTERRUPTED
from conformance.verdict import Verdict

Json = dict[str, Any]

FROM_DUT = "from DUT"
"""Direction of a frame in the journal; the other one is "to DUT"."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of an attempt: the preamble, the body outside its steps, one step, the postamble."""

    kind: str
    text: str
    number: int = 0
    """Of a step, counted from 1."""


class Frame(NamedTuple):
    """One frame as it was recorded."""

    number: int
    """As in capture.pcapng and in Wireshark, from 1."""

    t_ns: int
    """Since the attempt began."""

    port: str
    direction: str
    octets: str
    """In hexadecimal, without spaces."""

    summary: str
    tree: str
    """What was decoded, as JSON text of the form that conformance.codec.tree describes; frames often share it."""

    section: int
    """Index into Attempt.sections."""

    @property
    def is_from_dut(self) -> bool:
        return self.direction == FROM_DUT


class Happening(NamedTuple):
    """Something between the frames: a port opened or closed, a wait that ended, a control."""

    t_ns: int
    text: str
    section: int


class Check(NamedTuple):
    """A check that held, and what it found where the case says so."""

    text: str
    found: str


@dataclass(slots=True)
class StepReport:
    text: str
    rule: str
    verdict: Verdict = Verdict.ERROR
    """ERROR until the step is seen to end."""

    checks: list[Check] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Divergence:
    """What a failure is about, and where in the recorded traffic it shows."""

    found: str
    wanted: str
    where: str
    """A field, or the assert that did not hold."""

    offset: int | None
    """Octet within the message that was judged."""

    frame: int | None
    """The frame that was judged: the last one of the DUT, or of an answer that never came, the request."""

    octet: int | None
    """Octet within that frame, as far as the evidence tells how the two counts go together."""

    within: str = ""
    """What `offset` counts the octets of, if not of one message: "data of all blocks"."""

    def as_json(self) -> Json:
        """As it stands in results.json."""
        return {
            "found": self.found,
            "wanted": self.wanted,
            "where": self.where,
            "offset": self.offset,
            "within": self.within,
            "frame": self.frame,
            "octet": self.octet,
        }


@dataclass(slots=True)
class Attempt:
    number: int
    verdict: Verdict
    reason_code: str
    reason: str
    clause: str
    rule: "Rule | None"
    """The rule that the verdict is held against; any layer may fail first, so the case need not cover it."""

    divergence: Divergence | None
    judged_frame: int | None
    """The frame on which a verdict other than PASS rests, as far as the evidence tells."""

    also: list[str]
    not_restored: list[str]
    evidence: str
    """Directory of the attempt below the run directory, made of case id, instance and number."""

    duration_ns: int
    sections: list[Section]
    steps: list[StepReport]
    timeline: list[Frame | Happening]
    may_have_failed: bool = False
    """Whether it lacks what may have been a failure, and no kill takes: somebody has damaged it."""

    frames: list[Frame] = field(init=False)
    """Those of the timeline."""

    def __post_init__(self) -> None:
        self.frames = [entry for entry in self.timeline if isinstance(entry, Frame)]

    def frame(self, number: int) -> Frame:
        return next(frame for frame in self.frames if frame.number == number)

    @property
    def failed_step(self) -> tuple[int, StepReport] | None:
        """The innermost step in which this attempt ended early, with its number."""
        ended = [(number, step) for number, step in enumerate(self.steps, start=1) if step.verdict is not Verdict.PASS]
        return ended[-1] if ended else None

    def failed_check(self, step: StepReport) -> Check | None:
        """What did not hold in a step, if it is the one in which this attempt ended early, and that can be told."""
        if self.divergence is None or self.failed_step is None or self.failed_step[1] is not step:
            return None
        found, wanted = self.divergence.found or "nothing", self.divergence.wanted
        text = self.divergence.where.removeprefix("assert ")
        return Check(text, f"{found}, wanted {wanted}" if wanted else found)

    @property
    def has_failed_step(self) -> bool:
        return any(step.verdict is Verdict.FAIL for step in self.steps)


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    text: str
    clause: str
    grade: str
    note: str

    def as_json(self) -> Json:
        """As it stands in results.json."""
        return {"id": self.id, "text": self.text, "clause": self.clause, "grade": self.grade, "note": self.note}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a case before it runs."""

    id: str
    instance: str
    version: int
    content_hash: str
    role: str
    title: str
    purpose: str
    clause: str
    effects: str
    covers: list[str]
    rules: list[Rule]
    starts: str
    link: str
    pics_decision: list[str]


@dataclass(slots=True)
class CaseReport:
    """A case, or one instance of it, with the verdict of all its attempts together."""

    facts: Facts
    anchor: str
    """Names the case in links; made of id and instance, safe in an address."""

    verdict: Verdict
    reason_code: str
    reason: str
    attempts: list[Attempt]
    counted: Attempt | None
    """The attempt whose verdict stands; None if the case never ran."""

    @property
    def name(self) -> str:
        return case_name(self.facts.id, self.facts.instance)

    @property
    def clause(self) -> str:
        """The clause of the verdict, or of the rules that the case covers; an ERROR is held against none."""
        if self.verdict is Verdict.ERROR:
            return ""
        return (self.counted.clause if self.counted else "") or self.facts.clause


@dataclass(frozen=True, slots=True)
class Identification:
    """What the DUT said of itself at one moment of the run."""

    answers: dict[str, str]
    conformance: str
    objects: list[str] | None
    """Class and OBIS code; None if the DUT did not tell."""

    answered: bool
    trouble: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """A stretch of a run, from its start or its resumption to where it ended, was stopped or was killed."""

    how: str
    """ "run", "resume" or "rerun"."""

    began: str
    ended: str | None
    """Wall times; None if this sitting was killed, or is not over yet."""

    last_sign: str
    """Wall time of the last event of this sitting."""

    finished: int
    """Cases that came to their end in it, or were decided upon."""

    trouble: list[str]
    is_refused: bool
    """True if it ran no case because this was not the same device, or no device answered."""

    versions: dict[str, str]
    """Of the harness, in a sitting after the first."""

    put_back: list[str]
    """What it put back first of what an attempt that was cut off had changed."""


@dataclass(slots=True)
class Run:
    facts: Json
    """run.json."""

    identification: dict[str, Identification]
    """By moment: "before", "after", and after recoveries."""

    planned: int | None
    """Cases chosen to run; None if the run did not get that far."""

    planned_cases: list[str]
    """Their names, in the order in which they were to run; empty in older evidence."""

    finished: str | None
    """Wall time of the end; None if the run was killed."""

    trouble: list[str]

    sittings: list[Sitting] = field(default_factory=list)
    """Oldest first; more than one if the run was resumed, or cases of it were run again."""

    left_changed: list[str] = field(default_factory=list)
    """What may still be changed on the DUT; all of it is trouble too."""

    static_review: list[str] = field(default_factory=list)
    """What the static review found before the run, and did not keep it from starting."""

    damage: list[str] = field(default_factory=list)
    """What is missing of the evidence, or cannot be read; all of it is trouble too."""


@dataclass(slots=True)
class Report:
    run: Run
    cases: list[CaseReport]
    totals: dict[Verdict, int]

    @property
    def not_reached(self) -> int:
        """Cases that were planned and of which nothing is known."""
        return max(0, (self.run.planned or 0) - len(self.cases))

    @property
    def left(self) -> int:
        """Cases with which the run can be resumed: not reached, given up, or cut off."""
        return self.not_reached + sum(case.reason_code in (GIVEN_UP, INTERRUPTED) for case in self.cases)

    @property
    def names_not_reached(self) -> list[str]:
        """Which ones, as far as the run told."""
        known = {case.name for case in self.cases}
        return [name for name in self.run.planned_cases if name not in known]
