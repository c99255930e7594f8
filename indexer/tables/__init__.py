"""Tables of guidance and of postings, whatever file they stand in: which column holds what, and rows to documents."""
