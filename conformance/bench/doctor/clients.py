"""Which client is meant where the one of the bench file is not answered: of those that are, one that nobody has yet."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from conformance.bench.bench import Bench
from conformance.bench.doctor import ways
from conformance.bench.doctor.row import Row, State, Whose, fault
from conformance.bench.doctor.search import Search
from conformance.bench.doctor.ways import PUBLIC_CLIENT, Way
from conformance.tester.dut import Credentials

WRONG_CLIENT = "wrong-client-sap"

Open = Callable[[Credentials], list[Row]]
"""Opens an association and answers the rows of it."""


def answered_clients(search: Search, bench: Bench, way: Way, besides: Way | None = None) -> list[int]:
    """All clients that the server of a way answers, of those worth trying."""
    worth = [one for one in ways.clients(bench, way) if one != besides]
    return sorted({heard.way.client_sap for heard in search.first_of(worth, all_clients=True)})


class Guess:
    """What can be said of an association whose client is not answered."""

    def __init__(self, bench: Bench, credentials: Credentials, answered: Sequence[int]) -> None:
        self.credentials = credentials
        self.answered = answered
        self.others = {
            one.client_sap: one.name
            for one in bench.dut.associations
            if one.server_sap == credentials.server_sap and one.name != credentials.name
        }
        """Clients that other associations have, and the names of those."""

        self.let_in: int | None = None
        """The client that was let in without a secret."""

        self.rows: list[Row] = []
        """What was found through it."""

        self.turned_away: dict[int, str] = {}
        """Clients that were not let in without a secret, with the fault that says why."""

    @property
    def free(self) -> list[int]:
        """Clients that may be meant, the usual public one first."""
        return sorted((sap for sap in self.answered if sap not in self.others), key=lambda sap: sap != PUBLIC_CLIENT)

    def try_without_secret(self, opened: Open) -> None:
        """Find out which client is let in, where no secret is declared; a secret is never shown to a guess."""
        for sap in self.free if self.credentials.secret is None else ():
            rows = opened(replace(self.credentials, client_sap=sap))
            if any(row.state is State.OK for row in rows):
                self.let_in, self.rows = sap, rows
                return
            self.turned_away[sap] = rows[0].fault

    def row(self, check: str, found: str, link: str) -> Row:
        said = [f"{sap} (association {self.others[sap]})" if sap in self.others else str(sap) for sap in self.answered]
        known = f"{found}; clients that are answered: {', '.join(said)}"
        return fault(check, WRONG_CLIENT, Whose.BENCH, known, self._remedy(), link=link)

    def _remedy(self) -> str:
        if self.let_in is not None:
            return f"write client_sap = {self.let_in}"
        if not self.free:
            return "each of them has an association already: remove this one, or see in the manual which client it is"
        if self.turned_away:
            why = ", ".join(f"{sap}: {name}" for sap, name in self.turned_away.items())
            return f"see in the manual which client needs no password; none of these is let in without one ({why})"
        belongs = ": the client that this password belongs to" if self.credentials.secret is not None else ""
        return f"write client_sap = {' or '.join(map(str, sorted(self.free)))}{belongs}"
