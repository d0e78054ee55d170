"""Dates: their forms, and the days they mean."""
