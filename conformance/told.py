"""What a person is told of a case that did not pass, line by line, wherever that is: command, pytest, log."""

from typing import Any

from conformance.printable import printable
from conformance.reason_codes import LINK_QUALITY


def told(case: dict[str, Any]) -> list[str]:
    """The divergence or the reason, the rule and its clause; `case` is as in results.json."""
    lines = []
    divergence = case.get("divergence") or {}
    if case["reason_code"] == LINK_QUALITY:  # more to the point than what was found
        lines.append(printable(case["reason"].partition("; ")[0]))
    if divergence:
        lines += [f"found   {printable(divergence['found'])}", f"wanted  {printable(divergence['wanted'])}"]
        if where := _where(case, divergence):
            lines.append(f"where   {printable(where)}")
    else:
        lines.append(printable(case["reason"]))
    if case.get("rule"):
        lines.append(f"rule    {case['rule']['id']}: {case['rule']['text']}")
    lines.append(f"clause  {case['clause']}")
    return lines


def _where(case: dict[str, Any], divergence: dict[str, Any]) -> str:
    parts = [divergence["where"]]
    if divergence["offset"] is not None:
        parts.append(f"octet {divergence['offset']}")
    if divergence["frame"] is not None:
        parts.append(f"frame {divergence['frame']} of {case['evidence']}/capture.pcapng")
    return ", ".join(part for part in parts if part)
