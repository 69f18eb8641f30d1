"""A run directory written event by event, for evidence that no golden unit would leave."""

import datetime
import json
from pathlib import Path
from typing import Any

from conformance.evidence.run_directory import RunDirectory, case_directory

Json = dict[str, Any]

RULE = {
    "id": "DLMS-GET-REFUSAL",
    "text": "A GET of an absent object is refused.",
    "clause": "IEC 62056-53 7.4.1; Green Book Ed. 8 9.4.6",
    "grade": "two-sources",
    "note": "",
}

RUN: Json = {
    "format": 1,
    "started": "2026-01-02T03:04:05.678+00:00",
    "bench": "meter.toml",
    "bench_file": {
        "dut": {
            "role": "electricity_meter",
            "link": "tcp://127.0.0.1:4059",
            "links": {},
            "manufacturer": "Example Meters",
            "model": "EM-1",
            "serial_number": "17",
            "hardware_version": "",
            "firmware_version": "",
            "firmware_sha256": "",
            "permits": ["writes"],
            "associations": [],
            "timing": {},
            "control": {},
            "pics": {},
            "pixit": {"do_not_test": {}, "tolerances": [], "writable_data": ""},
        },
        "campaign": {"suites": [], "phase": "foundation", "seed": 1},
    },
    "is_golden": False,
    "clock": "wall",
    "seed": "in secrets.json",
    "host": {"system": "Linux", "release": "6", "python": "3.11.7"},
    "versions": {"goldenbench": "0.1.0", "pytest": "9.2.0"},
}

MS = 1_000_000


def facts(case_id: str, instance: str = "", **other: Any) -> Json:
    """The facts of a case as the bench writes them down."""
    return {
        "id": case_id,
        "instance": instance,
        "version": 1,
        "content_hash": "ab" * 32,
        "role": "electricity_meter",
        "title": "GET of an absent object.",
        "purpose": "A GET of an absent object is refused.",
        "clause": RULE["clause"],
        "effects": "none",
        "covers": [RULE["id"]],
        "rules": [RULE],
        "starts": "associated",
        "link": "wrapper",
        "pics_decision": ["requires DLMS.GET\n    DLMS.GET: yes (mandatory)", "runs on the wrapper link"],
        **other,
    }


class Lines:
    """A journal that is opened for each event, so that a test may spoil the file at any time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._number = 0

    def append(self, kind: str, t_ns: int, **details: Any) -> None:
        self._number += 1
        with self.path.open("a", encoding="utf-8", newline="\n") as file:
            # Escaped, so that a lone surrogate can be written down.
            file.write(json.dumps({"n": self._number, "t": t_ns, "kind": kind, **details}) + "\n")


class SampleAttempt:
    """One attempt; every call appends an event, a millisecond after the one before."""

    def __init__(self, directory: Path, case: Json) -> None:
        directory.mkdir(parents=True)
        self.path = directory / "journal.jsonl"
        (directory / "capture.pcapng").touch()
        self._journal = Lines(self.path)
        self._frames = 0
        self._t_ns = 5_000 * MS
        self.note("case", **case, setting={})
        self.note("phase", name="preamble", to=case["starts"])

    def note(self, kind: str, **details: Any) -> "SampleAttempt":
        self._journal.append(kind, self._t_ns, **details)
        self._t_ns += MS
        return self

    def step(self, text: str) -> "SampleAttempt":
        return self.note("step", text=text, rule=RULE["id"])

    def step_end(self, verdict: str = "PASS") -> "SampleAttempt":
        return self.note("step end", verdict=verdict)

    def frame(self, direction: str, octets: str, summary: str, tree: Json | None = None) -> "SampleAttempt":
        self._frames += 1
        whole = {"name": "APDU", "text": summary, "at": [0, len(octets) // 2]}
        return self.note(
            "frame",
            port="meter",
            direction=direction,
            number=self._frames,
            octets=octets,
            summary=summary,
            tree=tree or whole,
        )

    def exchange(self) -> "SampleAttempt":
        """A question and its answer."""
        return self.frame("to DUT", "c001c1", "get-request").frame("from DUT", "c401c10001", "get-response")

    def verdict(
        self, verdict: str, reason_code: str = "passed", reason: str = "every check held", **other: Any
    ) -> None:
        self.note(
            "verdict",
            **{
                "verdict": verdict,
                "reason_code": reason_code,
                "reason": reason,
                "clause": "" if verdict == "PASS" else RULE["clause"],
                "divergence": {},
                "also": [],
                "steps": [],
                "needs_recovery": False,
                "not_restored": [],
                "left_quiet": True,
                **other,
            },
        )

    def passes(self) -> None:
        self.step("Ask").exchange().note("check", text="response.refused", found="True").step_end().verdict("PASS")

    def fails(self, found: str = "0", wanted: str = "1", where: str = "invoke-id", offset: int | None = None) -> None:
        divergence = {"found": found, "wanted": wanted, "where": where, "offset": offset}
        self.step("Ask").exchange().step_end("FAIL")
        self.verdict("FAIL", "violation", f"found {found}, wanted {wanted}", divergence=divergence)


class SampleRun:
    """A run directory in the making."""

    def __init__(self, path: Path, **run: Any) -> None:
        self.directory = RunDirectory.create(path)
        self.directory.write_json(self.directory.run_json, RUN | run)
        self._log = Lines(self.directory.events)
        self._second = 0

    def note(self, kind: str, **details: Any) -> None:
        self._second += 1
        moment = datetime.datetime(2026, 1, 2, 3, 5, tzinfo=datetime.UTC) + datetime.timedelta(seconds=self._second)
        self._log.append(kind, 0, at=moment.isoformat(timespec="milliseconds"), **details)

    def identified(self, when: str, trouble: str = "", **answers: str) -> None:
        said: Json = {
            "identification": answers,
            "conformance": "000010 get",
            "objects": [[1, "0-0:42.0.0.255"]],
            "answered": True,
            "trouble": trouble,
        }
        folder = self.directory.path / "identification" / when
        folder.mkdir(parents=True)
        Lines(folder / "journal.jsonl").append("identification", 0, **said)
        self.note("identification", when=when, **said)

    def planned(self, count: int, cases: list[str] | None = None) -> None:
        self.note("planned", count=count, **({} if cases is None else {"cases": cases}))

    def attempt(self, case_id: str, instance: str = "", number: int = 1, **other: Any) -> SampleAttempt:
        folder = self.directory.cases / case_directory(case_id, instance) / str(number)
        return SampleAttempt(folder, facts(case_id, instance, **other))

    def never_ran(self, case_id: str, verdict: str, reason_code: str, reason: str, instance: str = "") -> None:
        case = facts(case_id, instance) | {"verdict": verdict, "reason_code": reason_code, "reason": reason}
        self.note("case finished", case=case)

    def ran(self, case_id: str, verdict: str, instance: str = "", number: int = 1, **after: Any) -> None:
        """What run.jsonl says of an attempt that has a journal."""
        case = facts(case_id, instance) | {"verdict": verdict, "reason_code": "", "reason": "", "attempt": number}
        self.note("case finished", case=case | after)

    def finished(self, trouble: str = "") -> None:
        self.note("finished", trouble=trouble)
