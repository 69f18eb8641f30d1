"""What events and run.json have to hold for a report to be made of them.

Evidence may be damaged, by a disk or by a hand. What does not have its shape is
left out and told; what is left is shown.
"""

from collections.abc import Callable, Mapping
from types import NoneType
from typing import Any

from conformance.verdict import Verdict
from reports.model import Json


def _is_hex(value: object) -> bool:
    try:
        return isinstance(value, str) and bytes.fromhex(value) is not None
    except ValueError:
        return False


def _is_verdict(value: object) -> bool:
    return value in tuple(Verdict)


def _is_object(value: object) -> bool:
    """Class and OBIS code."""
    return isinstance(value, list) and len(value) == 2


_RULE = {"id": str, "text": str, "clause": str, "grade": str, "note": str}
_FACTS = {
    "id": str,
    "instance": str,
    "version": int,
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
_IDENTIFICATION = {
    "identification": dict,
    "conformance": str,
    "objects": ([_is_object], NoneType),
    "answered": bool,
    "trouble": str,
}
_DIVERGENCE = {"found": str, "wanted": str, "where": str, "offset": (int, NoneType)}

OF_ATTEMPTS: Mapping[str, Json] = {
    "case": _FACTS,
    "phase": {"name": str},
    "step": {"text": str, "rule": str},
    "step end": {"verdict": _is_verdict},
    "check": {"text": str, "found": str},
    "frame": {
        "port": str,
        "direction": str,
        "number": int,
        "octets": _is_hex,
        "summary": str,
        "tree": {"text": str, "at": [int]},
    },
    "closed": {"why": str},
    "asked": {"name": str},
    "control": {"name": str},
    "review": {"question": str},
    "bad frame": {"why": str},
    "interrupted": {"not_restored": list},
    "preserve": {"attribute": str},
    "notification": {"name": str},
    "impaired": {"direction": str, "what": str},
    "tolerated": {"name": str},
    "verdict": {"verdict": _is_verdict, "reason_code": str, "reason": str},
}
"""By kind of event; the journal of an attempt."""

OF_RUN: Mapping[str, Json] = {
    "planned": {"count": int},
    "identification": {"when": str, **_IDENTIFICATION},
    "case finished": {"case": {**_FACTS, "verdict": _is_verdict, "reason_code": str, "reason": str}},
    "fault": {"where": str, "reason": str},
    "left changed": {"text": str},
    "resumed": {"at": str, "how": str},
    "resumption refused": {"reason": str},
    "put back": {"text": str, "evidence": str, "restored": [str], "left": [str]},
    "finished": {"at": str, "trouble": str},
}
"""run.jsonl."""

OF_IDENTIFICATION: Mapping[str, Json] = {"identification": _IDENTIFICATION}


def has_shape(event: Json, shapes: Mapping[str, Json]) -> bool:
    kind = event["kind"]
    if kind == "verdict" and event.get("divergence") and not fits(event["divergence"], _DIVERGENCE):
        return False
    if kind == "verdict" and event.get("rule") and not fits(event["rule"], _RULE):
        return False
    return kind not in shapes or _has(event, shapes[kind])


def fits(value: object, shape: Any) -> bool:
    """A shape is a type, a question, the keys that are needed, one shape for all of a list, or several to choose."""
    if isinstance(shape, type):
        return isinstance(value, shape)
    if isinstance(shape, Mapping):
        return isinstance(value, dict) and _has(value, shape)
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(one, shape[0]) for one in value)
    if isinstance(shape, tuple):
        return any(fits(value, one) for one in shape)
    return bool(shape(value))


def _has(value: Json, keys: Mapping[str, Any]) -> bool:
    for key, shape in keys.items():  # no generator: this is asked of every event
        if key not in value:
            return False
        if not (isinstance(value[key], shape) if isinstance(shape, type) else fits(value[key], shape)):
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

_MAY_BE = {"seed": (int, str), "link": (str, NoneType), "permits": (list, NoneType)}


def filled(found: object, blank: Json, tell: Callable[[str], None], where: str = "") -> Json:
    """What was found, with blanks where something is missing or of another kind."""
    known = found if isinstance(found, dict) else {}
    whole = dict(known)
    for key, default in blank.items():
        is_there = key in known and fits(known[key], _MAY_BE.get(key, type(default)))
        if not is_there:
            tell(f"{where}{key}")
            whole[key] = default
        elif isinstance(default, dict):
            whole[key] = filled(known[key], default, tell, f"{where}{key}.")
    return whole
