"""Addresses behind links: whole http(s) ones that say where they lead; the others are refused in words."""

import pytest
from django.core.exceptions import ValidationError

from atlas.registers.web_addresses import check_web_address


@pytest.mark.parametrize(
    "address",
    ["https://example.org", "http://example.org/a?b=c#d", "https://été.example.org/", "https://example.org/a@b"],
)
def test_accepted(address: str) -> None:
    check_web_address(address)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("javascript:alert(1)", "scheme"),
        ("JavaScript://example.org/%0aalert(1)", "scheme"),
        ("data:text/html,<script>alert(1)</script>", "scheme"),
        ("//example.org/", "scheme"),
        ("/admin/", "scheme"),
        ("ftp://example.org/", "scheme"),
        (" https://example.org/", "scheme"),
        ("example.org", "scheme"),
        ("https://www.diplomatie.gouv.fr@example.org/", "userinfo"),
        ("https://", "invalid"),
        ("https://example", "invalid"),
        ("https://example.org/a b", "invalid"),
        ('https://example.org/"onclick="x', "invalid"),
        ("https://example.org/<script>", "invalid"),
        ("https://example.org/\u202egnp", "invalid"),
        ("https://example.org/\x00", "invalid"),
        ("https://example.org\n.evil.example", "invalid"),
    ],
)
def test_refused(address: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_web_address(address)
    assert refused.value.code == code
