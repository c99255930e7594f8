"""What bears on a question, in which order, and whether it is good enough to answer."""
