"""What a question means, and what of it must not be read: facts, dates, abbreviations, identifiers of persons."""
