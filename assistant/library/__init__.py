"""What a base holds, document by document, how it came in, and how more of it is added."""
