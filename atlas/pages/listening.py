"""Can a server listen there? Asked before anything slow is done, so that a taken port is a sentence and not a trace.

Runs as a program too, without Django and before anything is installed: `python atlas/pages/listening.py HOST PORT`.
"""

import errno
import socket
import sys
from ipaddress import ip_address


def refusal(host: str, port: int) -> str:
    """Why a server cannot listen at `host`:`port`, in one sentence; "" when it can."""
    if not 0 < port < 65536:
        return f"{port} is not a port: PORT must be between 1 and 65535."
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return _reason(host, port, error)
    return ""


def _reason(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken on {host}. Choose another one: make run PORT={port + 1}"
    if error.errno == errno.EACCES:
        return (
            f"Port {port} is reserved to the administrator of this machine. Choose one above 1023: make run PORT=8000"
        )
    return f"Cannot listen at {host}:{port}: {error.strerror or error}."


def address(host: str, port: int) -> str:
    """What to type in a browser on this machine to reach a server that listens at `host`:`port`."""
    try:
        ip = ip_address(host)
    except ValueError:
        return f"http://{host}:{port}/"
    if ip.is_unspecified:
        ip = ip_address("127.0.0.1" if ip.version == 4 else "::1")
    return f"http://[{ip}]:{port}/" if ip.version == 6 else f"http://{ip}:{port}/"


def main(arguments: list[str]) -> int:
    """Exit status 0 when HOST and PORT can be used; else 1 and the sentence."""
    host, port = arguments
    told = refusal(host, int(port)) if port.isdecimal() else f"PORT must be a number, not « {port} »."
    if told:
        sys.stderr.write(f"{told}\n")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
