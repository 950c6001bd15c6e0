"""Floor 1: what the rules say (`law`) and what follows from numbers (`calc`). No Django, database, clock or network."""
