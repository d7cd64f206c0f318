"""What the reads are tested on: an indicator, the focus city, and peers."""

import pytest

from tests.factories import AreaFactory, IndicatorFactory


@pytest.fixture
def indicator():
    return IndicatorFactory()


@pytest.fixture
def focus():
    return AreaFactory(kind="focus", position=0)


@pytest.fixture
def peers():
    return AreaFactory.create_batch(3)
