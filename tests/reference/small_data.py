"""A tiny `data/` folder for tests of reading and loading, whose files a test may overwrite."""

from pathlib import Path

FILES = {
    "countries/zones.csv": """code,rank,name_fr,name_en
afrique,1,Afrique,Africa
europe,2,Europe,Europe
""",
    "countries/countries.csv": """iso2,iso3,name_fr,name_en,zone,lat,lon,aliases
CI,CIV,Côte d’Ivoire,Ivory Coast,afrique,7.63,-5.56,Côte d'Ivoire|Cote d'Ivoire
FR,FRA,France,France,europe,46.62,2.16,
ML,MLI,Mali,Mali,afrique,17.34,-0.74,République du Mali
""",
    "countries/dac_classes.csv": """country,data_year,class,eligible,source
FR,2023,non_oda,false,rule
ML,2023,ldc,true,list
""",
    "themes/themes.csv": """code,level,parent,label_fr,label_en,origin,nomenclature_version,valid_from,valid_to,\
is_offered,crs_default,crs_alternatives,sdg
env,1,,Environnement,Environment,ministry,v1,,,true,,,13
env.eau,2,env,Eau et déchets,Water and waste,ministry,v1,,,true,,14030|14050,6
env.eau.assain,3,env.eau,Assainissement,Sanitation,ministry,v1,,,true,14030,,6
env.energie,2,env,Energie,Energy,ours,v2,,,false,23210,23110,
""",
    "codes/codes.csv": """scheme,code,name_fr,name_en
purpose,14030,Eau de base,Basic water
sdg,6,Eau,Water
""",
    "published_figures/snapshots.csv": """key,country,as_of,as_of_fr,as_of_en,source_fr,source_en,address,\
rule_fr,rule_en,warning_fr,warning_en
world,,2016-12-31,2016,2016,Une revue,A journal,example.org/1,Règle.,Rule.,,
mali,ML,2011-09-20,20 septembre 2011,20 September 2011,Un poste,A post,,Règle.,Rule.,Réserve.,Caveat.
old,,,époque du franc,in francs,Une revue,A journal,,Règle.,Rule.,,
""",
    "published_figures/figures.csv": """snapshot,sign,value,value_to,unit,words_fr,words_en,family,part_of,parts
world,exact,12725,,count,projets,projects,decentralised_cooperation,,
world,over,881,,count,projets,projects,other_external_action,,
mali,exact,162,,count,collectivités,authorities,,,all
mali,exact,25,,count,groupements,groupings,,collectivités,
mali,exact,138,,count,autres,others,,collectivités,
mali,about,15,,percent,des collectivités,of authorities,,,
mali,exact,5,10,eur,par an,a year,,,
old,nearly,5400,,count,opérations,operations,,,
""",
    "territories/regions.csv": """code,name,seat,population,lat,lon
11,Île-de-France,75056,12000000,48.8534,2.3488
44,Grand Est,67482,5500000,48.5839,7.7455
""",
    "territories/departments.csv": """code,name,region,seat,population,lat,lon
67,Bas-Rhin,44,67482,1140000,48.5839,7.7455
91,Essonne,11,91228,1300000,48.6328,2.4405
""",
    "territories/collectivities.csv": """code,name,region,population,lat,lon
6AE,Alsace,44,1900000,48.5839,7.7455
987,Polynésie française,,278786,-17.5347,-149.5684
""",
    "territories/epci.csv": """siren,kind,name,population,department,lat,lon
200059228,ca,Communauté d'agglomération Grand Paris Sud,350000,91,48.6328,2.4405
""",
    "territories/epts.csv": """siren,name,population,department,lat,lon
200057867,Plaine Commune,450000,91,48.9356,2.3539
""",
    "territories/communes.csv": """insee,siren,name,department,epci,ept,population,lat,lon,is_approximate
67482,216704825,Strasbourg,67,,,290000,48.5839,7.7455,
91016,219100161,Angerville,91,,,4500,48.6000,2.3000,1
91228,200083525,Évry-Courcouronnes,91,200059228,200057867,66919,48.6328,2.4405,
98735,,Papeete,987,,,26654,-17.5347,-149.5684,
""",
    "territories/arrondissements.csv": """insee,name,commune,population
91901,Premier arrondissement,91228,100
""",
    "territories/former_regions.csv": """code,name,valid_from,valid_to,date_precision,successor,kind,seat
42,Alsace,,2016-01-01,day,44,merger,67482
44,Alsace-Champagne-Ardenne-Lorraine,2016-01-01,2016-01-01,year,44,rename,
""",
    "territories/former_epci.csv": """code,name,valid_to,date_precision,successor,kind,authority_kind
249100000,Communauté de communes d'Évry,2020-01-01,year,200059228,merger,cc
""",
    "territories/former_communes.csv": """code,name,valid_to,date_precision,successor,kind
91100,Village-Neuf,1995-06-01,day,91182,merger
91182,Courcouronnes,2019-01-01,day,91228,merger
91228,Évry,2019-01-01,day,91228,merger
""",
    "territories/authorities.csv": """kind,code,authority_kind,authority_name,authority_from,authority_to,\
successor_kind,successor_code
collectivity,6AE,department,Collectivité européenne d'Alsace,2021-01-01,,,
department,67,department,,,2021-01-01,collectivity,6AE
""",
}


def write(folder: Path, **changed: str) -> Path:
    """Write all files into `folder`; `changed` replaces the text of files named by their stem. Returns the folder."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changed.get(path.stem, text), encoding="utf-8")
    return folder


def without(name: str, start: str) -> str:
    """A file's text without the lines that start so."""
    return "".join(line for line in FILES[name].splitlines(keepends=True) if not line.startswith(start))
