"""Tests talk to this machine only: a connection or a name look-up that would leave it is an error."""

import sys
from ipaddress import ip_address

LOCAL_NAMES = {"localhost", "testserver", ""}


class NetworkRefused(RuntimeError):
    """A test tried to reach another machine."""


def _is_number(host: object) -> bool:
    try:
        return bool(ip_address(str(host)))
    except ValueError:
        return False


def _is_local(host: object) -> bool:
    if host is None or isinstance(host, int):
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name in LOCAL_NAMES or name.startswith(("/", "\0")):
        return True
    try:
        return ip_address(name.split("%")[0]).is_loopback or ip_address(name.split("%")[0]).is_unspecified
    except ValueError:
        return False


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else ""  # anything but a pair is a socket of this machine
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = "" if _is_number(arguments[0]) else arguments[0]  # asking what a number means asks nobody
    else:
        return
    if not _is_local(host):
        raise NetworkRefused(f"{event}: {host!r} is not this machine")


def install() -> None:
    """Refuse for the rest of this process. An audit hook cannot be taken off, and sees every library."""
    sys.addaudithook(_refuse_network)
