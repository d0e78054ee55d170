"""A text as it is laid out and parsed."""
