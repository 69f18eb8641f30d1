"""Reason codes by which something is decided: which cases are resumed, which attempts give way, what is shown first."""

GIVEN_UP = "given-up"
"""Of a case that no longer runs; the reason says whether the DUT, the bench or the disk is at fault."""

INTERRUPTED = "interrupted"
"""Of an attempt that has no verdict."""

CREDENTIALS = "credentials"
"""Of what needs a secret that the DUT refuses."""

UNANSWERED = "unanswered"
"""Of what needs an association that was never opened, and whose AARQ or SNRM gets no answer."""

NO_ANSWER_YET = "no-answer-yet"
"""The same where something came that is no answer, once a secret had been shown."""

NO_SECOND_CLIENT = "no-second-client"
"""Of what needs two clients of one logical device."""

OF_THE_BENCH_FILE = (CREDENTIALS, UNANSWERED, NO_SECOND_CLIENT)
"""What is for the bench file to be corrected; no rule of the DUT's is named with it."""

LINK_QUALITY = "link-quality"
"""Of an attempt that a link which spoils things kept from its end."""

SPECIFICATION_UNCLEAR = "specification-unclear"
"""Of what no standard decides."""

_SPELT_BEFORE = {"link quality": LINK_QUALITY, "specification unclear": SPECIFICATION_UNCLEAR}


def as_spelt_now(reason_code: str) -> str:
    """A reason code of recorded evidence, which may be older than its spelling."""
    return _SPELT_BEFORE.get(reason_code, reason_code)
