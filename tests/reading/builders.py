"""Small files of each kind, made when a test needs them."""

import zipfile
from collections.abc import Sequence
from io import BytesIO

from docx.document import Document
from pypdf import PdfReader, PdfWriter

LEADING = 14


def make_pdf(*pages: Sequence[str], title: str = "") -> bytes:
    """A PDF of text lines written by hand; an empty line leaves a gap."""
    numbers = range(len(pages))
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in zip(numbers, pages, strict=True):
        stream = b"\n".join(
            f"BT /F1 11 Tf 72 {760 - LEADING * row} Td ({line}) Tj ET".encode("cp1252")
            for row, line in enumerate(lines)
            if line
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects.append(f"<< /Title ({title}) >>".encode())
    body = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    body += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(objects),
        start,
    )
    return bytes(body)


def encrypt_pdf(content: bytes, *, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.encrypt(password, owner_password="owner", algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def save_docx(document: Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(docx: bytes, name: str, content: bytes) -> bytes:
    """The same Word document with one part of its archive added or replaced."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
