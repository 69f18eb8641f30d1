"""The wrapper over TCP and UDP."""
