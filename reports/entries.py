"""What is said under labels, for every kind of report: the conditions of a run, the divergence of a case."""

from collections.abc import Iterable
from dataclasses import dataclass

from conformance.verdict import Verdict
from reports import overview, words
from reports.model import Attempt, CaseReport, Divergence, Report, Rule, Sitting
from reports.words import cut

SHORT, LONG = 120, 1_000

UNCHANGED = "no case set anything; logs and counters of the DUT may still show that it was tested"
RESTORED = "all that cases set was put back; logs, profile rows and counters of the DUT keep the trace of it"
"""What nobody can take back a device goes on to tell, so the report does not say more."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words; how they are laid out says what they are."""

    text: str
    style: str = ""
    """Of "code" (taken literally from somewhere), "muted", "strong", "frame"; several may go together."""

    case: CaseReport | None = None
    """The case that is meant, where a reader may want to go there."""


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    pieces: tuple[Piece, ...]
    kind: str = ""
    """Of "found", "wanted" and "frame", which are told apart at a glance."""


def subject(report: Report) -> list[Piece]:
    """What was tested, and what for."""
    dut, phase = report.run.facts["bench_file"]["dut"], report.run.facts["bench_file"]["campaign"]["phase"]
    role = dut["role"].replace("_", " ")
    if report.run.facts["is_golden"]:
        fault = words.built_in_fault(dut)
        built_in = [Piece(" with the built-in fault "), Piece(cut(fault), "code")] if fault else []
        said = [Piece(f"Tested: the golden {role}, an emulation"), *built_in, Piece("; not a product.")]
    else:
        name = " ".join(filter(None, (dut["manufacturer"], dut["model"]))) or words.UNNAMED
        serial = f", serial number {dut['serial_number']}" if dut["serial_number"] else ""
        firmware = f", firmware {dut['firmware_version']}" if dut["firmware_version"] else ""
        said = [Piece(f"Tested: {name}{serial}{firmware} ({role}).")]
    return [*said, Piece(f" Phase {phase}: {words.PHASES.get(phase, 'unknown')}.")]


def conditions(report: Report) -> list[Entry]:
    """Under which conditions a run was made, and what it left behind."""
    run, facts = report.run, report.run.facts
    dut, campaign = facts["bench_file"]["dut"], facts["bench_file"]["campaign"]
    links = [link for link in (dut["link"], *dut["links"].values()) if link and link != facts["bench"]]
    end = f" to {words.wall_time(run.finished)}" if run.finished else "; no end recorded"
    suites = f", suites {', '.join(campaign['suites'])}" if campaign["suites"] else ""
    planned = "none" if run.planned is None else run.planned
    reached = [Piece("; "), Piece(f"{report.not_reached} not reached", "strong")] if report.not_reached else []
    return [
        Entry("Bench", _listed(([Piece(cut(name, SHORT), "code")] for name in (facts["bench"], *links)), ", ")),
        Entry("Time", (Piece(f"{words.wall_time(facts['started'])}{end}; {facts['clock']} clock"),)),
        *_sittings(run.sittings),
        Entry("Cases", (Piece(f"{planned} planned{suites}"), *reached)),
        Entry("Permitted", (Piece(_permitted(report)),)),
        Entry("Tolerances", _tolerances(report)),
        Entry("Not to be tested", _do_not_test(report)),
        Entry("Restored", _restored(report)),
    ]


def divergence(case: CaseReport) -> list[Entry]:
    """Why a case did not pass: what was found and wanted, where, and by which rule."""
    attempt = case.counted
    if attempt is None:
        return [Entry("Reason", (Piece(cut(case.reason, LONG)),))]
    rule = overview.judged_rule(case)
    said = _found_and_wanted(attempt.divergence, attempt) if attempt.divergence else [_reason(attempt)]
    return [
        *said,
        *_attempts(case, attempt),
        *([_frame(attempt, attempt.judged_frame)] if attempt.judged_frame is not None else []),
        *_rule(case, attempt, rule),
        *(Entry("Also", (Piece(cut(line, LONG)),)) for line in attempt.also),
    ]


# Conditions.


def _sittings(sittings: list[Sitting]) -> list[Entry]:
    """Nothing is said of a run that nobody interrupted."""
    numbered = enumerate(sittings, start=1) if len(sittings) > 1 else ()
    return [Entry(f"Sitting {number}", tuple(_sitting(sitting))) for number, sitting in numbered]


def _sitting(sitting: Sitting) -> list[Piece]:
    """When and how a stretch of the run came about, and how it ended."""
    came = {"run": "begun", "resume": "resumed", "rerun": "cases run again"}.get(sitting.how, sitting.how)
    if sitting.is_refused:
        how, end = "refused", ""
    elif sitting.ended is None:
        how, end = "killed", f", last sign of it {words.wall_time(sitting.last_sign)}"
    else:
        how, end = "interrupted" if sitting.trouble else "", f" to {words.wall_time(sitting.ended)}"
    did = f"{words.cases(sitting.finished)} came to an end"
    said = [f"{came} {words.wall_time(sitting.began)}{end}", *([] if sitting.is_refused else [did])]
    pieces = [Piece(", ".join(said))]
    if how:
        pieces += [Piece(", "), Piece(how, "strong")]
    why = [*sitting.trouble, *sitting.put_back]
    return [*pieces, *([Piece(f" ({cut('; '.join(why))})")] if why else [])]


def _permitted(report: Report) -> str:
    permits = report.run.facts["bench_file"]["dut"]["permits"]
    if report.run.facts["is_golden"] and permits is None:
        return "all effects, as on any golden unit"
    return ", ".join(permits) if permits else "nothing that lasts"


