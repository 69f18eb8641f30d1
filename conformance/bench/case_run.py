"""One attempt of one case: to its start state, through its body, back again, to a verdict.

It knows nothing of pytest; the plugin runs cases through it, and so does a replay.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from conformance.bench.exchange import PortExchange
from conformance.bench.handles import credentials_for, handles, new_link
from conformance.bench.mishap import place_in_case
from conformance.bench.placing import divergence, name_closing
from conformance.bench.restoring import left_in, restore
from conformance.checks import CheckFailed, observing
from conformance.errors import (
    BenchError,
    EvidenceError,
    HarnessError,
    MendableError,
    NoAnswer,
    NoOperator,
    ProtocolViolation,
)
from conformance.evidence.record import FROM_DUT, TO_DUT, Recorder
from conformance.reason_codes import LINK_QUALITY, OF_THE_BENCH_FILE
from conformance.rules import Rule, clauses
from conformance.steps import Inconclusive, Step, StepResult
from conformance.testcase import Effects, Start, TestCase
from conformance.tester.association import Association
from conformance.tester.dut import Dut
from conformance.tester.hdlc_link import HdlcSettings
from conformance.tester.idleness import Idleness
from conformance.tester.link import LinkQuality
from conformance.tester.target import Target
from conformance.tolerances import effective, hint
from conformance.verdict import Verdict

CHECK_SEQUENCE = "DLMS-HDLC-FCS"

NEVER_FROM_LOSS = (LINK_QUALITY, "do-not-test", "no-operator")
"""Reason codes of what is INCONCLUSIVE by itself; of any other a frame that was lost may be the cause."""


@dataclass(slots=True)
class Outcome:
    """What came of an attempt: the verdict, why, and by which clause."""

    verdict: Verdict
    reason_code: str
    reason: str
    clause: str = ""
    """The clause that a failure is held against; otherwise those of all rules that the case covers."""

    rule: dict[str, str] = field(default_factory=dict)
    """The rule that was broken, with its text; the case need not cover it, as any layer may fail first."""

    divergence: dict[str, Any] = field(default_factory=dict)
    """What was found, what was wanted, where (field or assert), and the octet and the frame where they are known."""

    also: list[str] = field(default_factory=list)
    """Troubles after the first, which change no verdict."""

    steps: list[StepResult] = field(default_factory=list)
    needs_recovery: bool = False
    is_silence: bool = False
    """True if a mandatory answer did not come."""

    frames_verified: int = 0
    not_restored: list[str] = field(default_factory=list)
    """What could not be put back before the attempt ended; the recovery tries again."""

    left_quiet: bool = False
    """True if the DUT confirmed the end of association or connection, so that the port may stay open."""

    def as_json(self) -> dict[str, Any]:
        steps = [
            {**_by_name(step), "verdict": str(step.verdict), "checks": len(step.checks), "checked": step.checks}
            for step in self.steps
        ]
        return {**_by_name(self), "verdict": str(self.verdict), "steps": steps}


def _by_name(item: Outcome | StepResult) -> dict[str, Any]:
    """Not `asdict`: that copies everything that is in it, twice for steps, and writing takes place at once."""
    return {member.name: getattr(item, member.name) for member in fields(item)}


@dataclass(slots=True)
class Setting:
    """Where an attempt takes place."""

    exchange: PortExchange
    recorder: Recorder
    framing: str
    hdlc: HdlcSettings
    dut: Dut
    rules: dict[str, Rule]
    has_verified: bool = True
    """True if a frame of the DUT has verified in this run, before this attempt."""

    locked_ns: int = 0
    """How long the DUT may still be locked after the wrong secrets of an earlier case."""

    target: Target | None = None
    """What this instance of the case is about."""

    unrestored: Association | None = None
    """After the attempt: the association with which something was changed that could not be put back yet."""


def run_case(case: TestCase, body: Callable[..., None], setting: Setting) -> Outcome:
    """Run an attempt and record its outcome; only what is no fault of anybody's (Ctrl-C) gets out."""
    step = Step(setting.recorder, setting.exchange, case.covers)
    credentials = credentials_for(case, setting.target, setting.dut)
    if credentials is None:
        raise HarnessError(f"{case.id}: the bench has no association of kind {case.association}")
    dut = replace(setting.dut, tolerances=effective(setting.dut.tolerances, case.covers))
    link = new_link(setting.framing, setting.exchange, step, credentials, setting.hdlc, dut)
    association = Association(link, credentials, setting.dut, may_change=case.effects is not Effects.NONE)
    with observing(step):
        try:
            outcome = _to_start_state(case, association, setting)
            if outcome is None:
                outcome = _run_body(case, body, association, step, setting)
        except KeyboardInterrupt as stop:  # whoever stops a run does not mean the DUT to stay changed
            setting.recorder.forgive()
            if association.restorations:
                restore(association)
            left = left_in(association)
            setting.recorder.note("interrupted", setting.exchange.now, not_restored=left)
            if not left:
                raise
            raise KeyboardInterrupt(f"the DUT stays changed: {', '.join(left)}") from stop
        _weigh_link_quality(outcome, association.link.quality, setting)
        _weigh_impairments(outcome, setting.exchange.impairments)
        _weigh_idleness(outcome, association.link.idleness)
        setting.recorder.forgive()
        _go_back(association, outcome)
        setting.unrestored = association if association.restorations else None
        outcome.frames_verified = link.quality.verified
    if outcome.verdict is not Verdict.ERROR and outcome.reason_code not in OF_THE_BENCH_FILE:
        outcome.clause = outcome.clause or clauses(setting.rules, case.covers)
    setting.recorder.note("verdict", setting.exchange.now, **outcome.as_json())
    if setting.recorder.lost is not None:
        raise _without_evidence(setting.recorder.lost, outcome)
    return outcome


