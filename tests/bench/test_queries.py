"""Questions for the server: distinct, and a third of them as broad as they say."""

from random import Random
from urllib.parse import parse_qs

from tests.bench import queries

SHEETS = [
    {f"partout{n}" for n in range(8)} | {f"parfois{n}" for n in range(20) if number % (n + 3) == 0} | {f"rare{number}"}
    for number in range(120)
]
WORDS = queries.words_of(SHEETS)


def holding(words: list[str]) -> int:
    return sum(all(word in sheet for word in words) for sheet in SHEETS)


def test_broad_questions_match_over_half_of_the_sheets() -> None:
    found = queries.broad(WORDS, Random(1))
    assert len(found) > 50
    assert all(holding(dict(pairs)["q"].split()) > len(SHEETS) / 2 for pairs in found)


def test_rare_words_are_rare() -> None:
    assert set(WORDS.between(0.0, 0.02)) == {f"rare{number}" for number in range(120)}


def test_questions_are_distinct_and_the_same_each_time() -> None:
    options = {"countries": ["ML", "SN", "DE"], "themes": ["env", "edu"]}
    found = queries.searches(WORDS, 90, **options)
    assert len(set(found.mixed)) == len(found.mixed) >= 80
    assert set(found.countable) <= set(found.mixed)
    assert found == queries.searches(WORDS, 90, **options)
    broad = [one for one in found.mixed if holding(parse_qs(one)["q"][0].split()) > len(SHEETS) / 2]
    assert len(broad) >= len(found.mixed) // 3


def test_lists_have_no_text() -> None:
    found = queries.lists(60, countries=["ML", "SN", "DE"], themes=["env", "edu"])
    assert len(set(found)) == 60
    assert not any("q" in parse_qs(one) for one in found)
