"""Which cases apply to this DUT on this bench, and why: the trace behind `goldenbench explain`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.declaration import Declaration
from conformance.testcase import Effects, TestCase
from conformance.three_valued import Truth, evaluate, items_of
from conformance.verdict import Verdict

_RANK: dict[Truth, int] = {"yes": 0, "undeclared": 1, "no": 2}


@dataclass(slots=True)
class Decision:
    """Run the case on a link of some framing, or give it a verdict without running it."""

    framing: str
    verdict: Verdict | None = None
    reason_code: str = ""
    reason: str = ""
    undeclared: list[str] = field(default_factory=list)
    """PICS items that nobody has decided yet, if that is why the case does not run."""

    trace: list[str] = field(default_factory=list)
    """Every question that was asked, with its answer, in order."""

    @property
    def runs(self) -> bool:
        return self.verdict is None


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the bench brings, beside the DUT."""

    links: Mapping[str, Mapping[str, bool]]
    """PICS items that each link decides, by its framing, the preferred link first."""

    permits: frozenset[str]
    controls: frozenset[str]
    associations: frozenset[str]
    """Kinds of association it can open: any, public, lls, writing."""

    knows_wrong_credentials: bool


def decide(case: TestCase, declaration: Declaration, abilities: Abilities) -> Decision:
    """Ask the questions in order; the first that is answered with no decides."""
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
        for question in (self.role, self.items, self.association, self.permission, self.controls, self.credentials):
            question()
            if not self.decision.runs:
                return self.decision
        self.note(f"runs on the {self.decision.framing} link")
        return self.decision

    def note(self, line: str) -> None:
        self.decision.trace.append(line)

    def end(self, verdict: Verdict, code: str, reason: str) -> None:
        self.decision.verdict, self.decision.reason_code, self.decision.reason = verdict, code, reason
        self.note(f"{verdict}: {reason}")

    def role(self) -> None:
        roles = ", ".join(self.case.dut)
        self.note(f"role {self.declaration.role}; the case is for {roles}")
        if self.declaration.role not in self.case.dut:
            self.end(Verdict.NOT_APPLICABLE, "role", f"the case is for {roles}")

    def items(self) -> None:
        requires = self.case.requires
        answers = {item: self.declaration.answer(item) for item in items_of(requires)}
        said = {item: f"{item}: {answer.truth} ({answer.source})" for item, answer in answers.items()}
        self.note("\n    ".join([f"requires {requires or 'nothing'}", *said.values()]))
        if self.truth == "no":
            missing = ", ".join(said[item] for item, answer in answers.items() if answer.truth == "no")
            self.end(Verdict.NOT_APPLICABLE, "pics", f"requires {requires}; {missing}")
        elif self.truth == "undeclared":
            self.decision.undeclared = [item for item, answer in answers.items() if answer.truth == "undeclared"]
            self.end(Verdict.NOT_RUN, "undeclared", f"undeclared {', '.join(self.decision.undeclared)}")

    def association(self) -> None:
        kind = self.case.association
        self.note(f"needs an association of kind {kind}")
        if kind not in self.abilities.associations:
            wanted = {"lls": 'mechanism = "lls"', "writing": "may_write = true", "public": 'mechanism = "none"'}
            reason = f"the bench file has no association with {wanted.get(kind, kind)}"
            self.end(Verdict.NOT_RUN, "association", reason)

    def permission(self) -> None:
        effects, permits = self.case.effects, self.abilities.permits
        self.note(f"effects: {effects.word}; the bench permits {', '.join(sorted(permits)) or 'none'}")
        if effects is not Effects.NONE and effects.word not in permits:
            reason = f"not permitted by this bench: effects {effects.word} (see permits in the bench file)"
            self.end(Verdict.NOT_RUN, "not-permitted", reason)

    def controls(self) -> None:
        if self.case.controls:
            self.note(f"needs the controls {', '.join(self.case.controls)}")
        missing = [name for name in self.case.controls if name not in self.abilities.controls]
        if missing:
            self.end(Verdict.NOT_RUN, "control", f"the bench has no control {missing[0]} (see [dut.control])")

    def credentials(self) -> None:
        if self.case.effects is Effects.LOCKOUT and not self.abilities.knows_wrong_credentials:
            reason = "undeclared max_wrong_credentials in [dut.pixit]: the DUT might lock"
            self.end(Verdict.NOT_RUN, "undeclared", reason)
