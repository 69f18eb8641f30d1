"""Named deviations of a DUT that a preamble may step over.

A tolerance never changes the verdict of the case that tests the rule in
question; it stands on page one of the report and needs a waiver to certify.
"""

TOLERANCES = {
    "ua-without-parameters": "UA carries an empty parameter group (81 80 00); read as the defaults",
    "aare-without-initiate-response": "an accepting AARE has no InitiateResponse; the proposal counts as agreed",
    "release-unanswered": "RLRQ gets no RLRE; the association is left by closing the link",
}
"""Names and what each of them lets pass."""
