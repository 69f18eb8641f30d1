"""A session on one bench: discover, decide, run attempts, recover. It knows nothing of pytest.

One attempt leaves one directory with its journal; the journal begins with the
facts of the case and ends with its verdict, so results can be made from it alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from functools import partial
from operator import methodcaller
from pathlib import Path
from typing import Any

from conformance.bench.bench import Bench
from conformance.bench.case_run import Setting, run_case
from conformance.bench.discovery import Discovered, discover
from conformance.bench.exchange import PortExchange
from conformance.bench.handles import credentials_for, new_link
from conformance.bench.putting_back import restorations_of
from conformance.bench.restoring import left_in, restore_over
from conformance.bench.survey import survey
from conformance.checks import observing
from conformance.clock import NANOSECONDS, seconds_to_ns
from conformance.declaration import Declaration
from conformance.errors import BenchError, EvidenceError
from conformance.evidence.journal import read_events
from conformance.evidence.record import Recorder
from conformance.evidence.run_directory import RunDirectory, case_directory, free_number
from conformance.rules import Rule, clauses
from conformance.selection import Abilities, Decision, decide
from conformance.steps import Step
from conformance.testcase import Effects, TestCase
from conformance.tester.association import Association
from conformance.tester.dut import KINDS
from conformance.tester.standing import REASON_CODE, refusal_of
from conformance.tester.target import NEVER, Target
from conformance.verdict import Verdict

GIVEN_UP = "given-up"
"""Reason code of cases that no longer run; the reason says whether the DUT, the bench or the disk is at fault."""

PAUSES = (1, 3, 8)
"""How long a silent DUT is left alone before the next look, in times that it may take to answer."""

Awakening = Callable[[PortExchange], object]
"""What is done before the DUT is asked for a sign of life."""

CaseJson = dict[str, Any]
"""What results.json says of one attempt; see reports/schema/results.schema.json."""


def at_once(_: PortExchange) -> None:
    """Nothing is done first."""


def left_alone(exchange: PortExchange, times: int) -> None:
    exchange.run(lambda: False, times * exchange.timing.silence_bound_ns(0))


class BenchSession:
    """Runs cases on one bench, one after another."""

    def __init__(self, bench: Bench, declaration: Declaration, rules: dict[str, Rule], directory: RunDirectory) -> None:
        self.bench = bench
        self.declaration = declaration
        self.rules = rules
        self.directory = directory
        self.lost = ""
        """Why no further case can run; empty while the DUT answers."""

        self.left_changed = ""
        """What the run changed in the DUT and could not put back, and where; empty while there is nothing."""

        self.has_verified = False
        """True once a frame of the DUT has verified in this run."""

        self.targets: list[Target] | None = None
        """Attributes that the DUT lists; None as long as nobody has asked."""

        self.wrong_credentials_used = 0
        self._locked_until_ns = 0
        """When the DUT will surely have forgiven the wrong secrets of the run."""

        declaration.of_bench |= bench.items(bench.framings[0])

    def take_up(self, wrong_credentials_used: int, locked_s: float) -> None:
        """Told before anything is run what earlier sittings of this run have asked of the DUT."""
        self.wrong_credentials_used = wrong_credentials_used
        self._locked_until_ns = seconds_to_ns(locked_s)

    @property
    def earlier(self) -> dict[str, float]:
        """What another process has to take up."""
        return {"wrong_credentials_used": self.wrong_credentials_used, "locked_s": self._locked_until_ns / NANOSECONDS}

    @property
    def learnt(self) -> dict[str, Any]:
        """What another process that runs cases has to know of the DUT, fit to be sent there."""
        standing = self.bench.dut.standing
        return {
            "discovered": self.declaration.discovered,
            "targets": None if self.targets is None else [asdict(target) for target in self.targets],
            "lost": self.lost,
            "has_verified": self.has_verified,
            "left_changed": self.left_changed,
            "secrets": standing.as_json() if standing.is_watched else None,
        }

    def learn(self, learnt: dict[str, Any]) -> None:
        """Told what another process has learnt of the DUT."""
        self.declaration.discovered |= learnt["discovered"]
        targets = learnt["targets"]
        self.targets = None if targets is None else [Target(**target) for target in targets]
        self.lost, self.left_changed = learnt["lost"], learnt["left_changed"]
        self.has_verified = learnt["has_verified"]
        self.learn_secrets(learnt["secrets"])

    def learn_secrets(self, secrets: dict[str, list[str]] | None) -> None:
        """Which secrets the DUT takes is learnt in one process and needed in the other."""
        if secrets is not None:
            self.bench.dut.standing.add(secrets)

    # Before and after the cases.

    def discover(self, when: str, *, is_brief: bool = False, first: Awakening = at_once) -> Discovered:
        """Identify the DUT and see what it says about itself; evidence under identification/WHEN."""
        framing = self.bench.framings[0]
        with self._recorder(self.directory.path / "identification" / when, framing) as recorder:
            setting = self._setting(recorder, framing, "identification", when)
            first(setting.exchange)
            discovered = discover(setting, self.bench.link_for(framing), is_brief=is_brief)
            recorder.note("identification", setting.exchange.now, **discovered.as_json())
        self.has_verified |= discovered.has_verified
        if discovered.answered and not is_brief:
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
            folder = self.directory.path / "identification"
            number = free_number(lambda n: folder / f"attributes-{n}")  # one in each sitting
            with self._recorder(folder / f"attributes-{number}", framing) as recorder:
                setting = self._setting(recorder, framing, "identification", "attributes")
                self.targets = survey(setting)
                setting.exchange.release()
        is_harmless = case.effects is Effects.NONE
        chosen = (known for known in self.targets or [] if is_harmless or known.trouble or known.guard not in NEVER)
        return list(chosen) or [None]

    def abilities(self) -> Abilities:
        dut = self.bench.dut
        kinds = [kind for kind in KINDS if dut.association(kind) is not None]
        knows = dut.max_wrong_credentials is not None
        return Abilities(
            links={framing: self.bench.items(framing) for framing in self.bench.framings},
            permits=self.bench.permits,
            controls=self.bench.controls(),
            unattended=self._unattended(),
            associations=frozenset(kinds),
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
        if decision.runs and needed is not None and needed.name in self.bench.dut.standing.refused:
            decision.block(Verdict.NOT_RUN, REASON_CODE, refusal_of(needed.name))
        if decision.runs and target is not None and target.trouble:
            decision.block(Verdict.NOT_RUN, "no-object-list", target.trouble)
        if decision.runs and case.effects is not Effects.NONE and self.left_changed:
            reason = f"no further case changes anything: {self.left_changed}"
            decision.block(Verdict.NOT_RUN, "left-changed", reason)
        if decision.runs and case.effects is Effects.LOCKOUT:
            limit = self.bench.dut.max_wrong_credentials or 0
            if self.wrong_credentials_used >= limit:
                reason = f"the run has used up its {limit} wrong passwords (max_wrong_credentials)"
                decision.block(Verdict.NOT_RUN, REASON_CODE, reason)
        return decision

    # Cases.

    def run(self, case: TestCase, body: Callable[..., None], target: Target | None = None) -> CaseJson:
        """One attempt of a case, or the reason why there is none."""
        case, instance = guarded(case, target), instance_of(target)
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
            self.wrong_credentials_used += 1
        attempt = free_number(lambda number: self.directory.attempt(case.id, instance, number))
        directory = self.directory.attempt(case.id, instance, attempt)
        with self._recorder(directory, decision.framing) as recorder:
            setting = self._setting(recorder, decision.framing, case.id, instance, attempt)
            setting.locked_ns, setting.target = self._locked_ns(setting), target
            recorder.note("case", setting.exchange.now, **facts, setting=setting_json(setting, case.association))
            started = setting.exchange.now
            try:
                outcome = run_case(case, body, setting)
            finally:
                setting.exchange.release()
            duration_ns = setting.exchange.now - started
            if case.effects is Effects.LOCKOUT and outcome.verdict is not Verdict.PASS:  # else it has just let us in
                self._locked_until_ns = setting.exchange.now + seconds_to_ns(self.bench.dut.lockout_s or 0)
        self.has_verified |= outcome.frames_verified > 0
        after: CaseJson = {}
        if outcome.needs_recovery or not outcome.left_quiet:
            after = self._recover(case, instance, attempt, setting.unrestored)
        if self.bench.dut.standing.is_watched:
            after["secrets"] = self.bench.dut.standing.as_json()
        return {
            **facts,
            **self.bench.mask_text(outcome.as_json()),
            **self.bench.mask_text(after),
            "attempt": attempt,
            "evidence": directory.relative_to(self.directory.path).as_posix(),
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
            "clause": clauses(self.rules, case.covers),
            "effects": case.effects.word,
            "covers": list(case.covers),
            "rules": [asdict(self.rules[rule]) for rule in case.covers],
            "starts": str(case.starts),
            "link": decision.framing,
            "pics_decision": decision.trace,
        }

    def _locked_ns(self, setting: Setting) -> int:
        is_fresh = self.bench.is_golden  # a unit of its own, which knows nothing of earlier secrets
        return 0 if is_fresh else max(0, self._locked_until_ns - setting.exchange.now)

    def _recorder(self, directory: Any, framing: str) -> Recorder:
        recorder = Recorder(directory, origin_ns=self.bench.wall_origin_ns())
        self.bench.prepare(recorder, framing)
        return recorder

    def _setting(self, recorder: Recorder, framing: str, *names: object) -> Setting:
        return Setting(
            exchange=self.bench.exchange(recorder, framing, self.bench.rng(*names)),
            recorder=recorder,
            framing=framing,
            hdlc=self.bench.hdlc_settings(framing),
            dut=self.bench.dut,
            rules=self.rules,
            has_verified=self.has_verified,
        )

    # Recovery.

    def _recover(self, case: TestCase, instance: str, attempt: int, changed: Association | None) -> CaseJson:
        """See whether the DUT is alive, and put back what the case left changed; neither changes its verdict.

        Answers what the record of the case has to say of it. A fault of our own ends the run.
        """
        if self.bench.is_golden:
            return {}  # the next attempt has a unit of its own
        after: CaseJson = {}
        try:
            if self._see_whether_alive(case, instance, attempt, after) and changed is not None:
                before = left_in(changed)
                after["restoring"] = self._restore(changed, case, instance, attempt)
                after["restored_later"] = [what for what in before if what not in left_in(changed)]
        except EvidenceError:
            raise
        except Exception as bug:  # whatever it was, nobody knows any more in which state the DUT is
            reason = f"{type(bug).__name__}: {bug}"
            self.lost = f"fault of the harness in the recovery after {case.id}: {reason}"
            after["faults"] = {f"recovery after {case.id}": reason}
        if changed is not None and changed.restorations:
            self.left_changed = after["left_changed"] = still_changed(case.id, left_in(changed))
        return after

    def _restore(self, changed: Association, case: TestCase, instance: str, attempt: int) -> list[str]:
        name = f"{case_directory(case.id, instance)}-{attempt}"
        framing = changed.link.framing
        with self._recorder(self.directory.path / "recovery" / name, framing) as recorder:
            setting = self._setting(recorder, framing, "recovery", name)
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
        dut = self.bench.dut
        of_target = known.get("target", {}).get("association")
        credentials = dut.named(of_target) if of_target else dut.association(known["association"])
        if credentials is None:
            return changed
        framing, name = known["framing"], f"{attempt.parent.name}-{attempt.name}"
        folder = self.directory.path / "recovery"
        number = free_number(lambda n: folder / f"{name}-resumed-{n}")
        with self._recorder(folder / f"{name}-resumed-{number}", framing) as recorder:
            setting = self._setting(recorder, framing, "recovery", name, number)
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

    def _see_whether_alive(self, case: TestCase, instance: str, attempt: int, after: CaseJson) -> bool:
        """A sign of life after a case that did not end with one, in one of the ways back.

        If there is none, the DUT is lost and no further case runs.
        """
        trouble = ""
        for number, (words, way) in enumerate(self._ways_back()):
            name = f"after-{case_directory(case.id, instance)}-{attempt}-{number}"
            try:
                found = self.discover(name, is_brief=True, first=way)
            except BenchError as refused:
                trouble = str(refused)
                continue
            if found.answered:
                if words:
                    after["recovery"] = f"after the case the DUT was silent, and answered again {words}"
                return True
            trouble = trouble or found.trouble
        self.lost = f"DUT lost after {case.id}: {trouble}"
        after["recovery"] = (
            "after the case the DUT gave no sign of life: see to its cable and its power before you blame it"
        )
        return False

    def _ways_back(self) -> Iterable[tuple[str, Awakening]]:
        """What brings a DUT back: nothing, time to restart, and what the bench can and may do to it."""
        yield "", at_once
        for times in PAUSES:
            yield "by itself", partial(left_alone, times=times)
        if Effects.POWER.word in self.bench.permits:
            for name in ("reset", "power_cycle"):
                if name in self.bench.controls():
                    yield f"after {name}", methodcaller("control", name)


def still_changed(case_name: str, what: list[str]) -> str:
    return (
        f"{case_name} left the DUT changed ({'; '.join(what)}) and the old state could not be restored; "
        "the old values stand in its journal (preserve): restore them by hand before the DUT is used again"
    )


def instance_of(target: Target | None) -> str:
    return "" if target is None else target.name


def guarded(case: TestCase, target: Target | None) -> TestCase:
    """An instance of a case that writes has the effect that writing its attribute may have."""
    if target is None or case.effects is Effects.NONE or target.guard in ("", *NEVER):
        return case
    return replace(case, effects=max(case.effects, Effects[target.guard.upper()]))


def setting_json(setting: Setting, association: str) -> dict[str, Any]:
    """What a replay, or whoever has to put things back, needs to know beside the journal."""
    known: dict[str, Any] = {
        "framing": setting.framing,
        "association": association,
        "timing": asdict(setting.exchange.timing),
        "hdlc": asdict(setting.hdlc),
    }
    if setting.target is not None:
        known["target"] = asdict(setting.target)
    if setting.locked_ns:
        known["locked_ns"] = setting.locked_ns
    if setting.dut.standing.is_watched and any(one.secret is not None for one in setting.dut.associations):
        known["secrets"] = setting.dut.standing.as_json()
    # Beside a lock, only noise makes an attempt depend on those before it.
    return {**known, "has_verified": setting.has_verified} if setting.hdlc.is_noisy else known
