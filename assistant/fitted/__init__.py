"""Numbers that were fitted, each with its provenance, and what reads them."""
