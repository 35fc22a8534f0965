"""The door for browsers: routes, templates, and the one place where errors become pages."""
