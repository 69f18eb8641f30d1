"""The date-time of a notification: as the standard codes it, as some meters do, and where one could be the other."""

import pytest

from conformance.dlms.data_types import OCTET_STRING, UNSIGNED
from conformance.dlms.notification import DataNotification

TWELVE = bytes.fromhex("07E002150708330000800000")
NINE = bytes.fromhex("0C0102030405060708")


@pytest.mark.parametrize("moment", [b"", TWELVE, OCTET_STRING(TWELVE), b"\x0c", NINE[1:], b"\x0d" + NINE[1:]], ids=str)
def test_what_is_no_confusion_is_read_as_it_was_written(moment: object) -> None:
    notification = DataNotification(1, moment, UNSIGNED(5))  # type: ignore[arg-type]
    assert DataNotification.decode(notification.encode()) == notification


def test_nine_octets_that_would_be_read_as_data_are_not_written() -> None:
    with pytest.raises(ValueError, match=r"date_time: 0C 01 02 .* which would be read as Data"):
        DataNotification(1, NINE, UNSIGNED(5)).encode()


def test_a_tag_is_looked_for_within_the_notification_only() -> None:
    """Behind a notification that ends with 09 may stand 0C, which is none of its octets."""
    with pytest.raises(ValueError, match=r"octet 5: found length 9, wanted at most the 0 octets left \(date_time\)"):
        DataNotification.decode_at(bytes.fromhex("0F00000001090C"), 0, 6)
