"""Whole pages by version of the site: what is kept, for how long, and what HTTP says of it."""

from dataclasses import replace
from datetime import date

import pytest

from atlas.catalogue import page_cache
from atlas.catalogue.page_cache import OVERHEAD, Page, PageCache, Version, accepts_gzip, compress, is_known, tag_of

VERSION = Version(build="a1", index="index-1", revision=7, day=date(2026, 3, 1))
LATER = replace(VERSION, revision=8)


def page(size=100):
    return Page((), b"x" * size)


@pytest.mark.parametrize(
    "other",
    [LATER, replace(VERSION, day=date(2026, 3, 2)), replace(VERSION, index="index-2"), replace(VERSION, build="b2")],
)
def test_nothing_outlives_its_version(other):
    cache = PageCache()
    cache.get(VERSION, "/fr/")
    cache.put(VERSION, "/fr/", page())
    assert cache.get(VERSION, "/fr/") == page()
    assert cache.get(other, "/fr/") is None
    assert (cache.get(VERSION, "/fr/"), cache.size) == (None, 0)
    assert tag_of(VERSION, "/fr/") != tag_of(other, "/fr/")


def test_a_page_that_was_made_while_the_catalogue_moved_on_is_not_kept():
    cache = PageCache()
    cache.get(VERSION, "/fr/")
    cache.get(LATER, "/fr/")
    cache.put(VERSION, "/fr/", page())
    assert cache.get(LATER, "/fr/") is None


def test_the_bound_holds_and_what_is_asked_stays():
    cache = PageCache(bound=20 * (OVERHEAD + 100))
    cache.get(VERSION, "")
    for number in range(20):
        cache.put(VERSION, str(number), page())
    assert cache.get(VERSION, "0")
    cache.put(VERSION, "20", page())
    assert (cache.get(VERSION, "1"), cache.size) == (None, cache.bound)
    assert cache.get(VERSION, "0")
    cache.put(VERSION, "0", page(50))
    assert cache.size == cache.bound - 50


def test_one_page_cannot_push_out_all_others():
    cache = PageCache(bound=10_000)
    cache.get(VERSION, "")
    cache.put(VERSION, "/fr/", page(1_001))
    assert (cache.get(VERSION, "/fr/"), cache.size) == (None, 0)


def test_the_same_body_gives_the_same_bytes():
    assert compress(b"a" * 1_000) == compress(b"a" * 1_000)
    assert Page((), compress(b"abc")).plain == b"abc"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("gzip", True), ("deflate, gzip;q=0.5, br", True), ("GZIP", True), ("x-gzip", True), ("*", True),
        ("", False), ("br", False), ("gzip;q=0", False), ("gzip; q=0.000", False), ("*, gzip;q=0", False),
        ("gzipped", False), ("identity;q=1, *;q=0", False), ("gzip;q=..", False),
    ],
)  # fmt: skip
def test_only_who_asks_for_gzip_gets_it(header, expected):
    assert accepts_gzip(header) is expected


def test_a_tag_is_of_one_address_and_compared_weakly():
    tag = tag_of(VERSION, "/fr/")
    assert tag.startswith('W/"7-')
    assert tag != tag_of(VERSION, "/en/")
    for header in (tag, tag.removeprefix("W/"), f'"other", {tag}'):
        assert is_known(header, tag)
    for header in ("", "*", '"other"', tag_of(VERSION, "/en/"), tag[:-2]):
        assert not is_known(header, tag)


def test_the_fingerprint_is_of_contents_and_words(tmp_path):
    one, two = tmp_path / "a.py", tmp_path / "b.py"
    one.write_text("a")
    two.write_text("b")
    first = page_cache.fingerprint([two, one], ["word"])
    assert first == page_cache.fingerprint([one, two], ["word"])
    assert first != page_cache.fingerprint([one, two], ["other"])
    two.write_text("c")
    assert first != page_cache.fingerprint([one, two], ["word"])
