"""What tests of the argument share."""

from pathlib import Path

import pytest

from tests.tiny_study import tiny_study, write


@pytest.fixture
def study_folder(tmp_path: Path) -> Path:
    """A folder with a whole study in miniature."""
    return write(tiny_study(), tmp_path)
