"""What is kept of an uploaded file while it comes in."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from indicators.importing.limits import MOST_BYTES


class BoundedUploads(FileUploadHandler):
    """Lets no more of a file be stored than is ever read of one; the form refuses it by the size that it had.

    The rest is still taken off the line: a browser that is cut off while it sends shows no answer.
    """

    def handle_raw_input(
        self, input_data: Any, meta: dict[str, Any], content_length: int, boundary: bytes, encoding: str | None = None
    ) -> None:
        # The whole request is a little more than its file: what is surely too large is not stored at all.
        self.hopeless = content_length > 2 * MOST_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand the piece on to whoever stores it, or nothing."""
        return None if self.hopeless or start + len(raw_data) > MOST_BYTES else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The file that was not stored: its name and size, without content; None where it was stored."""
        if file_size <= MOST_BYTES:
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size, self.charset)
