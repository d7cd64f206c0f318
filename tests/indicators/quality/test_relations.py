"""Which relations can be computed at all."""

from decimal import Decimal

import pytest

from indicators.choices import IdentityKind, TermRole

from .figures import indicator, relation

R, K = TermRole, IdentityKind
CURRENT = [indicator(f"level-{n}", price_basis="current", accumulation="period") for n in range(3)]
CONSTANT = indicator("growth", "%", price_basis="constant", accumulation="period")
POINTS = indicator("gap", "个百分点", price_basis="none", accumulation="period")
STOCK = indicator("stock", price_basis="current", accumulation="point")
RUNNING = indicator("running", price_basis="current", accumulation="year_to_date")


@pytest.mark.parametrize(
    "sound",
    [
        relation(K.SUM, (R.WHOLE, CURRENT[0]), (R.PART, CURRENT[1]), (R.PART, POINTS)),
        relation(K.SUM, (R.PART, CURRENT[1]), (R.PART, CURRENT[2]), total=Decimal(100)),
        relation(K.RATE, (R.RATE, CURRENT[0]), (R.LEVEL, STOCK)),
        relation(K.CONTRIBUTION, (R.CONTRIBUTION, POINTS), (R.RATE, CURRENT[0]), (R.SHARE, CURRENT[1])),
        relation(
            K.SHARE_CHANGE,
            (R.CHANGE, POINTS),
            (R.SHARE, CURRENT[0]),
            (R.RATE, CURRENT[1]),
            (R.WHOLE_RATE, CURRENT[2]),
        ),
    ],
)
def test_a_sound_one_has_no_fault(sound):
    assert sound.faults == []


@pytest.mark.parametrize(
    ("broken", "word"),
    [
        (relation(K.SUM, (R.WHOLE, CURRENT[0]), (R.PART, CURRENT[1])), "部分"),
        (relation(K.SUM, (R.PART, CURRENT[0]), (R.PART, CURRENT[1])), "合计"),
        (
            relation(K.SUM, (R.WHOLE, CURRENT[2]), (R.PART, CURRENT[0]), (R.PART, CURRENT[1]), total=Decimal(100)),
            "合计",
        ),
        (relation(K.SHARE, (R.SHARE, CURRENT[0]), (R.PART, CURRENT[1])), "总数"),
        (relation(K.RATE, (R.RATE, CURRENT[0]), (R.LEVEL, CURRENT[1]), (R.PART, CURRENT[2])), "部分"),
        (relation(K.RATE, (R.RATE, CURRENT[0]), (R.LEVEL, CURRENT[1]), total=Decimal(1)), "合计"),
        (relation(K.SHARE_CHANGE, (R.CHANGE, POINTS), (R.SHARE, CURRENT[0]), (R.RATE, CURRENT[1])), "总数增速"),
        (relation(K.RATE, (R.RATE, CONSTANT), (R.LEVEL, CURRENT[0])), "价格基础"),
        (relation(K.RATE, (R.RATE, CURRENT[0]), (R.LEVEL, RUNNING)), "累计方式"),
        (relation(K.SHARE, (R.SHARE, CURRENT[0]), (R.PART, CURRENT[1]), (R.WHOLE, STOCK)), "累计方式"),
    ],
)
def test_a_broken_one_says_what_is_wrong(broken, word):
    (fault,) = broken.faults
    assert word in fault
