"""From evidence to a report, and from a report to results.json and report.html.

The journals of the attempts are the truth. run.jsonl adds what has no journal:
cases that never ran, what was planned, and how the run ended. Nothing else is
read, no clock, no device, no network: same evidence, same report.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from conformance.evidence.journal import Event, cannot_write, read_events
from conformance.evidence.run_directory import RunDirectory, case_directory
from conformance.verdict import Verdict, fold_attempts
from reports.attempt import INTERRUPTED, facts_of, harmless, read_attempt
from reports.junit import junit
from reports.model import Attempt, CaseReport, Facts, Identification, Json, Report, Run
from reports.render import render
from reports.results import results
from reports.words import DIFFERS

Key = tuple[str, str]
"""Id and instance of a case."""


def write_reports(directory: RunDirectory) -> None:
    """Make results.json, junit.xml and report.html from the evidence, each whole or not at all."""
    report = build(directory)
    directory.write_json(directory.results, results(report))
    _write_text(directory.junit, junit(report))
    _write_text(directory.report, render(report))


def build(directory: RunDirectory) -> Report:
    events = list(read_events(directory.events)) if directory.events.is_file() else []
    records = {_key(event["case"]): event["case"] for event in events if event["kind"] == "case finished"}
    attempts, strays = _attempts(directory)
    cases = [_case_that_ran(found, records.get(key)) for key, found in attempts.items()]
    missing = [key for key, record in records.items() if key not in attempts and "attempt" in record]
    cases += [
        _case_that_did_not(record) for key, record in records.items() if key not in attempts and "attempt" not in record
    ]
    cases.sort(key=lambda case: (case.facts.id, case.facts.instance))
    run = _run(directory, events)
    run.trouble = list(dict.fromkeys([*run.trouble, *_lost(cases), *strays, *map(_missing, missing)]))
    return Report(run, cases, totals_of(cases))


def totals_of(cases: Iterable[CaseReport]) -> dict[Verdict, int]:
    totals = dict.fromkeys(Verdict, 0)
    for case in cases:
        totals[case.verdict] += 1
    return totals


# Cases.


def _key(case: Mapping[str, str]) -> Key:
    return case["id"], case["instance"]


def _attempts(directory: RunDirectory) -> tuple[dict[Key, list[tuple[Facts, Attempt]]], list[str]]:
    """All attempts by case, oldest first; and a line about each directory that is not what it seems."""
    found: dict[Key, list[tuple[Facts, Attempt]]] = {}
    strays = []
    for path in directory.attempts():
        evidence = path.relative_to(directory.path).as_posix()
        case, attempt = read_attempt(path, evidence)
        if case is None:
            strays.append(harmless(f"{evidence} was cut off before it said which case it is"))
        elif case_directory(case["id"], case["instance"]) != path.parent.name:
            strays.append(harmless(f"{evidence} holds the evidence of another case and is left out"))
        else:
            found.setdefault(_key(case), []).append((facts_of(case), attempt))
    return found, strays


def _case_that_ran(found: list[tuple[Facts, Attempt]], record: Json | None) -> CaseReport:
    attempts = [attempt for _, attempt in found]
    restored = harmless((record or {}).get("restored_later", []))  # in a recovery, after the end of the journal
    attempts[-1].not_restored = [what for what in attempts[-1].not_restored if what not in restored]
    if record and record.get("recovery"):
        attempts[-1].also.append(harmless(record["recovery"]))
    _say_why_cut_off(attempts[-1], record)
    verdict, differs = fold_attempts([attempt.verdict for attempt in attempts])
    facts, counted = [(facts, attempt) for facts, attempt in found if attempt.verdict is verdict][-1]
    reason = counted.reason
    if differs:
        said = ", ".join(f"{attempt.number}: {attempt.verdict}" for attempt in attempts)
        reason = f"{DIFFERS} ({said}); {reason}"
    return CaseReport(facts, _anchor(facts), verdict, counted.reason_code, reason, attempts, counted)


def _say_why_cut_off(attempt: Attempt, record: Json | None) -> None:
    """A fault of our own ends an attempt without a verdict in its journal; run.jsonl says what it was."""
    if attempt.reason_code == INTERRUPTED and record is not None and record["verdict"] == "ERROR":
        attempt.reason_code, attempt.reason = record["reason_code"], harmless(record["reason"])


def _case_that_did_not(record: Json) -> CaseReport:
    facts = facts_of(record)
    verdict, reason = Verdict(record["verdict"]), harmless(record["reason"])
    return CaseReport(facts, _anchor(facts), verdict, record["reason_code"], reason, [], None)


def _anchor(facts: Facts) -> str:
    return case_directory(facts.id, facts.instance).replace("%", "~")


# The run.


def _run(directory: RunDirectory, events: list[Event]) -> Run:
    planned = [event for event in events if event["kind"] == "planned"][-1:]
    ends = [event for event in events if event["kind"] == "finished"]
    trouble = [harmless(end["trouble"]) for end in ends[-1:] if end["trouble"]]
    trouble += [harmless(line) for event in events if event.get("is_refused") for line in event["findings"]]
    trouble += [line for line in _faults(events) if line not in trouble]
    changed = _left_changed(events)
    trouble = [*changed, *(line for line in trouble if line not in changed)]
    if not ends:
        trouble.append("no finished event: the run was killed, or is not over yet")
    return Run(
        facts=harmless(directory.read_run()),
        identification=_identification(directory, events),
        planned=planned[0]["count"] if planned else None,
        planned_cases=harmless(planned[0].get("cases", [])) if planned else [],
        finished=ends[-1]["at"] if ends else None,
        trouble=trouble,
    )


def _faults(events: list[Event]) -> list[str]:
    """Faults of our own outside any case, as the run itself words them when they end it."""
    found = (event for event in events if event["kind"] == "fault")
    return [harmless(f"fault of the harness, {event['where']}: {event['reason']}") for event in found]


def _left_changed(events: list[Event]) -> list[str]:
    """What the run changed in the DUT and could not put back: the first thing that anybody has to know."""
    return [harmless(event["text"]) for event in events if event["kind"] == "left changed"]


def _identification(directory: RunDirectory, events: list[Event]) -> dict[str, Identification]:
    """What the DUT said of itself, by moment; the journals of identification/ stand above run.jsonl."""
    found = {event["when"]: event for event in events if event["kind"] == "identification"}
    folder = directory.path / "identification"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        event = _identified(path / "journal.jsonl")
        if event is not None:
            found[path.name] = event
    return {harmless(when): _identification_of(harmless(found[when])) for when in sorted(found, key=_moment)}


def _identified(journal: Path) -> Event | None:
    events = read_events(journal) if journal.is_file() else ()
    return next((event for event in events if event["kind"] == "identification"), None)


def _moment(when: str) -> tuple[int, str]:
    return {"before": 0, "after": 2}.get(when, 1), when


def _identification_of(event: Event) -> Identification:
    objects = event["objects"]
    return Identification(
        answers=event["identification"],
        conformance=event["conformance"],
        objects=None if objects is None else [f"class {class_id} {obis}" for class_id, obis in objects],
        answered=event["answered"],
        trouble=event["trouble"],
    )


def _lost(cases: Iterable[CaseReport]) -> list[str]:
    """Why cases were given up on, as when the DUT was gone, each reason once."""
    return list(dict.fromkeys(case.reason for case in cases if case.reason_code == "given-up"))


def _missing(key: Key) -> str:
    name = case_directory(*key)
    return f"run.jsonl tells of {name}, but its evidence below cases/{name} is gone; it is not counted"


def _write_text(path: Path, text: str) -> None:
    draft = path.with_name(path.name + ".part")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), "w", encoding="utf-8") as file:
            file.write(text)
        draft.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
