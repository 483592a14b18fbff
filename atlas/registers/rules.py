"""Who may edit which register: what a post may do is asked here, by countries (D1.5)."""

from datetime import date

from atlas.organisations.models import Post
from atlas.organisations.queries import posts_for_country


def may_edit(post: Post | None, iso2: str, *, on: date) -> bool:
    """A post edits the countries that it follows on that day; null stands for the ministry, which edits all."""
    return post is None or posts_for_country(iso2, on).filter(pk=post.pk).exists()
