"""Tests of what every wire format here is built from."""
