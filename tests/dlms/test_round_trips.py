"""What is written is read as it was; and the fast codec of a message does what its field table says.

Values come from the field tables themselves, so a new message is covered by
being listed.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.codec.message import Message, decode_slowly, encode_slowly
from conformance.dlms.apdu import APDUS, decode_apdu
from conformance.dlms.data import decode_data, encode_data
from conformance.dlms.data_types import Data
from conformance.dlms.service import SelectiveAccess
from conformance.errors import ProtocolViolation
from tests.codec.data_strategies import compact_arrays, data
from tests.codec.mangler import Mangler
from tests.codec.strategies import messages
from tests.dlms.entries import SEED, messages_of
from tests.dlms.known import MESSAGES

REPRODUCIBLE = settings(
    derandomize=True, database=None, deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)

CLASSES = (*MESSAGES, SelectiveAccess)

of_each_class = pytest.mark.parametrize("message_class", CLASSES, ids=lambda cls: cls.__name__)


def answer(cls: type[Message], octets: bytes, at: int, end: int, *, slowly: bool) -> str:
    """What decoding gives, as text: value and position, or the violation."""
    try:
        value, behind = decode_slowly(cls, octets, at, end) if slowly else cls.decode_at(octets, at, end)
    except ProtocolViolation as violation:
        return f"{type(violation).__name__}: {violation}"
    return f"{value!r} up to {behind}"


@of_each_class
def test_what_is_written_is_read_as_it_was(message_class: type[Message]) -> None:
    @REPRODUCIBLE
    @given(messages(message_class))
    def round_trip(value: Message) -> None:
        octets = value.encode()
        assert encode_slowly(value) == octets
        again = message_class.decode(octets)
        assert again == value
        assert repr(again) == repr(value)  # codes of different enumerations are equal as numbers
        if message_class in APDUS:
            assert decode_apdu(octets) == value

    round_trip()


@of_each_class
def test_fast_road_and_slow_road_give_the_same_answer(message_class: type[Message]) -> None:
    mangler = Mangler(messages_of(message_class.__name__) or [bytes.fromhex("01020411010900")], SEED)
    for turn in range(2_000):
        octets = mangler()
        at, short = turn % 3, turn % 5 == 0
        octets = bytes(at) + octets
        end = len(octets) - (short and len(octets) > at)
        slow = answer(message_class, octets, at, end, slowly=True)
        assert answer(message_class, octets, at, end, slowly=False) == slow, f"seed {SEED}: {octets.hex()}[{at}:{end}]"


@of_each_class
def test_both_roads_agree_on_arbitrary_octets(message_class: type[Message]) -> None:
    @REPRODUCIBLE
    @given(st.binary(max_size=60), st.integers(0, 3), st.integers(0, 60))
    def agree(octets: bytes, at: int, end: int) -> None:
        tagged = octets[:at] + message_class.layout.tag + octets[at:]
        at, end = min(at, len(octets)), min(end, len(tagged))
        if at <= end:
            slow = answer(message_class, tagged, at, end, slowly=True)
            assert answer(message_class, tagged, at, end, slowly=False) == slow

    agree()


@settings(REPRODUCIBLE, max_examples=150)
@given(data())
def test_data(value: Data) -> None:
    octets = encode_data(value)
    assert decode_data(octets) == value
    assert decode_data(octets).type == value.type


@settings(REPRODUCIBLE, max_examples=120)
@given(compact_arrays())
def test_compact_array(value: Data) -> None:
    assert decode_data(encode_data(value)) == value
