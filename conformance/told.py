"""What a person is told of a case that did not pass, line by line, wherever that is: command, pytest, log."""

from typing import Any

from conformance.printable import printable
from conformance.reason_codes import LINK_QUALITY, OF_THE_BENCH_FILE


def told(case: dict[str, Any]) -> list[str]:
    """The divergence or the reason, the rule and its clause; `case` is as in results.json."""
    lines = []
    divergence = case.get("divergence") or {}
    if case["reason_code"] == LINK_QUALITY:  # more to the point than what was found
        lines.append(printable(case["reason"].partition("; ")[0]))
    if divergence:
        lines += [f"found   {printable(divergence['found'])}", f"wanted  {printable(divergence['wanted'])}"]
        lines += [f"step    {printable(step['text'])}" for step in case["steps"] if step["verdict"] != "PASS"]
        if where := _where(case, divergence):
            lines.append(f"where   {printable(where)}")
    else:
        lines.append(printable(case["reason"]))
    if case.get("rule"):
        lines.append(f"rule    {case['rule']['id']}: {case['rule']['text']}")
    if case["clause"] and case["verdict"] != "ERROR" and case["reason_code"] not in OF_THE_BENCH_FILE:
        lines.append(f"clause  {case['clause']}")
    return lines


def _where(case: dict[str, Any], divergence: dict[str, Any]) -> str:
    offset, frame, octet = divergence["offset"], divergence["frame"], divergence.get("octet")
    within = divergence.get("within") or "message"
    at = [divergence["where"], f"octet {offset} of the {within}" if offset is not None else ""]
    told = ", ".join(filter(None, at))
    if frame is None:
        return told
    shown = f"frame {frame} of {case['evidence']}/capture.pcapng"
    if divergence["where"].startswith("assert "):  # a check may look at what came earlier
        shown = f"after {shown}"
    if octet is None:
        return f"{told}, {shown}" if told else shown
    return f"{told} (octet {octet} of {shown})"
