"""What a run leaves behind: journals, captures, and the directory that holds them."""
