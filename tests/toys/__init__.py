"""Formats that are not shipped: each is one file, and nothing else knows of it."""
