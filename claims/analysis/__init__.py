"""Text in, frozen dataclasses out. Nothing in this package knows Django, a database or the network."""
