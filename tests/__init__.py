"""Tests of goldenbench; they mirror the packages, and `vectors` holds known answers from outside."""
