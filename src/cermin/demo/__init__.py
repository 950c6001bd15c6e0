"""One made-up office, told through the services of the rooms below, from a fixed seed. Imported by nobody but the command."""
