"""Reason codes by which something is decided: which cases are resumed, which attempts give way, what is shown first."""

GIVEN_UP = "given-up"
"""Of a case that no longer runs; the reason says whether the DUT, the bench or the disk is at fault."""

INTERRUPTED = "interrupted"
"""Of an attempt that has no verdict."""

LINK_QUALITY = "link quality"
"""Of an attempt that a link which spoils things kept from its end."""
