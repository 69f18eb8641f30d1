"""From evidence to a report, and from a report to results.json and report.html.

The journals of the attempts are the truth. run.jsonl adds what has no journal:
cases that never ran, what was planned, and how the run ended. Nothing else is
read, no clock, no device, no network: same evidence, same report.
"""

import contextlib
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from conformance.errors import EvidenceError
from conformance.evidence.journal import CUT_OFF, Event
from conformance.evidence.run_directory import RunDirectory, case_directory
from conformance.reason_codes import GIVEN_UP, INTERRUPTED
from conformance.verdict import Verdict, fold_attempts
from reports.attempt import facts_of, read_attempt
from reports.harmless import harmless
from reports.junit import junit
from reports.lines import Lines
from reports.model import Attempt, CaseReport, Facts, Identification, Json, Report, Run
from reports.render import pieces
from reports.results import results
from reports.shapes import BLANK_RUN, DAMAGED, OF_IDENTIFICATION, OF_RUN, filled, is_shallow
from reports.sittings import (
    latest,
    left_behind,
    left_changed,
    moment_order,
    planned_of,
    reviewed,
    sittings_of,
    told,
    trouble_of,
)
from reports.words import DIFFERS

Key = tuple[str, str]
"""Id and instance of a case."""

Tell = Callable[[str], None]

FAILED_BEFORE = "failed-before"
"""Reason code of a case that passed only after an attempt that was cut off, or damaged, when a step had failed."""

_RATHER_GOOD = (Verdict.PASS, Verdict.REVIEW)
_NOT_WHOLE = (INTERRUPTED, DAMAGED)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Looking for garbage takes half of the time here, again and again through all of the evidence; there is none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # now all that is there counts as old, which is seldom looked through
        if was_enabled:
            gc.enable()


@_no_collection()
def write_reports(directory: RunDirectory) -> Report:
    """Make results.json, junit.xml and report.html from the evidence, each whole or not at all."""
    report = build(directory)
    directory.write_json(directory.results, results(report))
    directory.write_whole(directory.junit, junit(report).encode("utf-8"))
    directory.write_pieces(directory.report, map(str.encode, pieces(report)))
    return report


@_no_collection()
def build(directory: RunDirectory) -> Report:
    damage: list[str] = []
    if directory.events.is_file():
        events = _events(OF_RUN, directory.events, _teller(damage, "run.jsonl"))
    else:
        events = []
        if directory.cases.is_dir():  # else the run was killed before it said anything
            damage.append("run.jsonl is missing")
    records: dict[Key, list[Json]] = {}
    for event in events:
        if event["kind"] == "case finished":
            records.setdefault(_key(event["case"]), []).append(event["case"])
    attempts, strays = _attempts(directory, damage)
    facts = harmless(_facts_of_run(directory, damage))
    is_golden = facts["is_golden"]
    put_back = [event for event in events if event["kind"] == "put back"]
    restored = {(event["evidence"], what) for event in put_back for what in event["restored"]}
    for found in attempts.values():
        for _, one in found:
            one.not_restored = [what for what in one.not_restored if (one.evidence, what) not in restored]
            if is_golden and one.reason_code == INTERRUPTED:
                one.not_restored = []  # the unit of that attempt went with it
    cases = [_case_that_ran(found, records.get(key, []), damage) for key, found in attempts.items()]
    cases += [_case_that_left_nothing(said[-1], damage) for key, said in records.items() if key not in attempts]
    cases.sort(key=lambda case: (case.facts.id, case.facts.instance))
    run = _run(directory, events, facts, damage)
    run.damage = harmless(list(dict.fromkeys(damage)))
    run.left_changed = [*left_changed(events), *_may_be_changed(cases, {event["evidence"] for event in put_back})]
    report = Report(run, cases, totals_of(cases))
    own = [*run.trouble, *_no_end(report)]
    trouble = [*run.left_changed, *left_behind(events), *run.damage, *own, *_lost(cases), *strays]
    run.trouble = list(dict.fromkeys(trouble))
    return report


def _no_end(report: Report) -> list[str]:
    """What is to be done about a run that did not say that it is over."""
    if report.run.finished is not None:
        return []
    which = "1 case is" if report.left == 1 else f"{report.left} cases are" if report.left else "no case is"
    left = "it had not got to its cases" if report.run.planned is None else f"{which} left"
    return [f"the run was killed, or is not over yet: {left}; `goldenbench resume RUN` goes on with it"]


