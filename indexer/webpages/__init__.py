"""Saved pages of the web: bytes to text, text to a tree, a tree to lines of words.

Nothing is fetched or run. What a reader of the page does not see (scripts, styles, hidden elements, images) is no text.
"""
