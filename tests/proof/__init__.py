"""The proof that every published case can fail; it takes a minute, and CI has an environment for it."""
