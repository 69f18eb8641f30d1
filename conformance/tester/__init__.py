"""What a test case holds: protocol machines driven to an answer."""
