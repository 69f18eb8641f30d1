"""HDLC frames, addressing and connection."""
