"""Several attributes or methods in one request."""
