"""A file of the disk over HTTP: validators, one range, the compressed copy for those who take it; never read whole.

RFC 9110 as clients of large files use it: If-None-Match, Range with If-Range, HEAD. A set never changes, so the tag is
the file's own SHA-256; the copy in gzip is another representation with another tag.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from gzip import GzipFile
from pathlib import Path
from typing import IO, Final

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from whitenoise.responders import SlicedFile

from atlas.catalogue.middleware import CACHE_CONTROL
from atlas.catalogue.page_cache import accepts_gzip, is_known
from atlas.opendata.about import LICENCE_ADDRESS
from atlas.opendata.snapshots.store import COMPRESSED, PublishedFile

_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
_PIECE: Final = 1 << 16


class _FromDisk(FileResponse):
    """A file in pieces of 64 KiB: with Django's 4, handing them to the server costs more than reading them."""

    block_size = _PIECE


@dataclass(frozen=True)
class Stored:
    """A published file where it lies, with what HTTP says of it. `path` may be gone while its gzip copy is there."""

    file: PublishedFile
    path: Path
    name: str
    content_type: str


def file_answer(request: HttpRequest, stored: Stored) -> HttpResponseBase:
    """The answer to a GET or HEAD. Raises FileNotFoundError when the set was removed meanwhile."""
    wanted_range = request.META.get("HTTP_RANGE", "")
    takes_gzip = stored.file.compressed_size and accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    is_packed = bool(takes_gzip and not (wanted_range and stored.path.exists()))
    tag = _tag(stored, is_packed=is_packed)
    if is_known(request.META.get("HTTP_IF_NONE_MATCH", ""), tag):
        return _with_headers(HttpResponseNotModified(), stored, tag)
    if request.META.get("HTTP_IF_RANGE", tag) != tag:
        wanted_range = ""
    if is_packed:
        response = _whole_or_range(request, _copy(stored), wanted_range, stored.content_type)
        response.headers["Content-Encoding"] = "gzip"
    elif stored.path.exists():
        response = _whole_or_range(request, stored.path, wanted_range, stored.content_type)
    else:
        response = _unpacked(request, stored)
    return _with_headers(response, stored, tag)


def _tag(stored: Stored, *, is_packed: bool) -> str:
    return f'{stored.file.tag[:-1]}-gzip"' if is_packed else stored.file.tag


def _copy(stored: Stored) -> Path:
    return stored.path.with_name(f"{stored.path.name}{COMPRESSED}")


def _with_headers(response: HttpResponseBase, stored: Stored, tag: str) -> HttpResponseBase:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Link"] = f'<{LICENCE_ADDRESS}>; rel="license"'
    response.headers["Content-Disposition"] = f'attachment; filename="{stored.name}"'
    if stored.file.compressed_size:
        response.headers["Vary"] = "Accept-Encoding"
    return response


def _whole_or_range(request: HttpRequest, path: Path, wanted: str, content_type: str) -> HttpResponseBase:
    size = path.stat().st_size
    part = _part(wanted, size)
    if part is not None and not part:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}, content_type=content_type)
    first, last = (part.start, part[-1]) if part else (0, size - 1)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=content_type)
    else:
        response = _FromDisk(_opened(path, first, last) if part else path.open("rb"), content_type=content_type)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Length"] = str(last - first + 1)
    if part:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _opened(path: Path, first: int, last: int) -> IO[bytes]:
    return SlicedFile(path.open("rb"), first, last)  # type: ignore[no-any-return]  # whitenoise has no types


def _part(wanted: str, size: int) -> range | None:
    """The bytes that a Range header asks for, an empty range when there are none; None for what is ignored: no header,
    several ranges, anything else than bytes."""
    found = _RANGE.fullmatch(wanted.strip())
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(size, int(last) + 1 if last else size))


def _unpacked(request: HttpRequest, stored: Stored) -> HttpResponseBase:
    """A file of which only the compressed copy is kept, for who takes no gzip: unpacked on its way, without ranges."""
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=stored.content_type)
    else:
        response = StreamingHttpResponse(_pieces(_copy(stored).open("rb")), content_type=stored.content_type)
    response.headers["Content-Length"] = str(stored.file.size)
    response.headers["Accept-Ranges"] = "none"
    return response


def _pieces(packed: IO[bytes]) -> Iterator[bytes]:
    with packed, GzipFile(fileobj=packed) as plain:
        yield from iter(lambda: plain.read(_PIECE), b"")
