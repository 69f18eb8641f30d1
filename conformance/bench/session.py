"""A session on one bench: discover, decide, run attempts, recover. It knows nothing of pytest.

One attempt leaves one directory with its journal; the journal begins with the
facts of the case and ends with its verdict, so results can be made from it alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

from conformance.bench.bench import Bench
from conformance.bench.case_run import run_case
from conformance.bench.discovery import Discovered
from conformance.bench.handles import credentials_for
from conformance.bench.lockout import Lockout
from conformance.bench.recovery import Recovery
from conformance.bench.stage import Stage, setting_json
from conformance.bench.survey import survey
from conformance.declaration import Declaration
from conformance.evidence.run_directory import RunDirectory, free_number
from conformance.reason_codes import CREDENTIALS, GIVEN_UP, UNANSWERED
from conformance.rules import Rule, clauses
from conformance.selection import Abilities, Decision, decide
from conformance.testcase import Effects, TestCase
from conformance.tester.dut import KINDS, given_up
from conformance.tester.standing import refusal_of
from conformance.tester.target import NEVER, Target
from conformance.verdict import Verdict

CaseJson = dict[str, Any]
"""What results.json says of one attempt; see reports/schema/results.schema.json."""


class BenchSession:
    """Runs cases on one bench, one after another."""

    def __init__(self, bench: Bench, declaration: Declaration, rules: dict[str, Rule], directory: RunDirectory) -> None:
        self.bench = bench
        bench.use = str(directory.path.absolute())
        self.declaration = declaration
        self.stage = Stage(bench, rules, directory)
        self.recovery = Recovery(self.stage)
        self.lost = ""
        """Why no further case can run; empty while the DUT answers."""

        self.left_changed = ""
        """What the run changed in the DUT and could not put back, and where; empty while there is nothing."""

        self.targets: list[Target] | None = None
        """Attributes that the DUT lists; None as long as nobody has asked."""

        self.lockout = Lockout(bench.dut)
        declaration.of_bench |= bench.items(bench.framings[0])

    @property
    def learnt(self) -> dict[str, Any]:
        """What another process that runs cases has to know of the DUT, fit to be sent there."""
        standing = self.bench.dut.standing
        return {
            "discovered": self.declaration.discovered,
            "targets": None if self.targets is None else [asdict(target) for target in self.targets],
            "lost": self.lost,
            "has_verified": self.stage.has_verified,
            "left_changed": self.left_changed,
            "secrets": standing.as_json() if standing.is_watched else None,
        }

    def learn(self, learnt: dict[str, Any]) -> None:
        """Told what another process has learnt of the DUT."""
        self.declaration.discovered |= learnt["discovered"]
        targets = learnt["targets"]
        self.targets = None if targets is None else [Target(**target) for target in targets]
        self.lost, self.left_changed = learnt["lost"], learnt["left_changed"]
        self.stage.has_verified = learnt["has_verified"]
        self.learn_secrets(learnt["secrets"])

    def learn_secrets(self, secrets: dict[str, list[str]] | None) -> None:
        """Which secrets the DUT takes is learnt in one process and needed in the other."""
        if secrets is not None:
            self.bench.dut.standing.add(secrets)

    # Before and after the cases.

    def discover(self, when: str) -> Discovered:
        """Identify the DUT and see what it says about itself."""
        discovered = self.stage.discover(when)
        if discovered.answered:
            self.declaration.discovered |= discovered.items(self.declaration.proforma)
        return discovered

    def instances(self, case: TestCase) -> Sequence[Target | None]:
        """What a case is to be run for: once for nothing in particular, or for every attribute that is listed.

        What is never written is left out of cases that write.
        """
        if not case.instances:
            return [None]
        if self.targets is None and not self.lost:
            framing = self.bench.framings[0]
            folder = self.stage.directory.path / "identification"
            number = free_number(lambda n: folder / f"attributes-{n}")  # one in each sitting
            with self.stage.recorder(folder / f"attributes-{number}", framing) as recorder:
                setting = self.stage.setting(recorder, framing, "identification", "attributes")
                self.targets = survey(setting)
                setting.exchange.release()
        is_harmless = case.effects is Effects.NONE
        chosen = (known for known in self.targets or [] if is_harmless or known.trouble or known.guard not in NEVER)
        return list(chosen) or [None]

    def abilities(self) -> Abilities:
        dut = self.bench.dut
        used = {kind: known for kind in KINDS if (known := dut.association(kind)) is not None}
        knows = dut.max_wrong_credentials is not None
        return Abilities(
            links={framing: self.bench.items(framing) for framing in self.bench.framings},
            permits=self.bench.permits,
            controls=self.bench.controls(),
            unattended=self._unattended(),
            associations=frozenset(used),
            accompanied=frozenset(kind for kind, known in used.items() if dut.others(known)),
            knows_wrong_credentials=knows,
            suites=tuple(self.bench.file.campaign.suites),
        )

    def _unattended(self) -> frozenset[str]:
        """Only an operator can be missing for a control that the bench file has."""
        declared = frozenset() if self.bench.is_golden else frozenset(self.bench.file.dut.control)
        return declared - self.bench.controls()

    @property
    def refused(self) -> str:
        """Why secrets of the bench file are not used any more; empty while the DUT takes them."""
        return "; ".join(self.bench.dut.standing.refusals())

    def decide(self, case: TestCase, target: Target | None = None) -> Decision:
        decision = decide(case, self.declaration, self.abilities())
        needed = credentials_for(case, target, self.bench.dut)
        standing = self.bench.dut.standing
        if decision.runs and needed is not None and needed.name in standing.refused:
            decision.block(Verdict.NOT_RUN, CREDENTIALS, refusal_of(needed.name))
        if decision.runs and needed is not None and standing.is_given_up(needed.name):
            decision.block(Verdict.NOT_RUN, UNANSWERED, given_up(needed))
        if decision.runs and target is not None and target.trouble:
            decision.block(Verdict.NOT_RUN, "no-object-list", target.trouble)
        if decision.runs and case.effects is not Effects.NONE and self.left_changed:
            reason = f"no further case changes anything: {self.left_changed}"
            decision.block(Verdict.NOT_RUN, "left-changed", reason)
        if decision.runs and case.effects is Effects.LOCKOUT and (used_up := self.lockout.used_up):
            decision.block(Verdict.NOT_RUN, CREDENTIALS, used_up)
        return decision

    # Cases.

    def run(self, case: TestCase, body: Callable[..., None], target: Target | None = None) -> CaseJson:
        """One attempt of a case, or the reason why there is none."""
        case = guarded(case, target)
        decision = self.decide(case, target)
        if decision.runs and case.instances and target is None:
            decision.block(Verdict.NOT_RUN, "no-object-list", "no association of the bench told what there is to test")
        facts = self.facts(case, target, decision)
        if self.lost:
            return {**facts, "verdict": "NOT_RUN", "reason_code": GIVEN_UP, "reason": self.lost}
        if not decision.runs:
            return {
                **facts,
                "verdict": str(decision.verdict),
                "reason_code": decision.reason_code,
                **self.bench.mask_text({"reason": decision.reason}),
            }
        if case.effects is Effects.LOCKOUT:
            self.lockout.spend()
        return {**facts, **self._attempt(case, body, target, decision, facts)}

    def _attempt(
        self, case: TestCase, body: Callable[..., None], target: Target | None, decision: Decision, facts: CaseJson
    ) -> CaseJson:
        """What came of an attempt, and of the recovery after it."""
        instance = instance_of(target)
        attempt = free_number(lambda number: self.stage.directory.attempt(case.id, instance, number))
        directory = self.stage.directory.attempt(case.id, instance, attempt)
        with self.stage.recorder(directory, decision.framing) as recorder:
            setting = self.stage.setting(recorder, decision.framing, case.id, instance, attempt)
            setting.target = target
            if not self.bench.is_golden:  # whose unit is new for each attempt, and knows of no earlier secrets
                setting.locked_ns = self.lockout.left_ns(setting.exchange.now)
            recorder.note("case", setting.exchange.now, **facts, setting=setting_json(setting, case.association))
            started = setting.exchange.now
            try:
                outcome = run_case(case, body, setting)
            finally:
                setting.exchange.release()
            duration_ns = setting.exchange.now - started
            if case.effects is Effects.LOCKOUT and outcome.verdict is not Verdict.PASS:  # else it has just let us in
                self.lockout.begin(setting.exchange.now)
        self.stage.has_verified |= outcome.frames_verified > 0
        after: CaseJson = {}
        if (outcome.needs_recovery or not outcome.left_quiet) and not self.bench.is_golden:  # each has its own unit
            after, self.lost = self.recovery.after(case, instance, attempt, setting.unrestored)
            self.left_changed = after.get("left_changed", self.left_changed)
        if self.bench.dut.standing.is_watched:
            after["secrets"] = self.bench.dut.standing.as_json()
        return {
            **self.bench.mask_text(outcome.as_json()),
            **self.bench.mask_text(after),
            "attempt": attempt,
            "evidence": directory.relative_to(self.stage.directory.path).as_posix(),
            "duration_s": duration_ns / 1e9,
        }

    def facts(self, case: TestCase, target: Target | None, decision: Decision) -> CaseJson:
        """What is known of a case before it runs."""
        return {
            "id": case.id,
            "instance": instance_of(target),
            "version": case.version,
            "content_hash": case.content_hash,
            "role": self.bench.dut.role,
            "title": case.title,
            "purpose": case.purpose,
            "clause": clauses(self.stage.rules, case.covers),
            "effects": case.effects.word,
            "covers": list(case.covers),
            "rules": [asdict(self.stage.rules[rule]) for rule in case.covers],
            "starts": str(case.starts),
            "link": decision.framing,
            "pics_decision": decision.trace,
        }


def instance_of(target: Target | None) -> str:
    return "" if target is None else target.name


def guarded(case: TestCase, target: Target | None) -> TestCase:
    """An instance of a case that writes has the effect that writing its attribute may have."""
    if target is None or case.effects is Effects.NONE or target.guard in ("", *NEVER):
        return case
    return replace(case, effects=max(case.effects, Effects[target.guard.upper()]))
