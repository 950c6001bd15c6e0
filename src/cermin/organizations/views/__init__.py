"""HTTP of organisations and people."""
