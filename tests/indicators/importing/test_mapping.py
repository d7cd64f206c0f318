"""A mapping goes to the database and comes back as it was."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.importing.mapping import (
    BrokenMappingError,
    Column,
    Known,
    Mapping,
    NewSource,
    Role,
    column_name,
)

KNOWN = st.builds(Known, *[st.text(max_size=5)] * 8)
MAPPINGS = st.builds(
    Mapping,
    sheet=st.text(),
    first=st.integers(0, 9),
    last=st.integers(0, 99),
    columns=st.lists(st.builds(Column, st.text(), st.sampled_from(Role.values), KNOWN), max_size=4),
    given=KNOWN,
    footnotes=st.lists(st.text(), max_size=2),
    skipped=st.lists(st.integers(0, 9), max_size=3),
    revision=st.text(max_size=3),
    new_source=st.none() | st.builds(NewSource, st.text(), st.text(), st.text()),
)


@given(MAPPINGS)
def test_what_is_kept_comes_back(mapping):
    assert Mapping.from_json(json.loads(json.dumps(mapping.as_json()))) == mapping


@pytest.mark.parametrize("kept", [{}, {"sheet": "x"}, {"columns": [1]}, {"columns": [{"colour": "red"}]}])
def test_what_is_no_mapping_is_refused(kept):
    with pytest.raises(BrokenMappingError, match="无法读取"):
        Mapping.from_json(kept)


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")])
def test_columns_are_called_as_spreadsheets_call_them(index, name):
    assert column_name(index) == name
