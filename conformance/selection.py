"""Which cases apply to this DUT on this bench, and why: the trace behind `goldenbench explain`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conformance.declaration import Declaration
from conformance.reason_codes import NO_SECOND_CLIENT
from conformance.testcase import Effects, TestCase
from conformance.tester.dut import NO_OTHER
from conformance.three_valued import Truth, evaluate, items_of
from conformance.verdict import Verdict

_RANK: dict[Truth, int] = {"yes": 0, "undeclared": 1, "no": 2}

SUITE = "suite"
"""Reason code of a case that the bench file does not choose; a run leaves it out."""


@dataclass(slots=True)
class Decision:
    """Run the case on a link of some framing, or give it a verdict without running it."""

    framing: str
    verdict: Verdict | None = None
    reason_code: str = ""
    reason: str = ""
    """All that stands in the way, the first of which gives the verdict and the code."""

    is_up_to_the_dut: bool = False
    """True if nothing stands in the way but PICS items that a run asks the DUT itself for."""

    trace: list[str] = field(default_factory=list)
    """Every question that was asked, with its answer, in order."""

    @property
    def runs(self) -> bool:
        return self.verdict is None

    @property
    def word(self) -> str:
        """What a run would make of the case, as far as that is known before it."""
        if self.reason_code == SUITE:
            return "LEFT OUT"
        return "DUT DECIDES" if self.is_up_to_the_dut else str(self.verdict or "runs")

    def block(self, verdict: Verdict, code: str, reason: str) -> None:
        """Something stands in the way of the case, perhaps not the first thing that does."""
        if self.verdict is None:
            self.verdict, self.reason_code = verdict, code
        self.reason = "; ".join(filter(None, [self.reason, reason]))
        self.trace.append(f"{verdict}: {reason}")


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the bench brings, beside the DUT."""

    links: Mapping[str, Mapping[str, bool]]
    """PICS items that each link decides, by its framing, the preferred link first."""

    permits: frozenset[str]
    controls: frozenset[str]
    unattended: frozenset[str]
    """Controls of an operator who is not there."""

    associations: frozenset[str]
    """Kinds of association it can open: any, public, lls, writing."""

    accompanied: frozenset[str]
    """Kinds of association beside which it has a second client of the same logical device."""

    knows_wrong_credentials: bool
    suites: tuple[str, ...]
    """Suites that the bench file chooses; empty: all."""


def left_out(case: TestCase, suites: Sequence[str]) -> str:
    """Why a run leaves a case out; empty if it does not."""
    if not suites or case.suite in suites:
        return ""
    return f"the bench file chooses the suites {', '.join(suites)}, the case is of {case.suite} (see [campaign])"


def decide(case: TestCase, declaration: Declaration, abilities: Abilities) -> Decision:
    """Ask all questions, so that everything which stands in the way is told; what does not apply needs no more."""
    framing, truth = _choose_link(case, declaration, abilities.links)
    questions = _Questions(case, declaration, abilities, truth, Decision(framing))
    return questions.ask()


def _choose_link(
    case: TestCase, declaration: Declaration, links: Mapping[str, Mapping[str, bool]]
) -> tuple[str, Truth]:
    """The framing of the first link on which the requirement is truest; the declaration then speaks of that link."""
    options = []
    for number, (framing, items) in enumerate(links.items()):
        declaration.of_bench |= items
        options.append((_RANK[evaluate(case.requires, declaration.truth)], number, framing))
    _, _, framing = min(options)
    declaration.of_bench |= links[framing]
    return framing, evaluate(case.requires, declaration.truth)


