"""Floor 2: frozen shapes, the writers that print them, and the readers of tables that come in. Computes no number."""
