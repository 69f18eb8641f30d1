"""GET, SET, ACTION and what is no service."""
