"""Long values in blocks: GET, SET and ACTION."""
