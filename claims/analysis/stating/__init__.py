"""What a clause says of a value or of an event: who, what, where, when, and how it is put."""
