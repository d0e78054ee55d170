"""What people set right in what was read, kept as Reviews and applied to the exact words at every reading."""
