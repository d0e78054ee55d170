"""Who said what: cues, contents and speakers."""
