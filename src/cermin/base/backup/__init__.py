"""Save the house whole and bring it back: database, files, keys, in one file that proves itself.

`archive` is the file (no Django), `databases` what is taken of each engine, `saving` and `restoring` the two ways.
"""