def _events(shapes: Mapping[str, Json], journal: Path, tell: Tell) -> list[Event]:
    return [event for _, event in Lines(shapes).events(journal, tell)]


def _may_be_changed(cases: Iterable[CaseReport], looked_after: set[str]) -> list[str]:
    """What nobody has put back yet of attempts that were cut off when they had changed the DUT, or might have."""
    return [
        f"attempt {attempt.number} of {case.name} was cut off and may have left the DUT changed "
        f"({'; '.join(attempt.not_restored)}); `goldenbench resume` puts that back before anything else; "
        "the old values stand in its journal (preserve)"
        for case in cases
        for attempt in case.attempts
        if attempt.reason_code == INTERRUPTED and attempt.not_restored and attempt.evidence not in looked_after
    ]


def _teller(damage: list[str], where: str) -> Tell:
    return lambda said: damage.append(f"{where}: {said}")


def totals_of(cases: Iterable[CaseReport]) -> dict[Verdict, int]:
    totals = dict.fromkeys(Verdict, 0)
    for case in cases:
        totals[case.verdict] += 1
    return totals


# Cases.


def _key(case: Mapping[str, str]) -> Key:
    return case["id"], case["instance"]


def _attempts(directory: RunDirectory, damage: list[str]) -> tuple[dict[Key, list[tuple[Facts, Attempt]]], list[str]]:
    """All attempts by case, oldest first; and a line about each that a run which was killed had just begun."""
    found: dict[Key, list[tuple[Facts, Attempt]]] = {}
    strays = []
    for folder, paths in groupby(directory.attempts(), key=attrgetter("parent")):
        read = [_read(path, directory) for path in paths]
        known = _case_of(folder, read)
        for place, (case, attempt, spoilt) in enumerate(read, start=1):
            if known is None:
                strays.append(harmless(f"{attempt.evidence} was cut off before it said which case it is"))
            elif place < len(read) and attempt.reason_code == INTERRUPTED and all(map(_is_of_a_kill, spoilt)):
                attempt.also += harmless(spoilt)  # a later attempt stands for it
            else:
                attempt.may_have_failed = bool(spoilt)
                damage += spoilt
            case = case or known
            if case is None:
                damage += spoilt
            elif known is None or case_directory(*_key(known)) != folder.name:
                damage.append(f"{attempt.evidence} holds the evidence of another case and is left out")
            else:
                if _key(case) != _key(known):
                    damage.append(_misplaced(attempt))
                    case = known
                found.setdefault(_key(case), []).append((facts_of(case), attempt))
    return found, strays


def _case_of(folder: Path, read: list[tuple[Event | None, Attempt, list[str]]]) -> Event | None:
    """The case whose attempts these are: the one that the directory is named after, if any says that it is of it."""
    said = [case for case, _, _ in read if case is not None]
    return next((case for case in said if case_directory(*_key(case)) == folder.name), said[0] if said else None)


def _misplaced(attempt: Attempt) -> str:
    """Take back what an attempt says among those of another case, but not that it failed; answers what is wrong."""
    said = "it holds the evidence of another case"
    attempt.may_have_failed = attempt.has_failed_step or attempt.verdict not in _RATHER_GOOD
    attempt.verdict, attempt.reason_code, attempt.reason = Verdict.ERROR, DAMAGED, f"the evidence is damaged: {said}"
    return f"{attempt.evidence}: {said}"


def _is_of_a_kill(spoilt: str) -> bool:
    return spoilt.endswith(CUT_OFF)


def _read(path: Path, directory: RunDirectory) -> tuple[Event | None, Attempt, list[str]]:
    """The facts of the case, the attempt, and what is damaged of it."""
    evidence = path.relative_to(directory.path).as_posix()
    spoilt: list[str] = []
    journal = path / "journal.jsonl"
    has_begun = journal.is_file() and journal.stat().st_size > 0  # else a run was killed while it made the files
    if has_begun and not (path / "capture.pcapng").is_file():
        spoilt.append(f"{evidence}/capture.pcapng is missing; journal.jsonl has its octets")
    case, attempt = read_attempt(path, evidence, _teller(spoilt, f"{evidence}/journal.jsonl"))
    return case, attempt, spoilt


