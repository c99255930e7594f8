"""A pasted text held against the base, claim by claim."""
