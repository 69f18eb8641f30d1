"""xDLMS Data for hypothesis: every type, nested arrays and structures, compact arrays, and arrays of rows."""

from typing import Any

from hypothesis import strategies as st

from conformance.dlms.data_types import (
    ARRAY,
    BIT_STRING,
    BOOLEAN,
    DONT_CARE,
    FLOAT32,
    FLOAT64,
    NULL_DATA,
    SIMPLE_TYPES,
    STRINGS,
    STRUCTURE,
    Bits,
    Composite,
    Data,
    DataType,
    array,
    compact_array,
    composite_type,
    structure,
)

RANGES = {"b": (-0x80, 0x7F), "B": (0, 0xFF), "h": (-(2**15), 2**15 - 1), "H": (0, 2**16 - 1)}
RANGES |= {"i": (-(2**31), 2**31 - 1), "I": (0, 2**32 - 1), "q": (-(2**63), 2**63 - 1), "Q": (0, 2**64 - 1)}


def simple_values(kind: DataType) -> st.SearchStrategy[Any]:
    if kind in (NULL_DATA, DONT_CARE):
        return st.none()
    if kind is BOOLEAN:
        return st.booleans() | st.integers(2, 255)
    if kind is BIT_STRING:
        return st.binary(max_size=20).flatmap(_bits)
    if kind in (FLOAT32, FLOAT64):  # NaN is not equal to itself; test_data_values.py has it
        return st.floats(width=32 if kind is FLOAT32 else 64, allow_nan=False)
    if kind in STRINGS:
        return st.binary(max_size=40) | st.binary(min_size=126, max_size=130)
    if kind.struct_code.endswith("s"):
        return st.binary(min_size=kind.width, max_size=kind.width)
    return st.integers(*RANGES[kind.struct_code])


def _bits(octets: bytes) -> st.SearchStrategy[Bits]:
    shortest = max(0, 8 * len(octets) - 7)
    return st.integers(shortest, 8 * len(octets)).map(lambda length: Bits(length, octets))


def simple(kind: DataType) -> st.SearchStrategy[Data]:
    return simple_values(kind).map(kind)


def element_types() -> st.SearchStrategy[DataType]:
    """Types of the elements of a compact array: simple ones, and composites of them."""
    leaves = st.sampled_from([kind for kind in SIMPLE_TYPES if kind not in (NULL_DATA, DONT_CARE)])
    return st.recursive(
        leaves,
        lambda types: (
            st.lists(types, min_size=1, max_size=4).map(lambda members: composite_type(STRUCTURE, members))
            | st.tuples(types, st.integers(1, 3)).map(lambda parts: composite_type(ARRAY, [parts[0]] * parts[1]))
        ),
        max_leaves=6,
    )


def values_of(kind: DataType) -> st.SearchStrategy[Any]:
    if isinstance(kind, Composite):
        return st.tuples(*map(values_of, kind.members)).map(list)
    return simple_values(kind)


def compact_arrays() -> st.SearchStrategy[Data]:
    return element_types().flatmap(
        lambda kind: st.lists(values_of(kind), max_size=5).map(lambda rows: compact_array(kind, rows))
    )


def data() -> st.SearchStrategy[Data]:
    leaves = st.sampled_from(SIMPLE_TYPES).flatmap(simple) | compact_arrays()
    return st.recursive(
        leaves,
        lambda members: (
            st.lists(members, max_size=6).map(lambda some: array(*some))
            | st.lists(members, max_size=6).map(lambda some: structure(*some))
        ),
        max_leaves=12,
    )


def row_types() -> st.SearchStrategy[list[DataType]]:
    return st.lists(st.sampled_from(SIMPLE_TYPES), min_size=1, max_size=5)


def profiles() -> st.SearchStrategy[Data]:
    """Arrays of rows of the same types; strings of the same length in most of them."""
    return row_types().flatmap(
        lambda kinds: st.lists(st.tuples(*map(simple, kinds)), min_size=4, max_size=9).map(
            lambda rows: array(*(structure(*row) for row in rows))
        )
    )
