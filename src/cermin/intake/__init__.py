"""Upload of answers that are already in a file."""
