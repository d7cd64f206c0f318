"""Pages: thin, each a query and a template."""
