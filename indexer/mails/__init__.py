"""Mails, however they were saved: who wrote what to whom in answer to what, and conversations of them."""
