"""The sittings of a run: a run that was stopped or killed may be resumed, and cases of it may be run again.

Each sitting begins with the run, or with an event "resumed", and ends with an
event "finished". One that was refused, because another device answered or none,
ran no case and changes nothing of what the run came to.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conformance.evidence.journal import Event
from reports.harmless import harmless
from reports.model import Sitting

RUN = "run"
"""How the first sitting came about; others are a "resume" or a "rerun"."""

_MOMENT = re.compile("(before|after)(?:-([0-9]{1,9}))?")


@dataclass(frozen=True, slots=True)
class SittingEvents:
    """The events of one sitting, in order."""

    events: Sequence[Event]

    @property
    def is_refused(self) -> bool:
        return any(event["kind"] == "resumption refused" for event in self.events)

    def of_kind(self, kind: str) -> list[Event]:
        return [event for event in self.events if event["kind"] == kind]


def sittings_of(events: Iterable[Event]) -> list[SittingEvents]:
    """All sittings, oldest first; there is always one, even if it left nothing."""
    found: list[list[Event]] = [[]]
    for event in events:
        if event["kind"] == "resumed":
            found.append([])
        found[-1].append(event)
    return [SittingEvents(one) for one in found]


def latest(sittings: Sequence[SittingEvents]) -> SittingEvents:
    """The one that says how the run stands."""
    return next((one for one in reversed(sittings) if not one.is_refused), sittings[0])


def planned_of(sittings: Iterable[SittingEvents]) -> tuple[int | None, list[str]]:
    """How many cases were to run in all sittings together, None if none got that far; and their names in order."""
    planned = [event for one in sittings for event in one.of_kind("planned")]
    names = list(dict.fromkeys(name for event in planned for name in event.get("cases", [])))
    return max([len(names), *(event["count"] for event in planned)]) if planned else None, names


def faults_of(sitting: SittingEvents) -> list[str]:
    """Faults of our own outside any case, as the run itself words them when they end it."""
    found = sitting.of_kind("fault")
    return [harmless(f"fault of the harness, {event['where']}: {event['reason']}") for event in found]


def trouble_of(sitting: SittingEvents) -> list[str]:
    """What went wrong with a sitting as a whole, as it said itself."""
    trouble = [harmless(end["trouble"]) for end in sitting.of_kind("finished")[-1:] if end["trouble"]]
    trouble += [
        harmless(line)
        for event in sitting.of_kind("static review")
        if event.get("is_refused")
        for line in event["findings"]
    ]
    return trouble + [line for line in faults_of(sitting) if line not in trouble]


def reviewed(sitting: SittingEvents) -> list[str]:
    """What the static review found before the sitting, and did not keep it from starting."""
    reviews = [event for event in sitting.of_kind("static review") if not event.get("is_refused")]
    return [harmless(line) for event in reviews for line in event["findings"]]


def left_changed(events: Iterable[Event]) -> list[str]:
    """What the run changed in the DUT and could not put back: the first thing that anybody has to know."""
    return [harmless(event["text"]) for event in events if event["kind"] == "left changed"]


def left_behind(events: Iterable[Event]) -> list[str]:
    """What earlier runs may have left changed in the DUT before this one began."""
    return [harmless(event["text"]) for event in events if event["kind"] == "left behind"]


def told(sitting: SittingEvents, started: str) -> Sitting:
    """A sitting as the report shows it; `started` is when the run began."""
    begins, ends = sitting.of_kind("resumed"), sitting.of_kind("finished")
    refusals = [harmless(event["reason"]) for event in sitting.of_kind("resumption refused")]
    signs = [event["at"] for event in sitting.events if isinstance(event.get("at"), str)]
    versions = begins[0].get("versions", {}) if begins else {}
    put_back = [event["text"] for event in sitting.of_kind("put back")]
    return Sitting(
        how=harmless(begins[0]["how"]) if begins else RUN,
        began=harmless(begins[0]["at"]) if begins else started,
        ended=harmless(ends[-1]["at"]) if ends else None,
        last_sign=harmless(signs[-1]) if signs else started,
        finished=len(sitting.of_kind("case finished")),
        trouble=refusals or trouble_of(sitting),
        is_refused=bool(refusals),
        versions=harmless(versions),
        put_back=harmless(put_back),
    )


def moment_order(when: str) -> tuple[int, int, str]:
    """Identifications in order of time: before and after each sitting; those of recoveries after the first before."""
    found = _MOMENT.fullmatch(when)
    if found is None:
        return 1, 1, when
    return int(found[2] or 1), 0 if found[1] == "before" else 2, when