def _case_that_ran(found: list[tuple[Facts, Attempt]], records: list[Json], damage: list[str]) -> CaseReport:
    attempts = [attempt for _, attempt in found]
    for attempt in attempts:
        _add_what_followed(attempt, _record_of(attempt, attempts, records), damage)
    counting = [attempt for attempt in attempts[:-1] if attempt.reason_code != INTERRUPTED] + attempts[-1:]
    verdict, differs = fold_attempts([attempt.verdict for attempt in counting])
    facts, counted = [(facts, one) for facts, one in found if one in counting and one.verdict is verdict][-1]
    code, reason = counted.reason_code, counted.reason
    if differs:
        said = ", ".join(f"{attempt.number}: {attempt.verdict}" for attempt in attempts)
        reason = f"{DIFFERS} ({said}); {reason}"
    if verdict in _RATHER_GOOD:
        verdict, code, reason = _doubted(verdict, code, reason, attempts)
    if gone := _gone(attempts, records):
        folder = f"cases/{case_directory(facts.id, facts.instance)}"
        damage += [f"{folder}/{record['attempt']}: the evidence is gone" for record in gone]
        said = ", ".join(f"{record['attempt']}: {harmless(record['verdict'])}" for record in gone)
        reason = f"evidence of attempts is gone, of which run.jsonl says the verdict ({said}); {reason}"
        if verdict is not Verdict.FAIL:
            verdict, code = Verdict.ERROR, DAMAGED
    return CaseReport(facts, _anchor(facts), verdict, code, reason, attempts, counted)


def _doubted(verdict: Verdict, code: str, reason: str, attempts: list[Attempt]) -> tuple[Verdict, str, str]:
    """An attempt that is not whole gives way to a later one, but not to its PASS if a step of it had failed, or may."""
    parts = [attempt for attempt in attempts if attempt.reason_code in _NOT_WHOLE]
    failed = [attempt for attempt in parts if attempt.has_failed_step]
    doubtful = failed or [attempt for attempt in parts if attempt.may_have_failed]
    if not doubtful:
        return verdict, code, reason
    numbers = ", ".join(str(attempt.number) for attempt in doubtful)
    why = "not whole, but a step had failed" if failed else "damaged, and may have failed"
    said = f"{DIFFERS} ({numbers}: {why}, {attempts[-1].number}: {verdict})"
    return Verdict.INCONCLUSIVE, FAILED_BEFORE, f"{said}; {reason}"


def _gone(attempts: list[Attempt], records: list[Json]) -> list[Json]:
    """What run.jsonl says of attempts whose evidence is not there, be it that others have taken their numbers."""
    numbered = [record for record in records if "attempt" in record]
    latest_of = {record["attempt"]: record for record in numbered}
    there = {attempt.number for attempt in attempts}
    return [one for one in numbered if one["attempt"] not in there or one is not latest_of[one["attempt"]]]


def _record_of(attempt: Attempt, attempts: list[Attempt], records: list[Json]) -> Json | None:
    """What run.jsonl says of an attempt; what it says without a number is about the last one."""
    last = attempts[-1].number
    found = [record for record in records if record.get("attempt", last) == attempt.number]
    return found[-1] if found else None


def _add_what_followed(attempt: Attempt, record: Json | None, damage: list[str]) -> None:
    """What came after the end of the journal, such as a recovery."""
    if record is None:
        return
    restored = harmless(record.get("restored_later", []))
    attempt.not_restored = [what for what in attempt.not_restored if what not in restored]
    if record.get("recovery"):
        attempt.also.append(harmless(record["recovery"]))
    _say_what_contradicts(attempt, record, damage)
    _say_why_cut_off(attempt, record, damage)


def _say_what_contradicts(attempt: Attempt, record: Json, damage: list[str]) -> None:
    """A verdict is written down twice, by the process that ran the case and by the one that controls the run."""
    is_said = attempt.reason_code not in _NOT_WHOLE and record.get("attempt") == attempt.number
    if not is_said or record["verdict"] == str(attempt.verdict):
        return
    said = f"its verdict is {attempt.verdict}; run.jsonl says that it was {harmless(record['verdict'])}"
    damage.append(f"{attempt.evidence}/journal.jsonl: {said}")
    attempt.verdict, attempt.reason_code, attempt.reason = Verdict.ERROR, DAMAGED, f"the evidence is damaged: {said}"


