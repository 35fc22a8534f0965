"""Keys, wraps and sealing; no other room imports a crypto library."""
