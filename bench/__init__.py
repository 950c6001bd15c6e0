"""What must be fast, measured with its floor beside it. `python -m bench` measures all and writes RESULTS.md and results.json."""
