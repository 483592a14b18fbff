"""Lists for the form without a database."""

from types import SimpleNamespace
from typing import Any, cast

from atlas.workspace.fields import Lists
from tests.factories.world import World

ENVIRONMENT, WATER = "Environnement, Climat et Energie", "Eau et déchets"
LISTS = Lists(
    countries=[("FR", "France"), ("ML", "Mali"), ("SN", "Sénégal")],
    themes=[
        ("env", "Environnement, Climat et Energie"),
        ("env.eau", "Environnement, Climat et Energie > Eau et déchets"),
    ],
    posts=[("Ambassade de France à Bamako", "Ambassade de France à Bamako")],
    spellings={"mali": "ML", "republique du mali": "ML", "france": "FR", "senegal": "SN"},
    paths={
        "env": ("Environnement, Climat et Energie",),
        "env.eau": ("Environnement, Climat et Energie", "Eau et déchets"),
    },
    post_ids={"Ambassade de France à Bamako": 4},
)


def numbers() -> World:
    """A world of which only the numbers of rows count."""
    return cast(World, _numbers())


def _numbers() -> Any:
    names = ("commune", "region", "partner", "post", "state")
    return SimpleNamespace(**{name: SimpleNamespace(pk=number) for number, name in enumerate(names, start=1)})
