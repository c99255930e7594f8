"""Turns files of guidance and forum threads into documents that can be searched and cited."""
