"""Governments, their agencies, units and services; the people who hold posts in them."""
