"""results.json: the published summary of a run, as reports/schema/results.schema.json describes it."""

from reports import expectation
from reports.model import Attempt, CaseReport, Identification, Json, Report, Run, Sitting, StepReport


def results(report: Report) -> Json:
    return {
        "run": _run(report.run, report),
        "cases": [_case(case) for case in report.cases],
        "totals": {str(verdict): count for verdict, count in report.totals.items()},
    }


def _run(run: Run, report: Report) -> Json:
    return {
        **run.facts,
        "identification": {when: _identification(found) for when, found in run.identification.items()},
        "planned": run.planned,
        "not_reached": report.not_reached,
        "cases_not_reached": report.names_not_reached,
        "finished": run.finished,
        "trouble": run.trouble,
        "static_review": run.static_review,
        "expectation": expectation.as_json(report),
        "sittings": [_sitting(sitting) for sitting in run.sittings],
    }


def _sitting(sitting: Sitting) -> Json:
    return {
        "how": sitting.how,
        "began": sitting.began,
        "ended": sitting.ended,
        "finished": sitting.finished,
        "trouble": sitting.trouble,
        "is_refused": sitting.is_refused,
        "put_back": sitting.put_back,
    }


def _identification(found: Identification) -> Json:
    return {
        "answers": found.answers,
        "conformance": found.conformance,
        "objects": found.objects,
        "answered": found.answered,
        "trouble": found.trouble,
    }


def _case(case: CaseReport) -> Json:
    facts, counted = case.facts, case.counted
    return {
        "id": facts.id,
        "instance": facts.instance,
        "version": facts.version,
        "content_hash": facts.content_hash,
        "role": facts.role,
        "title": facts.title,
        "purpose": facts.purpose,
        "verdict": str(case.verdict),
        "reason_code": case.reason_code,
        "reason": case.reason,
        "clause": case.clause,
        "rule": counted.rule.as_json() if counted and counted.rule else None,
        "divergence": counted.divergence.as_json() if counted and counted.divergence else None,
        "effects": facts.effects,
        "covers": facts.covers,
        "rules": [rule.as_json() for rule in facts.rules],
        "starts": facts.starts,
        "link": facts.link,
        "pics_decision": facts.pics_decision,
        "attempt": counted.number if counted else None,
        "steps": [_step(step) for step in counted.steps] if counted else [],
        "attempts": [_attempt(attempt) for attempt in case.attempts],
        "evidence": counted.evidence if counted else "",
        "duration_s": counted.duration_ns / 1e9 if counted else 0.0,
    }


def _attempt(attempt: Attempt) -> Json:
    return {
        "attempt": attempt.number,
        "verdict": str(attempt.verdict),
        "reason_code": attempt.reason_code,
        "reason": attempt.reason,
        "clause": attempt.clause,
        "rule": attempt.rule.as_json() if attempt.rule else None,
        "divergence": attempt.divergence.as_json() if attempt.divergence else None,
        "judged_frame": attempt.judged_frame,
        "also": attempt.also,
        "not_restored": attempt.not_restored,
        "steps": [_step(step) for step in attempt.steps],
        "frames": len(attempt.frames),
        "evidence": attempt.evidence,
        "duration_s": attempt.duration_ns / 1e9,
    }


def _step(step: StepReport) -> Json:
    return {
        "text": step.text,
        "rule": step.rule,
        "verdict": str(step.verdict),
        "checks": len(step.checks),
        "frames": step.frames,
        "checked": [{"text": check.text, "found": check.found} for check in step.checks],
    }