def _say_why_cut_off(attempt: Attempt, record: Json, damage: list[str]) -> None:
    """A fault of our own ends an attempt without a verdict in its journal; run.jsonl says what it was."""
    if attempt.reason_code != INTERRUPTED:
        return
    if record["verdict"] == "ERROR":
        attempt.reason_code, attempt.reason = harmless(record["reason_code"]), harmless(record["reason"])
    elif attempt.verdict is Verdict.ERROR and record.get("attempt") == attempt.number:
        lost = f"the verdict is missing; run.jsonl says that it was {record['verdict']}"
        damage.append(f"{attempt.evidence}/journal.jsonl: {lost}")
        attempt.reason_code, attempt.reason = DAMAGED, f"the evidence is damaged: {lost}"
        attempt.may_have_failed = record["verdict"] not in _RATHER_GOOD


def _case_that_left_nothing(record: Json, damage: list[str]) -> CaseReport:
    """One that did not run, or whose evidence has gone."""
    facts = facts_of(record)
    verdict, code, reason = Verdict(record["verdict"]), harmless(record["reason_code"]), record["reason"]
    if "attempt" in record:
        folder = f"cases/{case_directory(*_key(record))}"
        damage.append(f"{folder}: the evidence is gone")
        reason = (
            f"its evidence below {folder} is gone; run.jsonl says that the verdict was {verdict}, which cannot count"
        )
        verdict, code = Verdict.ERROR, DAMAGED
    return CaseReport(facts, _anchor(facts), verdict, code, harmless(reason), [], None)


def _anchor(facts: Facts) -> str:
    return case_directory(facts.id, facts.instance).replace("%", "~")


# The run.


def _run(directory: RunDirectory, events: list[Event], facts: Json, damage: list[str]) -> Run:
    sittings = sittings_of(events)
    last = latest(sittings)
    changed = left_changed(events)
    trouble = [*changed, *(line for line in trouble_of(last) if line not in changed)]
    ends = last.of_kind("finished")
    planned, names = planned_of(sittings)
    return Run(
        facts=facts,
        identification=_identification(directory, events, damage),
        planned=planned,
        planned_cases=harmless(names),
        finished=harmless(ends[-1]["at"]) if ends else None,
        trouble=trouble,
        sittings=[told(one, facts["started"]) for one in sittings],
        static_review=reviewed(last),
    )


def _facts_of_run(directory: RunDirectory, damage: list[str]) -> Json:
    """run.json, with blanks where it is damaged."""
    try:
        found = directory.read_run()
    except EvidenceError as error:
        damage.append(error.found.replace(str(directory.run_json), "run.json"))
        return BLANK_RUN
    if not is_shallow(found):
        damage.append("run.json is too deeply nested to be shown")
        return BLANK_RUN
    missing: list[str] = []
    facts = filled(found, BLANK_RUN, missing.append)
    if missing:
        damage.append(f"run.json: found no {', no '.join(missing)}")
    return facts


def _identification(directory: RunDirectory, events: list[Event], damage: list[str]) -> dict[str, Identification]:
    """What the DUT said of itself, by moment; the journals of identification/ stand above run.jsonl."""
    found = {event["when"]: event for event in events if event["kind"] == "identification"}
    folder = directory.path / "identification"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        event = _identified(path / "journal.jsonl", _teller(damage, f"identification/{path.name}/journal.jsonl"))
        if event is not None:
            found[path.name] = event
    return {harmless(when): _identification_of(found[when]) for when in sorted(found, key=moment_order)}


def _identified(journal: Path, tell: Tell) -> Event | None:
    events = _events(OF_IDENTIFICATION, journal, tell) if journal.is_file() else []
    return next((event for event in events if event["kind"] == "identification"), None)


def _identification_of(event: Event) -> Identification:
    objects = event["objects"]
    return Identification(
        answers=harmless(event["identification"]),
        conformance=harmless(event["conformance"]),
        objects=None if objects is None else [f"class {class_id} {harmless(obis)}" for class_id, obis in objects],
        answered=event["answered"],
        trouble=harmless(event["trouble"]),
    )


def _lost(cases: Iterable[CaseReport]) -> list[str]:
    """Why cases were given up on, as when the DUT was gone, each reason once."""
    return list(dict.fromkeys(case.reason for case in cases if case.reason_code == GIVEN_UP))
