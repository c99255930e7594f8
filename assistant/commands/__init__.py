"""Commands beside asking: one module each, registered in ``cli.py``."""
