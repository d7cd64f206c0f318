"""Whether people are trying things out here."""

from recommendations.models import Mandate


def sample_is_here() -> bool:
    """Whether a sample mandate is in the database: then whatever people write beside it is sample too."""
    return Mandate.objects.filter(sample=True).exists()