def _without_evidence(full: EvidenceError, outcome: Outcome) -> EvidenceError:
    """What cannot be recorded is not judged; but what stays changed is said in any case."""
    changed = f"; the DUT stays changed: {', '.join(outcome.not_restored)}" if outcome.not_restored else ""
    return EvidenceError(full.found + changed, full.wanted, full.remedy)


def _to_start_state(case: TestCase, association: Association, setting: Setting) -> Outcome | None:
    """Move the DUT to where the case starts; an outcome only if that fails."""
    setting.recorder.note("phase", setting.exchange.now, name="preamble", to=str(case.starts))
    try:
        if setting.locked_ns:
            setting.exchange.run(lambda: False, setting.locked_ns)
        if case.starts is Start.DISCONNECTED:
            association.link.hang_up()
        elif case.starts is Start.LINKED:
            association.connect()
        elif case.starts is Start.ASSOCIATED:
            association.open()
    except Inconclusive as trouble:
        return Outcome(Verdict.INCONCLUSIVE, trouble.reason_code, str(trouble))
    except (ProtocolViolation, BenchError) as trouble:
        known = trouble.tolerance if isinstance(trouble, ProtocolViolation) else ""
        told = hint(known, setting.dut.tolerances, case.covers)
        reason = f"the start state {case.starts} was not reached: {trouble}{told}"
        outcome = Outcome(Verdict.INCONCLUSIVE, "start-state", reason, needs_recovery=True)
        return _held_against(outcome, trouble, None, setting)
    except HarnessError as trouble:
        _keep_loss(trouble, setting)
        return Outcome(Verdict.ERROR, "harness", str(trouble), needs_recovery=True)
    return None


def _run_body(
    case: TestCase, body: Callable[..., None], association: Association, step: Step, setting: Setting
) -> Outcome:
    setting.recorder.note("phase", setting.exchange.now, name="body")
    step.begin()
    try:
        body(**handles(case, association, step, setting.exchange, setting.dut, setting.target))
    except Exception as error:  # whatever a case raises becomes a verdict
        _keep_loss(error, setting)
        name_closing(error, association.link)
        outcome = _judged(error, step, setting)
        if outcome.verdict is Verdict.ERROR and not isinstance(error, MendableError):  # that says where to look
            outcome.reason = place_in_case(error, body) + outcome.reason
    else:
        outcome = _passed(step)
    outcome.steps = step.results
    return outcome


def _keep_loss(error: Exception, setting: Setting) -> None:
    if isinstance(error, EvidenceError):
        setting.recorder.lost = error


def _judged(error: Exception, step: Step, setting: Setting) -> Outcome:
    """The verdict of what ended a body early, held against the rule that was broken."""
    if isinstance(error, Inconclusive):
        outcome = Outcome(Verdict.INCONCLUSIVE, error.reason_code, str(error))
        if error.reason_code in OF_THE_BENCH_FILE:
            return outcome
    elif isinstance(error, CheckFailed):
        outcome = Outcome(Verdict.FAIL, "check", str(error))
    elif isinstance(error, NoAnswer):
        outcome = Outcome(Verdict.FAIL, "no-answer", str(error), needs_recovery=True)
    elif isinstance(error, ProtocolViolation):
        outcome = Outcome(Verdict.FAIL, "violation", str(error))
    elif isinstance(error, NoOperator):
        return Outcome(Verdict.INCONCLUSIVE, "no-operator", str(error), needs_recovery=True)
    else:
        code = "harness" if isinstance(error, HarnessError) else "unexpected"
        return Outcome(Verdict.ERROR, code, f"{type(error).__name__}: {error}", needs_recovery=True)
    judged = step.results[-1].rule if step.results else step.rules[0]
    return _held_against(outcome, error, setting.rules[judged], setting)


