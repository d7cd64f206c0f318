"""Loads figures from a file, one step a module: read -> recognise -> mapping -> preview -> apply."""