@dataclass(frozen=True, slots=True)
class _Questions:
    """What stands between a case and its execution."""

    case: TestCase
    declaration: Declaration
    abilities: Abilities
    truth: Truth
    decision: Decision

    def ask(self) -> Decision:
        for question in (self.suite, self.role, self.items):
            question()
            if self.decision.reason_code == SUITE or self.decision.verdict is Verdict.NOT_APPLICABLE:
                return self.decision
        for question in (self.association, self.permission, self.controls, self.credentials, self.asked_of_the_dut):
            question()
        if self.decision.runs:
            self.note(f"runs on the {self.decision.framing} link")
        return self.decision

    def note(self, line: str) -> None:
        self.decision.trace.append(line)

    def suite(self) -> None:
        said = left_out(self.case, self.abilities.suites)
        if said:
            self.decision.block(Verdict.NOT_RUN, SUITE, said)

    def role(self) -> None:
        roles = ", ".join(self.case.dut)
        self.note(f"role {self.declaration.role}; the case is for {roles}")
        if self.declaration.role not in self.case.dut:
            self.decision.block(Verdict.NOT_APPLICABLE, "role", f"the case is for {roles}")

    def items(self) -> None:
        requires = self.case.requires
        answers = {item: self.declaration.answer(item) for item in items_of(requires)}
        said = {item: f"{item}: {answer.truth} ({answer.source})" for item, answer in answers.items()}
        self.note("\n    ".join([f"requires {requires or 'nothing'}", *said.values()]))
        if self.truth == "no":
            missing = ", ".join(
                self._lacks(item) or said[item] for item, answer in answers.items() if answer.truth == "no"
            )
            self.decision.block(Verdict.NOT_APPLICABLE, "pics", f"requires {requires}; {missing}")
        elif self.truth == "undeclared" and not self._dut_can_tell():
            self._undeclared()

    def _lacks(self, item: str) -> str:
        """What the bench lacks, if it is the bench that decides."""
        return self.declaration.proforma[item].lacks if item in self.declaration.of_bench else ""

    def _undeclared(self) -> None:
        self.decision.block(Verdict.NOT_RUN, "undeclared", f"undeclared {', '.join(self._open_items())}")

    def _open_items(self) -> list[str]:
        return [item for item in items_of(self.case.requires) if self.declaration.truth(item) == "undeclared"]

    def _dut_can_tell(self) -> bool:
        """In the enduring phase only declarations count."""
        proforma = self.declaration.proforma
        return not self.declaration.is_enduring and all(proforma[item].discover for item in self._open_items())

    def association(self) -> None:
        kind = self.case.association
        self.note(f"needs an association of kind {kind}")
        if kind not in self.abilities.associations:
            wanted = {"lls": 'mechanism = "lls"', "writing": "may_write = true", "public": 'mechanism = "none"'}
            reason = f"the bench file has no association with {wanted.get(kind, kind)}"
            self.decision.block(Verdict.NOT_RUN, "association", reason)
        if self.case.beside:
            self.note("needs a second client of the same logical device")
            if kind in self.abilities.associations - self.abilities.accompanied:
                self.decision.block(Verdict.NOT_RUN, NO_SECOND_CLIENT, NO_OTHER)

    def permission(self) -> None:
        effects, permits = self.case.effects, self.abilities.permits
        self.note(f"effects: {effects.word}; the bench permits {', '.join(sorted(permits)) or 'none'}")
        if effects is not Effects.NONE and effects.word not in permits:
            reason = f"not permitted by this bench: effects {effects.word} (see permits in the bench file)"
            self.decision.block(Verdict.NOT_RUN, "not-permitted", reason)

    def controls(self) -> None:
        if self.case.controls:
            self.note(f"needs the controls {', '.join(self.case.controls)}")
        for name in self.case.controls:
            if name in self.abilities.unattended:
                reason = f"the control {name} needs an operator: start the run on a terminal"
                self.decision.block(Verdict.NOT_RUN, "control", reason)
            elif name not in self.abilities.controls:
                self.decision.block(Verdict.NOT_RUN, "control", f"the bench has no control {name} (see [dut.control])")

    def credentials(self) -> None:
        if self.case.effects is Effects.LOCKOUT and not self.abilities.knows_wrong_credentials:
            reason = "undeclared max_wrong_credentials in [dut.pixit]: the DUT might lock"
            self.decision.block(Verdict.NOT_RUN, "undeclared", reason)

    def asked_of_the_dut(self) -> None:
        """Last, as a case that the bench keeps from running does so whatever the DUT says."""
        if self.decision.runs and self.truth == "undeclared":
            self._undeclared()
            self.decision.is_up_to_the_dut = True
