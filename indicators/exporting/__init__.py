"""Writes figures to be taken away: CSV, workbooks, SDMX. What is written here can be imported again as it is."""
