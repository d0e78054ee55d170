"""Counts, durations, money, percentages and measures: numbers, their hedges, their units."""
