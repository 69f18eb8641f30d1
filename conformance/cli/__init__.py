"""The `goldenbench` command, one module for each verb."""
