"""Where a write came from, as coarse as it is of use: which door, and the network of an account, never its address.

A door is `web`, `import`, or `command` (the keeper and the administration's commands). On private addresses the network
stands behind it: « web 203.0.113.0/24 », « web 2001:db8:12::/48 » — enough to see that a password is used from two
continents, too little to find a person. Of readers without an account nothing is kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

WEB: Final = "web"
IMPORT: Final = "import"
COMMAND: Final = "command"
_origin: ContextVar[str] = ContextVar("audit_origin", default=COMMAND)


def current_origin() -> str:
    """Where what is written now comes from."""
    return _origin.get()


@contextmanager
def coming_from(door: str, address: str = "") -> Iterator[None]:
    """What is written inside came through this door, from the network of this address."""
    before = _origin.set(f"{door} {network_of(address)}".strip())
    try:
        yield
    finally:
        _origin.reset(before)


def network_of(address: str) -> str:
    """The /24 or /48 around an address; "" for what is none."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(ip_network((found, 24 if found.version == 4 else 48), strict=False))
