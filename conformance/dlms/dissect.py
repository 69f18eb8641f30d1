"""Finds and decodes the frames in recorded traffic, for evidence; one direction at a time.

It shares codecs with tester and golden units but none of their state, so what
it shows does not depend on what either of them believed.
"""

from functools import lru_cache

from conformance.codec.tree import Node, TreeJson, hex_text
from conformance.dlms.apdu import apdu_tree
from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame, frame_tree
from conformance.dlms.hdlc.stream import HdlcStream
from conformance.dlms.llc import LLC_COMMAND, LLC_OCTETS, LLC_RESPONSE
from conformance.dlms.wrapper import HEADER_OCTETS, WrapperPdu, WrapperStream
from conformance.errors import ProtocolViolation

Finding = tuple[bytes, str, TreeJson]
"""Octets, one-line summary, decoded tree; shared, so never changed."""

SHARED_OCTETS, SHARED_FINDINGS = 2048, 256
"""Preambles and postambles are much the same in all cases: what is short is decoded once, what is long not kept."""


class WrapperDissector:
    """Wrapper PDUs with the APDUs in them."""

    def __init__(self) -> None:
        self._streams: dict[str, WrapperStream] = {}

    def feed(self, direction: str, octets: bytes) -> list[Finding]:
        stream = self._streams.setdefault(direction, WrapperStream())
        return [_shared(pdu) if len(pdu) <= SHARED_OCTETS else _wrapper_finding(pdu) for pdu in stream.feed(octets)]

    def rest(self, direction: str) -> list[Finding]:
        held = self._streams[direction].held if direction in self._streams else b""
        return [_unframed(held)] if held else []


class HdlcDissector:
    """HDLC frames with the APDUs in them, put together over their segments."""

    def __init__(self) -> None:
        self._streams: dict[str, HdlcStream] = {}
        self._assembly: dict[str, bytes] = {}

    def feed(self, direction: str, octets: bytes) -> list[Finding]:
        stream = self._streams.setdefault(direction, HdlcStream())
        return [
            self._frame(direction, delimited.octets) if delimited.is_frame else _unframed(delimited.octets)
            for delimited in stream.feed(octets)
        ]

    def rest(self, direction: str) -> list[Finding]:
        held = self._streams[direction].drop_held() if direction in self._streams else b""
        return [_unframed(held)] if held.strip(b"\x7e") else []

    def _frame(self, direction: str, octets: bytes) -> Finding:
        try:
            node, frame = frame_tree(octets)
        except ProtocolViolation as violation:
            text = f"no valid frame: {violation}"
            return octets, text, Node("octets", text, 0, len(octets)).as_json()
        control = Control.decode(frame.control)
        if control.kind not in (FrameKind.I, FrameKind.UI):
            return octets, str(control), node.as_json()
        return octets, f"{control}: {self._information(direction, node, frame)}", node.as_json()

    def _information(self, direction: str, node: Node, frame: HdlcFrame) -> str:
        """Add what an information field holds to the tree of its frame; answers the summary."""
        assembled = self._assembly.pop(direction, b"") + frame.information
        if frame.segmented:
            self._assembly[direction] = assembled
            return f"segment of {len(frame.information)} octets"
        if not assembled:
            return "no information"
        if assembled[:LLC_OCTETS] not in (LLC_COMMAND, LLC_RESPONSE):
            return f"{len(assembled)} octets without an LLC header"
        tree, text = apdu_tree(assembled[LLC_OCTETS:])
        if len(assembled) == len(frame.information):
            inside = next(child for child in node.children if child.name == "information")
            llc = Node("LLC", hex_text(assembled[:LLC_OCTETS]), inside.start, inside.start + LLC_OCTETS)
            inside.children = [llc, tree.moved(llc.end)]
        else:  # positions within a unit of several segments are no positions within this frame
            node.children.append(_without_positions(tree))
        return text


def _without_positions(node: Node) -> Node:
    return Node(node.name, node.text, 0, 0, [_without_positions(child) for child in node.children])


def _wrapper_finding(octets: bytes) -> Finding:
    pdu = WrapperPdu.decode(octets)
    node = WrapperPdu.tree(octets)
    tree, text = apdu_tree(pdu.apdu)
    node.children[-1].children = [tree.moved(HEADER_OCTETS)]
    return octets, f"{pdu.source_wport} → {pdu.destination_wport}: {text}", node.as_json()


_shared = lru_cache(SHARED_FINDINGS)(_wrapper_finding)


def _unframed(octets: bytes) -> Finding:
    text = f"{len(octets)} octets that are no frame"
    return octets, text, Node("octets", hex_text(octets), 0, len(octets)).as_json()
