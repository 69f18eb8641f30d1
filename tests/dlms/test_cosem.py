"""OBIS codes: text and octets, both ways."""

import pytest

from conformance.dlms.cosem import AttributeDescriptor, ObisCode, parse_obis


def test_text_and_octets() -> None:
    code = ObisCode("1-0:1.8.0.255")
    assert code == bytes([1, 0, 1, 8, 0, 255]) == ObisCode("1.0.1.8.0.255") == ObisCode(bytes(code))
    assert str(code) == "1-0:1.8.0.255"
    assert repr(code) == "ObisCode('1-0:1.8.0.255')"


@pytest.mark.parametrize(
    "text", ["", "1-0:1.8.0", "1-0:1.8.0.256", "1-0:1.8.0.-1", "1-0:1.8.0.x", "1-0:1.8.0.255.1", "1-0:1.8.0.²"]
)
def test_text_that_is_no_code(text: str) -> None:
    with pytest.raises(ValueError, match=r"an OBIS code is written A-B:C\.D\.E\.F"):
        parse_obis(text)


def test_octets_that_are_no_code() -> None:
    with pytest.raises(ValueError, match="has 6 octets, not 5"):
        ObisCode(b"12345")


def test_descriptor_as_text() -> None:
    assert str(AttributeDescriptor(8, bytes([0, 0, 1, 0, 0, 255]), 2)) == "class 8, 0-0:1.0.0.255, attribute 2"
