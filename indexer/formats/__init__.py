"""File formats, one module each.

A format is a module with two functions: ``accepts(path, text)`` says whether the file is its own, and
``read(text, document_id)`` returns the document or raises ``DocumentError``. The file is the registration.
"""
