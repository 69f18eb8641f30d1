"""What the link of a golden bench does to what it carries: hdlc+golden?loss=0.02&corrupt=0.01&delay_ms=20&seed=7.

Chances hold for each hand-over of octets, which is a frame or a PDU. HDLC
recovers from all of it and datagrams bear it; a stream neither loses nor
changes anything, so a wrapper link on one can only be slow.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from conformance.spelling import did_you_mean
from conformance.transport.memory import Impairments

CHANCES = {
    "loss": "loss",
    "duplicate": "duplication",
    "reorder": "reordering",
    "corrupt": "corruption",
    "late": "delay",
}
"""Names in a link URL, and what they are called where links are made."""

HIGHEST_CHANCE = 0.5
NUMBERS = {"delay_ms": (0, 2_000), "seed": (0, 2**32 - 1), "retries": (0, 10)}
OF_STREAMS = ("late", "delay_ms", "seed")
"""What may happen to octets of a stream without anybody's fault."""

PARAMETERS = (*CHANCES, *NUMBERS)


@dataclass(frozen=True, slots=True)
class Impaired:
    """The impairments of a link."""

    chances: Impairments
    delay_ns: int = 0
    """On top of what a link in memory takes, each way."""

    seed: int = 0

    @property
    def is_noisy(self) -> bool:
        """True if something may get lost or change, not only come late."""
        chances = self.chances
        return any((chances.loss, chances.duplication, chances.reordering, chances.corruption))


def parse_impairments(text: str, query: str, carrier: str) -> tuple[Impaired | None, Mapping[str, int]]:
    """The impairments behind a question mark, and the other parameters; ValueError says what is wrong.

    `carrier` is what the golden unit is reached by: "hdlc", "stream" or "datagram".
    """
    chances: dict[str, Any] = {}
    numbers: dict[str, int] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        _check_name(text, name, carrier)
        if name in CHANCES:
            chances[CHANCES[name]] = _chance(text, name, value)
        else:
            numbers[name] = _number(text, name, value)
    others = {name: number for name, number in numbers.items() if name == "retries"}
    if not chances and "delay_ms" not in numbers:
        return None, others
    delay_ns = numbers.get("delay_ms", 0) * 1_000_000
    return Impaired(Impairments(**chances), delay_ns, numbers.get("seed", 0)), others


def _check_name(text: str, name: str, carrier: str) -> None:
    if name not in PARAMETERS:
        hint = did_you_mean(name, PARAMETERS)
        wanted = f"wanted one of {', '.join(PARAMETERS)}"
        raise ValueError(f"{text!r}: unknown parameter {name!r}; {wanted}; {hint}".removesuffix("; "))
    if name == "retries" and carrier != "hdlc":
        raise ValueError(f"{text!r}: retries belong to HDLC links; remove them, or write hdlc+golden")
    if carrier == "stream" and name not in OF_STREAMS:
        does = "loses, repeats and changes nothing, and keeps its order"
        raise ValueError(
            f"{text!r}: {name} on a stream, which {does}; wanted {', '.join(OF_STREAMS)}; "
            f"write hdlc+golden?{name}=… for a noisy line, or udp+golden?{name}=… for datagrams"
        )


def _chance(text: str, name: str, value: str) -> float:
    try:
        chance = float(value)
    except ValueError:
        chance = -1.0
    if not 0 <= chance <= HIGHEST_CHANCE:  # which is no number fails too
        raise ValueError(f"{text!r}: {name}={value}; wanted a chance from 0 to {HIGHEST_CHANCE}, such as 0.02")
    return chance


def _number(text: str, name: str, value: str) -> int:
    low, high = NUMBERS[name]
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise ValueError(f"{text!r}: {name}={value}; wanted a number from {low} to {high}")
    return int(value)
