from tests.catalogue.records import project, publish_organisation
from atlas.catalogue.record import PublicOrganisation
from atlas.reference.models import *
from tests.opendata.conftest import *
import logging
def test_x(client, public, django_assert_num_queries):
    logging.disable()
    z=WorldZone.objects.create(code="afr",name_fr="Afrique",name_en="Africa",rank=1)
    Country.objects.create(iso2="ML",iso3="MLI",name_fr="Mali",name_en="Mali",zone=z)
    r=Territory.objects.create(kind="region",code="84",name="ARA",match_key="ara"); Territory.objects.create(kind="department",code="38",name="Isère",match_key="i",parent=r)
    public(*[project(n, length=200) for n in range(1,81)])
    for p in project(3).parties: 
        if p.id: publish_organisation(PublicOrganisation(id=p.id,name=p.name,kind=p.kind,group=p.group,country=p.country)); oid=p.id
    for q in ["","countries","countries.csv","countries/ML","territories.csv","territories","territories/regions/84","territories/departments/38?au=2010-01-01","themes","themes.csv?fields=code","figures?pays=ML","figures.csv?pays=ML&regle=en-cours&lang=en","places?pays=ML","places.geojson?pays=ML","places.csv",
      "organisations","organisations.geojson?role=french",f"organisations/{oid}",f"organisations/{oid}/projects?limit=1&fields=id","organisations?q=riv&limit=1", "countries/ZZ","organisations?lang=de","figures?au=3000-01-01"]:
        r = client.get("/api/v1/"+q)
        print("\n", q, r.status_code, r.content.decode()[:500])
    assert 0
