"""Tests of the HDLC machines, of the cases that judge them, and of the two against each other."""
