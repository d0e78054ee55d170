"""What is about the same thing, where it disagrees, and how to say so."""
