"""Empathic accuracy, trends with uncertainty, blind spots."""
