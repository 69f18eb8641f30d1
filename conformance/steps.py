"""Steps of a case: what the author says happens, and what was observed and checked while it did."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from conformance.checks import passed
from conformance.errors import GoldenbenchError, HarnessError, ProtocolViolation
from conformance.reason_codes import SPECIFICATION_UNCLEAR
from conformance.verdict import Verdict


class Inconclusive(GoldenbenchError):
    """The DUT did something legal that the case does not foresee, or the specification is unclear."""

    def __init__(self, reason_code: str, text: str) -> None:
        self.reason_code = reason_code
        super().__init__(text)


class Evidence(Protocol):
    """What steps need of a recorder."""

    @property
    def frames(self) -> int: ...

    @property
    def octets_from_dut(self) -> int: ...

    def note(self, kind: str, now: int, **details: Any) -> None: ...


class Moment(Protocol):
    """What steps need of an exchange: the time of the latest input."""

    @property
    def now(self) -> int: ...


@dataclass(slots=True)
class StepResult:
    """One step: its text, the rule it judges, its verdict, its passed checks, its frames in the capture."""

    text: str
    rule: str
    verdict: Verdict = Verdict.PASS
    checks: list[str] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)
    octets: int = 0

    @property
    def is_vacuous(self) -> bool:
        """True if the step neither checked anything nor received anything."""
        return not self.checks and not self.octets


class Step:
    """Opens the steps of one case and keeps count of checks and observations.

    with step("Ask for the clock; the answer carries the invoke-id"):
        ...
    """

    def __init__(self, evidence: Evidence, moment: Moment, rules: tuple[str, ...]) -> None:
        self.results: list[StepResult] = []
        self.rules = rules
        self.checks_after_observation = 0
        self.review: list[str] = []
        self._evidence = evidence
        self._moment = moment
        self._open: StepResult | None = None
        self._silence_pending = False
        self._octets_at_silence = 0
        self._octets_at_start = 0

    def begin(self) -> None:
        """The body starts: what the way to the start state observed and checked is not the case's own doing."""
        self.checks_after_observation = 0
        self._octets_at_start = self._evidence.octets_from_dut

    @contextlib.contextmanager
    def __call__(self, text: str, *, rule: str = "") -> Iterator[None]:
        """Everything inside belongs to this step; `rule` names the one it judges, the first covered if left out."""
        result = StepResult(text, rule or self.rules[0])
        self.results.append(result)
        outer, self._open = self._open, result
        frames, octets = self._evidence.frames, self._evidence.octets_from_dut
        self._evidence.note("step", self._moment.now, text=text, rule=result.rule)
        try:
            yield
        except Inconclusive:
            result.verdict = Verdict.INCONCLUSIVE
            raise
        except (AssertionError, ProtocolViolation):
            result.verdict = Verdict.FAIL
            raise
        except BaseException:
            result.verdict = Verdict.ERROR
            raise
        finally:
            result.frames = list(range(frames + 1, self._evidence.frames + 1))
            result.octets = self._evidence.octets_from_dut - octets
            self._evidence.note("step end", self._moment.now, verdict=str(result.verdict))
            self._open = outer

    def foreseen(self, condition: object, otherwise: str = "an answer that this case does not foresee") -> None:
        """Go on if the DUT did what the case foresees; end INCONCLUSIVE if it did something else that is legal."""
        if not condition:
            raise Inconclusive("unforeseen", otherwise)
        passed("foreseen")

    def unclear(self, question: str) -> None:
        """End INCONCLUSIVE because the specification does not say what is right here."""
        raise Inconclusive(SPECIFICATION_UNCLEAR, question)

    def look(self, question: str) -> None:
        """Ask for a person's eye: the case can be no better than REVIEW."""
        self.review.append(question)
        self._evidence.note("review", self._moment.now, question=question)

    def check_passed(self, text: str, found: str) -> None:
        """Told by every assert and expectation that held."""
        if self._evidence.octets_from_dut > self._octets_at_start:
            self.checks_after_observation += 1
        if self._open is not None:
            self._open.checks.append(text)
        self._evidence.note("check", self._moment.now, text=text, found=found)

    def silence(self) -> None:
        """A silence was observed; it counts once the DUT has answered before and after."""
        if not self._evidence.octets_from_dut:
            raise HarnessError("a silence is judged before the DUT has shown that it answers")
        self._silence_pending = True
        self._octets_at_silence = self._evidence.octets_from_dut
        passed("silence")

    @property
    def has_unbracketed_silence(self) -> bool:
        """True if a silence was judged after which the DUT never answered again."""
        return self._silence_pending and self._evidence.octets_from_dut == self._octets_at_silence
