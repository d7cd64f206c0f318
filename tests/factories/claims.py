"""Claims about figures."""

import factory
from factory.django import DjangoModelFactory

from indicators import models

from .evidence import SourceFactory


class ClaimFactory(DjangoModelFactory):
    """A claim whose predicate is given, or that an indicator of a code is above zero."""

    class Meta:
        model = models.Claim

    class Params:
        indicator = "growth"
        area = "450200"

    code = factory.Sequence(lambda n: f"C-{n}")
    position = factory.Sequence(int)
    source = factory.SubFactory(SourceFactory)
    locator = "一(一)"
    text = factory.LazyAttribute(lambda claim: f"论断 {claim.code}。")
    text_en = factory.LazyAttribute(lambda claim: f"Claim {claim.code}.")
    predicate = factory.LazyAttribute(
        lambda claim: {
            "test": "compare",
            "indicator": claim.indicator,
            "area": claim.area,
            "period": "2020",
            "relation": "greater",
            "number": "0",
        }
    )
