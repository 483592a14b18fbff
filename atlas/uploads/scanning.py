"""A file shown to ClamAV before it is kept, where an installation has it (setting ATLAS_CLAMD).

The daemon's own protocol, INSTREAM: pieces with their length before them, an empty one at the end, one line of answer
(clamd(8)). A scanner that does not answer lets nothing through: what nobody looked at is not kept.
"""

import socket
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from .checking import NotAcceptable

SECONDS: Final = 20
_PIECE: Final = 64 * 1024


def scan(content: bytes) -> None:
    """Nothing when the file is clean, or no scanner is configured. Raises NotAcceptable."""
    if not settings.ATLAS_CLAMD:
        return
    try:
        answer = _ask(settings.ATLAS_CLAMD, content)
    except OSError as error:
        raise NotAcceptable(_("Le contrôle antivirus ne répond pas. Réessayez dans quelques minutes.")) from error
    if answer.endswith("FOUND"):
        raise NotAcceptable(_("Le contrôle antivirus a refusé ce fichier. Vérifiez-le sur votre poste."))
    if not answer.endswith("OK"):
        raise NotAcceptable(_("Le contrôle antivirus n’a pas pu lire ce fichier. Réessayez, ou allégez-le."))


def _ask(address: str, content: bytes) -> str:
    """The daemon's answer, « stream: OK » or « stream: … FOUND »."""
    with _connected(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        for place in range(0, len(content), _PIECE):
            piece = content[place : place + _PIECE]
            connection.sendall(len(piece).to_bytes(4) + piece)
        connection.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and (more := connection.recv(4096)):
            answer += more
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _connected(address: str) -> socket.socket:
    """`host:port`, or the path of a socket of this machine."""
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        connection.connect(address)
        return connection
    host, _sign, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
