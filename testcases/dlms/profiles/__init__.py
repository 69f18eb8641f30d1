"""Profiles: what their rows are, and selective access to them."""
