"""How fast the evidence is, as a ratio to the least that the database could do: ``make benchmark``."""
