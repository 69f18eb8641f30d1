"""Golden units: the smallest devices that obey every rule we test.

They have no sockets, no threads and no clock; they are handed octets and the
time and hand octets back. Faults live in `golden_units.defects` and nowhere else.
"""
