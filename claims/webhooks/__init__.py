"""Who is told of discrepancies and edits, out of the numbered changes: signed, in order, until it arrives."""
