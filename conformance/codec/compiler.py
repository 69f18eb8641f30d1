"""Writes the codec of a message class from its field table: two decoders and an encoder, as plain Python.

Neighbours of fixed width share one `struct` call; every other kind writes its
own lines (`Kind.write_decode`, `Kind.write_encode`). The code takes the
straight road only, and leaves it at the first surprise.
"""

import struct
from collections.abc import Sequence
from typing import Any, NamedTuple

from conformance.codec.kinds import Kind
from conformance.codec.source import DecoderSource, EncoderSource
from conformance.errors import ProtocolViolation

Field = tuple[str, Kind[Any]]

TROUBLE = (struct.error, IndexError, TypeError, AttributeError, ValueError, OverflowError)
"""What a value of the wrong kind, or a length that is no short one, can raise on the straight road of an encoder."""

SHORT = 128
"""A length below this is one octet; others take the slow road."""


SURPRISE = (struct.error, IndexError, ProtocolViolation)
"""What octets that end too soon can raise on the straight road of a decoder.

A violation is among them because the straight road may have read beyond `end`
before it met one: the slow road finds the first thing that is wrong.
"""


class Run(NamedTuple):
    """Neighbouring fields of fixed width with their common width; any other field alone, with width 0."""

    fields: list[Field]
    width: int


def write_codec(
    tag: bytes, has_length: bool, fields: Sequence[Field], names: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """Source of `decode_at`, `decode` and `encode`; `names` holds cls, new and the slow roads."""
    runs = gather(fields)
    names |= {"trouble": TROUBLE, "surprise": SURPRISE}
    at = DecoderSource(names, "return decode_slowly(cls, octets, start, stop)")
    at.add("start, stop = at, end")
    with at.block("try:"):
        _write_decoder(at, tag, has_length, runs)
        at.give_up_if("at > end")
        at.add("return self, at")
    at.add(f"except surprise: {at.give_up}")
    whole = DecoderSource(names, "return decode_whole_slowly(cls, octets)")
    whole.add("at, end = 0, len(octets)")
    with whole.block("try:"):
        _write_decoder(whole, tag, has_length, runs)
        whole.give_up_if("at != len(octets)")
        whole.add("return self")
    whole.add(f"except surprise: {whole.give_up}")
    encoder = EncoderSource(names, "return encode_slowly(self)")
    with encoder.block("try:"):
        _write_encoder(encoder, tag, has_length, runs)
    encoder.add("except trouble: return encode_slowly(self)")
    functions = [
        ("def decode_at(cls, octets, at, end):", at),
        ("def decode(cls, octets):", whole),
        ("def encode(self):", encoder),
    ]
    return "\n".join(line for head, body in functions for line in (head, *body.lines, "")), names


def gather(fields: Sequence[Field]) -> list[Run]:
    """Fields in order, as runs."""
    runs: list[Run] = []
    for field, kind in fields:
        if kind.width and runs and runs[-1].width:
            runs[-1] = Run([*runs[-1].fields, (field, kind)], runs[-1].width + kind.width)
        else:
            runs.append(Run([(field, kind)], kind.width))
    return runs


def _write_decoder(source: DecoderSource, tag: bytes, has_length: bool, runs: list[Run]) -> None:
    if tag:
        source.give_up_if(" or ".join(f"{source.octet(number)} != {octet}" for number, octet in enumerate(tag)))
        source.advance(len(tag))
    if has_length:
        source.settle()
        source.give_up_if("octets[at] > 127 or at + 1 + octets[at] > end")
        source.add("end = at + 1 + octets[at]")
        source.advance(1)
    source.add("self = new(cls)")
    for run in runs:
        if run.width:
            _write_run_decoder(source, run)
        else:
            ((field, kind),) = run.fields
            kind.write_decode(source, f"self.{field}", field)
    source.settle()
    if has_length:
        source.give_up_if("at != end")


def _write_run_decoder(source: DecoderSource, run: Run) -> None:
    targets = [field if kind.wraps else f"self.{field}" for field, kind in run.fields]
    if [kind.struct_code for _, kind in run.fields] == ["B"]:
        source.add(f"{targets[0]} = {source.octet()}")
    else:
        unpack = source.bind(_struct_of(run).unpack_from, "unpack")
        source.add(f"{', '.join(targets)}, = {unpack}(octets, {source.here()})")
    source.advance(run.width)
    for field, kind in run.fields:
        if kind.wraps:
            kind.write_wrap(source, f"self.{field}", field)


def _write_encoder(source: EncoderSource, tag: bytes, has_length: bool, runs: list[Run]) -> None:
    if not has_length:
        source.constant(tag)
    for run in runs:
        for field, kind in run.fields:
            if run.width:
                # struct would pad or cut a string of the wrong length without a word
                if kind.struct_code.endswith("s"):
                    source.give_up_if(f"len(self.{field}) != {kind.width}")
                source.pack(kind.struct_code, f"self.{field}")
            else:
                kind.write_encode(source, f"self.{field}", field)
    source.settle()
    if has_length:
        heads = source.bind([tag + bytes((size,)) for size in range(SHORT)], "heads")
        source.add(f"return {heads}[len(body)] + body")
    else:
        source.add("return body")


def _struct_of(run: Run) -> struct.Struct:
    return struct.Struct(">" + "".join(kind.struct_code for _, kind in run.fields))
