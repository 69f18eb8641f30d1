"""The vectors pin every field of every message: no single mistake in a field table goes unnoticed.

Golden units and testers share the codecs, so a bug in one would hide on both
sides. Here each message class is made anew with one mistake (a swapped pair, a
width, a sign, an octet order, a tag, a presence octet, a length), and at least
one known answer from outside must fail to be read or written as stated.
"""

import pytest

from conformance.codec.message import Message
from tests.codec.kind_mutants import mutants
from tests.codec.layout_mutants import layout_mutants, message_class
from tests.dlms.known import CODECS, MESSAGES, Codec, Vector, agrees, vectors_of

AS_MANY_OCTETS = "each result is one octet, so there are as many octets as elements"

EXCUSED: dict[tuple[str, str], str] = {
    ("SetResponseLastDatablockWithList", "results: length in octets in place of the count"): AS_MANY_OCTETS,
    ("SetResponseWithList", "results: length in octets in place of the count"): AS_MANY_OCTETS,
}
"""Mutants that no vector notices, by class and mutant, each with the reason why none could."""


def survives(mutant: type[Message], witnesses: list[Vector]) -> bool:
    codec = Codec(mutant.decode, mutant.encode)
    return all(agrees(vector, codec) for vector in witnesses)


@pytest.mark.parametrize("original", MESSAGES, ids=lambda cls: cls.__name__)
def test_every_mistake_in_a_field_table_is_noticed(original: type[Message]) -> None:
    name = original.__name__
    layout = original.layout
    # A vector that the codec fails as it is would notice everything and prove nothing.
    witnesses = [vector for vector in vectors_of(name) if agrees(vector, CODECS[name])]
    assert survives(message_class(layout.fields, layout.tag, has_length=layout.has_length), witnesses)

    wrong = list(layout_mutants(original, mutants))
    survivors = {what for what, mutant in wrong if survives(mutant, witnesses)}
    excused = {what for class_name, what in EXCUSED if class_name == name}
    assert survivors - excused == set(), f"of {len(wrong)} mutants of {name}"
    assert excused - survivors == set(), "excused without need"
