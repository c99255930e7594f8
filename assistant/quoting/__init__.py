"""What an answer quotes, how it is cited, and what is said where nothing is."""
