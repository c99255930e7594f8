"""Everything about a language model: what it is asked, and which of its sentences may be shown."""
