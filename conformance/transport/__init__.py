"""What carries octets: links in memory, TCP, UDP, serial lines, and the pump that serves them."""
