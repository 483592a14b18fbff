"""Alerts of the mailbox of an account: in its data, and gone when it is erased (D5.4)."""

from django.test import Client

from atlas.accounts.personal import data_of, erase
from atlas.alerts.models import Alert
from tests.factories.accounts import account

from .conftest import AT, Publish, confirmed


def test_alerts_go_with_the_account_of_their_mailbox(client: Client, published: Publish) -> None:
    user = account(email="paul@example.org")
    confirmed(client, "pays=ML", email="paul@example.org")
    confirmed(client, "pays=ML", email="lise@example.org")
    (told,) = data_of(user)["alerts"]
    assert (told["email"], told["search"]) == ("paul@example.org", "pays=ML")
    erase(user.pk, by=user.actor, at=AT)
    assert [one.address for one in Alert.objects.defer("seen")] == ["lise@example.org"]
