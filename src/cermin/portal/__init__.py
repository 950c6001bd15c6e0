"""The public face: published results and verification."""
