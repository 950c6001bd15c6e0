"""The satisfaction survey (SKM): instruments, rounds, submissions, counts, exclusions, published indexes."""
