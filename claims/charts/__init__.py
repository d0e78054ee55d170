"""Charts as SVG: frozen dataclasses in, one string out. No Django in here, no style attributes and no script.

How a chart looks is said by classes, in charts.css; that a colour means something is said by a shape as well.
"""
