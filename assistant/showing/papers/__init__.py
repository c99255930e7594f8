"""A paper in each form: Word, HTML that prints, Markdown."""
