"""Mistakes in code that nothing notices, each with the reason why nothing could.

By module, then by line and mistake. Most change nothing that leaves the module:
a bound that is checked again behind it, a fast road that is not taken.
"""

SAME_SIZE = "only the size of the format counts here, and the octet order does not change it"
AT_IS_END = "both arguments are the same there"
CHECKED_AGAIN = "bytes() refuses what is let through"
FINISHED_SLOWLY = "what the block road does not take, the row by row road does"
NOT_A_LENGTH = "80 is no length, and the row was decoded before"

ADDRESS_LOOP = "while behind < end and not octets[behind] & 1:"
ADDRESS_PARTS = (
    "if self.width not in WIDTHS or any(not 0 <= part < 0x80 for part in parts) or (self.width == 1 and self.lower):"
)
BLOCK = "if not self._matches(octets[at : at + count * size], count):"
DECODERS = "_DECODERS: list[Decoder] = [SIMPLE_DECODERS.get(tag, _decode_unknown) for tag in range(256)]"
SHORT_STRING = "if kind.tag in _STRING_TAGS and len(value) < 0x80:"
HALVING = "if matching + step <= count and self._matches(octets[start : start + step * size], step):"

EXCUSED: dict[str, dict[str, str]] = {
    "conformance.dlms.hdlc.address": {
        f"{ADDRESS_PARTS}  ->  Lt as LtE": CHECKED_AGAIN,
        f"{ADDRESS_PARTS}  ->  128 as 129": CHECKED_AGAIN,
        f"{ADDRESS_LOOP}  ->  Lt as LtE": "behind the end stands the flag, and the address is refused either way",
    },
    "conformance.dlms.hdlc.control": {},
    "conformance.dlms.hdlc.frame": {},
    "conformance.dlms.hdlc.parameters": {
        "found = in_hex(octets[at:], 8)  ->  8 as 9": "how many octets a violation shows",
    },
    "conformance.dlms.data_types": {
        "return struct.calcsize(f\">{self.struct_code}\") if self.struct_code else 0  ->  '>' as '<'": SAME_SIZE,
    },
    "conformance.dlms.data_simple": {
        "if at < end and (length := octets[at]) < 0x80 and (behind := at + 1 + length) <= end:  ->  LtE as Lt": (
            "the general road reads the same"
        ),
        'raise too_short(1, at, end, "boolean")  ->  arguments 2 and 3 swapped': AT_IS_END,
    },
    "conformance.dlms.compact_array": {
        'raise too_short(1, at, end, "type description")  ->  arguments 2 and 3 swapped': AT_IS_END,
        "return max(UNPAID_VALUES, 4 * octets)  ->  arguments 1 and 2 swapped": "the larger of two is the same",
        "_, value, behind = SIMPLE_DECODERS[kind.tag](octets, at, end, 0)  ->  0 as 1": "simple types have no depth",
    },
    "conformance.dlms.data_rows": {
        "count = min(count, (end - at) // size)  ->  arguments 1 and 2 swapped": "the smaller of two is the same",
        f"{BLOCK}  ->  Add as Sub": FINISHED_SLOWLY,
        f"{BLOCK}  ->  Mult as FloorDiv": FINISHED_SLOWLY,
        f"{HALVING}  ->  LtE as Lt": "the block as a whole did not match, so the last step never does",
        f"{HALVING}  ->  Add as Sub": "the row that does not match stops it before",
        "step //= 2  ->  2 as 3": "thirds find the same row",
        "if at and row[1] >= 0x80:  ->  GtE as Gt": NOT_A_LENGTH,
        "if at and row[1] >= 0x80:  ->  128 as 129": NOT_A_LENGTH,
        "width = struct.calcsize(f\">{_CODES[tag]}\")  ->  '>' as '<'": SAME_SIZE,
        "elif tag in _STRING_TAGS and row[at + 1] < 0x80:  ->  Lt as LtE": NOT_A_LENGTH,
        "elif tag in _STRING_TAGS and row[at + 1] < 0x80:  ->  128 as 129": NOT_A_LENGTH,
        "width = struct.calcsize(f\">{code}\")  ->  '>' as '<'": SAME_SIZE,
    },
    "conformance.dlms.data": {
        "MEMBERS_IN_TREE = 64  ->  64 as 65": "a bound on what is shown; test_trees pins it",
        'raise too_short(1, at, end, "tag of data")  ->  arguments 2 and 3 swapped': AT_IS_END,
        "if tag == ARRAY and count >= 4:  ->  Eq as NotEq": FINISHED_SLOWLY,
        "if tag == ARRAY and count >= 4:  ->  GtE as Gt": FINISHED_SLOWLY,
        "if tag == ARRAY and count >= 4:  ->  4 as 5": FINISHED_SLOWLY,
        f"{DECODERS}  ->  256 as 257": "no octet is 256",
    },
}
