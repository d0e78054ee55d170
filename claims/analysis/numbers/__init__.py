"""Numbers as they are written, their hedges, and what they count."""
