"""What events and run.json have to hold for a report to be made of them.

Evidence may be damaged, by a disk or by a hand. What does not have its shape is
left out and told; what is left is shown. So whatever the rest of this package
takes from an event stands here with its type, what need not be there included.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Any

from conformance.evidence.journal import LARGEST, is_number
from conformance.reason_codes import INTERRUPTED
from conformance.verdict import Verdict
from reports.model import Json

DAMAGED = "damaged"
"""Reason code of a case whose evidence is damaged too much to say what came of it."""

LEVELS = 128
"""More than these has no tree and no run.json: DLMS data may be nested 64 deep."""


@dataclass(frozen=True, slots=True)
class Perhaps:
    """A key that may be missing, and its shape where it is there."""

    shape: Any


_MISSING = object()
"""What is found under a key that is not there; it has no shape but that of a key that may be missing."""

ABSENT = Perhaps(())
"""A key that may not be there: nothing has a shape that is one of none."""


def _is_hex(value: object) -> bool:
    try:
        return isinstance(value, str) and 2 * len(bytes.fromhex(value)) == len(value)  # it would pass over blanks
    except ValueError:
        return False


def _is_verdict(value: object) -> bool:
    return value in tuple(Verdict)


def _is_name(value: object) -> bool:
    """A directory is named so, too."""
    return isinstance(value, str) and value.isprintable()


def _is_reason_code(value: object) -> bool:
    """What an attempt gives as reason; that it was cut off, or is damaged, only a report can say."""
    return isinstance(value, str) and value not in (INTERRUPTED, DAMAGED)


def _is_phase(value: object) -> bool:
    """Steps are no phases: they have events of their own."""
    return isinstance(value, str) and value != "step"


def _is_object(value: object) -> bool:
    """Class and OBIS code."""
    return isinstance(value, list) and len(value) == 2 and is_number(value[0]) and isinstance(value[1], str)


def _are_texts(value: object) -> bool:
    """Texts by name."""
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _is_nothing(value: object) -> bool:
    return value is None or value == {}


def is_tree(value: object) -> bool:
    """What was decoded of a frame, see conformance.codec.tree; level by level, so that depth costs no recursion."""
    level: Any = [value]
    for _ in range(LEVELS):
        below: list[object] = []
        for node in level:  # no helpers: this is asked of every field of every frame
            try:
                start, end = node["at"]
                if not type(node["name"]) is type(node["text"]) is str:
                    return False
            except (KeyError, TypeError, ValueError):
                return False
            if not type(start) is type(end) is int or abs(start) + abs(end) > LARGEST:
                return False
            if "children" in node:
                if type(node["children"]) is not list:
                    return False
                below += node["children"]
        if not below:
            return True
        level = below
    return False


def is_shallow(value: object) -> bool:
    """Whether a JSON value is nested no deeper than everything here can follow."""
    level = [value]
    for _ in range(LEVELS):
        level = [
            one
            for outer in level
            if isinstance(outer, dict | list)
            for one in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return True
    return False


_RULE = {"id": str, "text": str, "clause": str, "grade": str, "note": str}
_FACTS = {
    "id": _is_name,
    "instance": str,
    "version": is_number,
    "content_hash": str,
    "role": str,
    "title": str,
    "purpose": str,
    "clause": str,
    "effects": str,
    "covers": [str],
    "rules": [_RULE],
    "starts": str,
    "link": str,
    "pics_decision": [str],
}
_RECORD = {
    **_FACTS,
    "verdict": _is_verdict,
    "reason_code": str,
    "reason": str,
    "attempt": Perhaps(is_number),
    "recovery": Perhaps(str),
    "restored_later": Perhaps([str]),
}
_IDENTIFICATION = {
    "identification": _are_texts,
    "conformance": str,
    "objects": ([_is_object], NoneType),
    "answered": bool,
    "trouble": str,
}
_NUMBER_OR_NONE = (is_number, NoneType)
_DIVERGENCE = {
    "found": str,
    "wanted": str,
    "where": str,
    "offset": _NUMBER_OR_NONE,
    "within": Perhaps(str),
    "frame": Perhaps(_NUMBER_OR_NONE),
    "octet": Perhaps(_NUMBER_OR_NONE),
}

OF_ATTEMPTS: Mapping[str, Any] = {
    "case": _FACTS,
    "phase": {"name": _is_phase, "to": Perhaps(str)},
    "step": {"text": str, "rule": str},
    "step end": {"verdict": _is_verdict},
    "check": {"text": str, "found": str},
    "frame": {
        "port": str,
        "direction": str,
        "number": is_number,
        "octets": _is_hex,
        "summary": str,
        "tree": is_tree,
    },
    "open": {"trouble": Perhaps([str]), "kept": Perhaps(bool)},
    "closed": {"why": str},
    "asked": {"name": str},
    "control": (
        {"name": str, "observed": str, "trouble": ABSENT},
        {"name": str, "trouble": [str]},
    ),
    "review": {"question": str},
    "bad frame": {"why": str},
    "interrupted": {"not_restored": [str]},
    "preserve": {"attribute": str},
    "notification": {"name": str},
    "impaired": {"direction": str, "what": str},
    "tolerated": {"name": str},
    "verdict": {
        "verdict": _is_verdict,
        "reason_code": _is_reason_code,
        "reason": str,
        "clause": Perhaps(str),
        "rule": Perhaps((_is_nothing, _RULE)),
        "divergence": Perhaps((_is_nothing, _DIVERGENCE)),
        "also": Perhaps([str]),
        "not_restored": Perhaps([str]),
    },
}
"""By kind of event; the journal of an attempt. Events of other kinds are passed over, or say all by being there."""

OF_RUN: Mapping[str, Any] = {
    "static review": {"findings": [str], "is_refused": Perhaps(bool)},
    "planned": {"count": is_number, "cases": Perhaps([str])},
    "identification": {"when": str, **_IDENTIFICATION},
    "case finished": {"case": _RECORD},
    "fault": {"where": str, "reason": str},
    "left behind": {"text": str},
    "left changed": {"text": str},
    "resumed": {"at": str, "how": str, "versions": Perhaps(_are_texts)},
    "resumption refused": {"reason": str},
    "put back": {"text": str, "evidence": str, "restored": [str], "left": [str]},
    "finished": {"at": str, "trouble": str},
}
"""run.jsonl."""

OF_IDENTIFICATION: Mapping[str, Any] = {"identification": _IDENTIFICATION}


def has_shape(event: Json, shapes: Mapping[str, Any]) -> bool:
    kind = event["kind"]
    return kind not in shapes or fits(event, shapes[kind])


def fits(value: object, shape: Any) -> bool:
    """A shape is a type, a question, the keys that are needed, one shape for all of a list, or several to choose."""
    if isinstance(shape, type):
        return isinstance(value, shape)
    if isinstance(shape, dict):
        return isinstance(value, dict) and _has(value, shape)
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(one, shape[0]) for one in value)
    if isinstance(shape, tuple):
        return any(fits(value, one) for one in shape)
    if isinstance(shape, Perhaps):
        return value is _MISSING or fits(value, shape.shape)
    return value is not _MISSING and bool(shape(value))


def _has(value: Json, keys: Mapping[str, Any]) -> bool:
    for key, shape in keys.items():  # no generator: this is asked of every event
        found = value.get(key, _MISSING)
        if not (isinstance(found, shape) if isinstance(shape, type) else fits(found, shape)):
            return False
    return True


BLANK_RUN: Json = {
    "format": 1,
    "started": "",
    "bench": "unknown",
    "bench_file": {
        "dut": {
            "role": "device",
            "link": "",
            "links": {},
            "manufacturer": "",
            "model": "",
            "serial_number": "",
            "firmware_version": "",
            "permits": [],
            "pixit": {"do_not_test": {}, "tolerances": []},
        },
        "campaign": {"suites": [], "phase": "foundation"},
    },
    "is_golden": False,
    "clock": "unknown",
    "seed": "unknown",
    "host": {"system": "unknown", "release": "", "python": "unknown"},
    "versions": {"goldenbench": "unknown"},
}
"""run.json where nothing is known."""

_PROFILE = {"name": str, "file": str, "tolerances": _are_texts}
_IN_RUN_JSON: Mapping[str, Any] = {
    "format": is_number,
    "seed": (int, str),
    "tolerances": Perhaps(_are_texts),
    "versions": _are_texts,
    "bench_file.dut.link": (str, NoneType),
    "bench_file.dut.links": _are_texts,
    "bench_file.dut.permits": ([str], NoneType),
    "bench_file.dut.hardware_version": Perhaps(str),
    "bench_file.dut.firmware_sha256": Perhaps(str),
    "bench_file.dut.pixit.do_not_test": _are_texts,
    "bench_file.dut.pixit.tolerances": [str],
    "bench_file.dut.pixit.tolerance_profile": Perhaps((NoneType, _PROFILE)),
    "bench_file.campaign.suites": [str],
}
"""What stands at some places of run.json, where a value like the blank one would not do, or need not be there."""


def filled(found: object, blank: Json, tell: Callable[[str], None], where: str = "") -> Json:
    """What was found, with blanks where something is missing or of another kind."""
    whole = dict(found) if isinstance(found, dict) else {}
    for key, default in blank.items():
        path = f"{where}{key}"
        if key not in whole or not fits(whole[key], _IN_RUN_JSON.get(path, type(default))):
            tell(path)
            whole[key] = default
        elif isinstance(default, dict):
            whole[key] = filled(whole[key], default, tell, f"{path}.")
    for key in [key for key in whole if key not in blank]:
        shape = _IN_RUN_JSON.get(f"{where}{key}")
        if shape is not None and not fits(whole[key], shape):
            tell(f"{where}{key}")
            del whole[key]
    return whole
