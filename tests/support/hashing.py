"""Argon2 as in production, at a cost that a test can pay: the real one takes a fifth of a second for each sign-in."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 8
    parallelism = 1
