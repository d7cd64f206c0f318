"""A file that is too large is not stored on its way in, and the form still tells how large it was."""

import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from config import uploads

LIMIT = 1000


@pytest.fixture(autouse=True)
def stored(monkeypatch, settings, tmp_path):
    """The folder in which uploads are stored, however small they are; with a limit of a thousand bytes."""
    monkeypatch.setattr(uploads, "MOST_BYTES", LIMIT)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    return tmp_path


def sent(*sizes):
    files = {f"file{at}": SimpleUploadedFile(f"{at}.csv", b"x" * size) for at, size in enumerate(sizes)}
    return RequestFactory().post("/", {"word": "a", **files})


def sizes_on_disk(folder: Path) -> list[int]:
    return [path.stat().st_size for path in folder.iterdir()]


def test_a_file_within_the_limit_comes_in_whole(stored):
    request = sent(LIMIT)

    assert request.FILES["file0"].read() == b"x" * LIMIT
    assert sizes_on_disk(stored) == [LIMIT]


@pytest.mark.parametrize("size", [LIMIT + 1, 100 * LIMIT])
def test_of_a_file_over_the_limit_only_its_name_and_size_are_left(stored, size):
    request = sent(size)

    file = request.FILES["file0"]
    assert (file.name, file.size, file.read()) == ("0.csv", size, b"")
    assert request.POST["word"] == "a"
    assert sum(sizes_on_disk(stored)) == 0


def test_many_files_that_are_too_large_together_are_not_stored_either(stored):
    request = sent(*[LIMIT] * 20)

    assert request.POST["word"] == "a"
    assert sum(sizes_on_disk(stored)) == 0