def _held_against(outcome: Outcome, error: Exception, judged: Rule | None, setting: Setting) -> Outcome:
    """Add what is known of the fault: its rule, else the one that was being judged, and where it shows."""
    fault = error.__cause__ if isinstance(error, Inconclusive) else error
    if isinstance(fault, ProtocolViolation):
        outcome.is_silence = isinstance(fault, NoAnswer)
        frame = setting.recorder.last_frames[TO_DUT if outcome.is_silence else FROM_DUT]
        outcome.divergence = divergence(fault, frame, setting.recorder)
        judged = setting.rules.get(fault.rule, judged)
    elif isinstance(fault, CheckFailed):
        outcome.divergence = divergence(fault, setting.recorder.last_frames[FROM_DUT], setting.recorder)
    if judged is not None:
        outcome.rule, outcome.clause = asdict(judged), judged.clause
    return outcome


def _weigh_link_quality(outcome: Outcome, quality: LinkQuality, setting: Setting) -> None:
    """What noise may have spoilt is not held against the DUT, unless nothing that it sends ever verifies."""
    dropped = quality.dropped if outcome.is_silence else quality.dropped_latest
    is_unfinished = outcome.verdict is Verdict.FAIL or outcome.reason_code == "start-state"
    if not (setting.hdlc.is_noisy and dropped and is_unfinished):
        return
    if quality.verified or setting.has_verified:
        outcome.reason = f"frames with a wrong check sequence, on a line that makes noise: {dropped}; {outcome.reason}"
        outcome.verdict, outcome.reason_code = Verdict.INCONCLUSIVE, LINK_QUALITY
    elif CHECK_SEQUENCE in setting.rules:
        broken = setting.rules[CHECK_SEQUENCE]
        outcome.rule, outcome.clause = asdict(broken), broken.clause
        outcome.reason = f"no frame of the DUT has a right check sequence; {outcome.reason}"


def _weigh_impairments(outcome: Outcome, count: int) -> None:
    """Nor is anything held against the DUT in an attempt in which its link was told to spoil something, and did."""
    is_open = outcome.verdict is Verdict.INCONCLUSIVE and outcome.reason_code not in NEVER_FROM_LOSS
    if count and (is_open or outcome.verdict is Verdict.FAIL or outcome.reason_code == "vacuous"):
        times = "once" if count == 1 else f"{count} times"
        outcome.reason = f"the link, which is impaired on purpose, spoilt what it carried {times}; {outcome.reason}"
        outcome.verdict, outcome.reason_code = Verdict.INCONCLUSIVE, LINK_QUALITY


def _weigh_idleness(outcome: Outcome, idleness: Idleness) -> None:
    """A DUT may end what was silent for its inactivity time; a case that has to wait longer cannot judge then."""
    if outcome.verdict is Verdict.FAIL and idleness.has_lapsed:
        why = f"the inactivity time of {idleness.timeout_s:g} s is shorter than a silence of this case"
        outcome.reason = f"{why}, so the DUT might end the link; {outcome.reason}"
        outcome.verdict, outcome.reason_code = Verdict.INCONCLUSIVE, "inactivity"


def _passed(step: Step) -> Outcome:
    """PASS or REVIEW, unless the case proved nothing."""
    vacuous = [result.text for result in step.results if result.is_vacuous]
    if step.has_unbracketed_silence:
        return Outcome(Verdict.ERROR, "vacuous", "a silence was judged, but the DUT did not answer again after it")
    if not step.checks_after_observation:
        return Outcome(Verdict.ERROR, "vacuous", "the case checked nothing after it had observed anything of the DUT")
    if vacuous:
        return Outcome(Verdict.ERROR, "vacuous", f"a step neither checked nor received anything: {vacuous[0]}")
    if step.review:
        return Outcome(Verdict.REVIEW, "review", "; ".join(step.review))
    return Outcome(Verdict.PASS, "passed", "every check held")


def _go_back(association: Association, outcome: Outcome) -> None:
    """Restore what was changed, release, disconnect; what goes wrong starts recovery and changes no verdict."""
    association.link.exchange.note("phase", name="postamble")
    try:
        if association.restorations:
            outcome.also += [f"after the case: {trouble}" for trouble in restore(association)]
        if not association.restorations:  # else the DUT has just shown that it does not listen
            released = association.is_open and association.leave()
            disconnected = association.link.disconnect()
            outcome.left_quiet = released or disconnected
    except (ProtocolViolation, BenchError) as trouble:
        outcome.needs_recovery = True
        outcome.also.append(f"after the case: {trouble}")
    except Exception as bug:  # ours, so it may not pass for the DUT's
        outcome.needs_recovery = True
        outcome.also.append(f"after the case: {type(bug).__name__}: {bug}")
        outcome.verdict = outcome.verdict.worsened_by(Verdict.ERROR)
    outcome.not_restored = left_in(association)
    outcome.needs_recovery |= bool(outcome.not_restored)
    if not outcome.left_quiet or outcome.needs_recovery:
        association.link.exchange.close()
