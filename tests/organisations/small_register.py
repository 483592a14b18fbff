"""A tiny `data/` folder for tests of loading: the small reference data, and files of organisations and posts beside."""

from pathlib import Path

from atlas.organisations.loading import LoadReport, load_organisations
from atlas.reference.loading import load_reference
from tests.reference import small_data

FILES = {
    "organisations/bodies.csv": """key,kind,name,country,region
state,state,Ministère de l'Europe et des Affaires étrangères,FR,
bucket:other,other_funder,Autre,,
body:afd,operator,Agence française de développement,FR,
""",
    "organisations/state_labels.csv": """label,abbreviation,valid_from,valid_to
Ministère des Affaires étrangères et européennes,MAEE,2007,2012
Ministère de l'Europe et des Affaires étrangères,MEAE,2017,
""",
    "organisations/names.csv": """key,name,kind,valid_to
body:afd,AFD,alias,
epci:200059228,Grand Paris Sud,alias,
epci:999999999,Nobody's other name,alias,
""",
    "organisations/aliases.csv": """country,alias,name
ML,Soudan français,Mali
""",
    "posts/posts.csv": """kind,city,name,countries,aliases,valid_from,valid_to
consulate_general,Abidjan,Consulat général de France à Abidjan,CI,,,
embassy,Bamako,Ambassade de France à Bamako,ML|CI,Bamakô|Bamako-Ville,2001-01-01,
""",
}


def write(folder: Path, **changed: str) -> Path:
    """Write all files, reference data included; `changed` replaces the text of files named by their stem."""
    small_data.write(folder, **changed)
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changed.get(path.stem, text), encoding="utf-8")
    return folder


def load(folder: Path, **changed: str) -> LoadReport:
    """Both loads, in their order."""
    write(folder, **changed)
    load_reference(data_dir=folder)
    return load_organisations(data_dir=folder)
