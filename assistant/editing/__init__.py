"""What a base's editors are offered to record; nothing here writes a record."""
