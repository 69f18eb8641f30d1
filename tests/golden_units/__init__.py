"""Tests of the golden units themselves, without bench and without links."""
