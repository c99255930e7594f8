"""Numbers that were fitted, each file with its provenance; what reads and applies them; the one fitter."""
