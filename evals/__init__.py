"""Measures citations and grounding: cases, metrics, intervals, reports, gate."""
