"""Pages of the evidence; a file a subject."""