def _tolerances(report: Report) -> tuple[Piece, ...]:
    eased = overview.tolerances(report)
    if not eased:
        return (Piece("none"),)
    told = ([Piece(one.name, "code"), *([Piece(said)] if (said := _why_eased(one)) else [])] for one in eased)
    profile = report.run.facts["bench_file"]["dut"]["pixit"].get("tolerance_profile")
    shared = [Piece("; profile "), Piece(cut(profile["name"], SHORT), "strong"), Piece(" (")] if profile else []
    shared += [Piece(cut(profile["file"], SHORT), "code"), Piece(")")] if profile else []
    end = Piece("; each needs a waiver to certify. Cases that test one of these rules were not eased")
    return (Piece(f"{len(eased)}: ", "strong"), *_listed(told), *shared, end)


def _why_eased(one: overview.Tolerated) -> str:
    return (f" ({one.text})" if one.text else "") + (f", because: {cut(one.reason)}" if one.reason else "")


def _do_not_test(report: Report) -> tuple[Piece, ...]:
    excluded = report.run.facts["bench_file"]["dut"]["pixit"]["do_not_test"]
    if not excluded:
        return (Piece("no object is excluded"),)
    return _listed((Piece(name, "code"), Piece(f" ({cut(why)})")) for name, why in excluded.items())


def _restored(report: Report) -> tuple[Piece, ...]:
    left = overview.not_restored(report)
    if not left:
        return (Piece(RESTORED if overview.has_changed(report) else UNCHANGED),)
    told = (
        (Piece(cut(what, SHORT), "code"), Piece(" ("), Piece(cut(case.name, 60), "", case), Piece(")"))
        for case, what in left
    )
    return (Piece("not everything: ", "strong"), *_listed(told))


# Divergence.


def _found_and_wanted(found: Divergence, attempt: Attempt) -> list[Entry]:
    left, right = words.sides(found.where)
    saw = [Piece(cut(found.found) or "nothing", "code"), *_aside(left)]
    wanted = [Piece(cut(found.wanted), "code"), *_aside(right)] if found.wanted else [Piece("that this check holds")]
    where = tuple(_where(found, attempt))
    return [
        Entry("Found (DUT)", tuple(saw), "found"),
        Entry("Wanted (rule)", tuple(wanted), "wanted"),
        *([Entry("Where", where)] if where else []),
    ]


def _aside(side: str) -> list[Piece]:
    """What was compared, as the check of a case has it."""
    return [Piece(" "), Piece(cut(side), "code muted")] if side else []


def _where(found: Divergence, attempt: Attempt) -> list[Piece]:
    pieces = []
    if words.sides(found.where)[0]:
        pieces += [Piece("check "), Piece(cut(found.where.removeprefix(words.CHECK)), "code")]
    elif found.where:
        pieces += [Piece("field "), Piece(cut(found.where), "code")]
    if found.offset is not None:
        within = cut(found.within, SHORT) or "message"
        pieces.append(Piece(f"{', ' if pieces else ''}octet {found.offset} of the {within}"))
        if found.octet is not None and (found.octet != found.offset or found.within):
            pieces += [Piece(f" (octet {found.octet} of "), Piece(f"frame {found.frame}", "frame"), Piece(")")]
    if attempt.failed_step:
        number, step = attempt.failed_step
        pieces.append(Piece(f"{'; ' if pieces else ''}step {number}, “{cut(step.text)}”"))
    return pieces


def _reason(attempt: Attempt) -> Entry:
    ended = []
    if attempt.failed_step:
        number, step = attempt.failed_step
        ended = [Piece(" "), Piece(f"in step {number}, “{cut(step.text)}”", "muted")]
    return Entry("Reason", (Piece(cut(attempt.reason, LONG)), *ended))


def _attempts(case: CaseReport, counted: Attempt) -> list[Entry]:
    if len(case.attempts) < 2:
        return []
    said = ", ".join(f"{one.number}: {words.word(one.verdict)}" for one in case.attempts)
    differs = [Piece("; "), Piece(words.DIFFERS, "strong")] if words.DIFFERS in case.reason else []
    return [Entry("Attempts", (Piece(said), *differs, Piece(f". This is about attempt {counted.number}.")))]


def _frame(attempt: Attempt, number: int) -> Entry:
    """The frame that a field is in; a check may look at what came earlier than the frame that it came after."""
    frame = attempt.frame(number)
    found = attempt.divergence
    after = [Piece("after ")] if found is not None and found.where.startswith(words.CHECK) else []
    said = Piece(f", {frame.direction} at {words.moment(frame.t_ns)}: {cut(frame.summary)}")
    return Entry("Frame", (*after, Piece(f"Frame {frame.number}", "frame"), said), "frame")


def _rule(case: CaseReport, attempt: Attempt, rule: Rule | None) -> list[Entry]:
    entries = []
    if rule is not None:
        pieces = [Piece(f"{rule.text} "), Piece(f"{rule.id}, in our words", "muted")]
        if rule.id not in case.facts.covers:
            covers = ", ".join(case.facts.covers)
            pieces += [Piece(". The case is about another rule, and did not get to it: "), Piece(covers, "muted")]
        entries.append(Entry("Rule", tuple(pieces)))
    if (attempt.clause or rule is not None) and case.verdict is not Verdict.ERROR:
        clause = attempt.clause or (rule.clause if rule else "")
        grade = [Piece(" "), Piece(words.grade(rule), "muted")] if rule else []
        entries.append(Entry("Clause", (Piece(clause), *grade)))
    return entries


def _listed(parts: Iterable[Iterable[Piece]], between: str = "; ") -> tuple[Piece, ...]:
    found: list[Piece] = []
    for part in parts:
        found += [*([Piece(between)] if found else []), *part]
    return tuple(found)
