"""No case fails a DUT for what the standards leave open to its application layer."""

import pytest

from tests.golden.crossing import crossed
from tests.golden.legal_servers import LEGAL_SERVERS
from tests.hdlc.attempts import CATALOGUE, Attempts
from tests.hdlc.attempts import attempts as attempts


@pytest.mark.parametrize(("case_id", "name"), crossed(sorted(CATALOGUE.cases), list(LEGAL_SERVERS)))
def test_no_case_fails_it(case_id: str, name: str, attempts: Attempts) -> None:
    result = attempts.run(case_id, LEGAL_SERVERS[name], link="golden")
    assert result["verdict"] in ("PASS", "INCONCLUSIVE"), result["reason"]
    assert not result["also"]
