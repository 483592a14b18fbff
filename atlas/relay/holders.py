"""Whom one can write to: a post or an authority, with the pages that lead there. Reads only.

Names of authorities come from their public record; mailboxes are private and stay on this side of the form.
"""

from dataclasses import dataclass

from django.urls import reverse

from atlas.catalogue.queries import organisation_by_id
from atlas.organisations.mailboxes import Mailbox
from atlas.organisations.models import Post
from atlas.organisations.queries import open_mailboxes
from atlas.reference.kinds import FRENCH_AUTHORITIES, Kind
from atlas.reference.queries import countries_by_iso2

WRITABLE = FRENCH_AUTHORITIES | {Kind.FOREIGN_AUTHORITY}


@dataclass(frozen=True)
class Holder:
    """`subject`: what a ticket is made for; `back_url`: the page that led here; `page`: URL name and id of the form."""

    subject: str
    name: str
    page: str
    number: int
    back_url: str
    is_post: bool
    mailboxes: tuple[Mailbox, ...]


def post_holder(post_id: int) -> Holder | None:
    """A diplomatic post, or None. Two queries and one for its first country."""
    post = Post.objects.prefetch_related("jurisdiction").filter(pk=post_id).first()
    if post is None:
        return None
    codes = sorted(one.country_id for one in post.jurisdiction.all())
    country = min(countries_by_iso2(codes), default="")
    back = reverse("country", args=[country]) + "#contact" if country else reverse("countries")
    mailboxes = tuple(open_mailboxes(post=post_id))
    return Holder(f"post {post_id}", post.name, "write_to_post", post_id, back, True, mailboxes)


def authority_holder(organisation_id: int) -> Holder | None:
    """A French or foreign local authority, or None; other organisations are not written to. Two queries."""
    record = organisation_by_id(organisation_id)
    if record is None or record.kind not in WRITABLE:
        return None
    back = reverse("authority", args=[organisation_id])
    mailboxes = tuple(open_mailboxes(organisation=organisation_id))
    subject = f"authority {organisation_id}"
    return Holder(subject, record.name, "write_to_authority", organisation_id, back, False, mailboxes)
