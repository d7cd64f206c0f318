"""Progress for many actions in one workbook: written for a department, filled in, read back, compared, stored whole."""
