"""The couple's own tables and the printed report."""
