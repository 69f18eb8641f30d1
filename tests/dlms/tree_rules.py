"""What every decoded tree must obey, so that a report can show hex beside fields."""

from collections.abc import Iterator

from conformance.codec.tree import Node


def faults(node: Node, octets: bytes) -> list[str]:
    """What is wrong with the tree of a whole message; empty if nothing is."""
    found = list(_faults(node, 0, len(octets)))
    if (node.start, node.end) != (0, len(octets)):
        found.append(f"the tree covers {node.start} to {node.end} of {len(octets)} octets")
    return found


def _faults(node: Node, start: int, end: int) -> Iterator[str]:
    """Children lie within their parent, in order, without overlap; only a head may stand before the first of them."""
    where = f"{node.name} [{node.start}, {node.end})"
    if not start <= node.start <= node.end <= end:
        yield f"{where} is not within [{start}, {end})"
    if not node.name:
        yield f"{where} has no name"
    if not (node.name.isprintable() and node.text.isprintable()):
        yield f"{where} shows {node.text!r} as it is"
    at = node.start
    for number, child in enumerate(node.children):
        if child.start < at:
            yield f"{child.name} starts at {child.start}, before {at}, in {where}"
        elif child.start > at and number:
            yield f"octets {at} to {child.start} of {where} are not shown"
        at = max(at, child.end)
        yield from _faults(child, node.start, node.end)
    if node.children and at < node.end:
        yield f"octets {at} to {node.end} of {where} are not shown"


def without_flags(node: Node) -> Node:
    """The tree of an HDLC frame, whose two flags belong to nobody."""
    return Node(node.name, node.text, node.start + 1, node.end - 1, node.children)


def from_json(json: dict[str, object]) -> Node:
    """The tree back from its JSON form."""
    name, text, at, children = json["name"], json["text"], json["at"], json.get("children", [])
    assert isinstance(name, str)
    assert isinstance(text, str)
    assert isinstance(at, list)
    assert isinstance(children, list)
    return Node(name, text, at[0], at[1], [from_json(child) for child in children])
