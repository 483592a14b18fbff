import json
from tests.catalogue.records import project
from tests.opendata.conftest import *

def test_x(client, public):
    public(*[project(n, length=200) for n in range(1,81)])
    r = client.get("/api/v1/projects?limit=3&pays=ML&facets=country,status")
    print(r.status_code, r.headers); print(r.content.decode()[:3000])
    for q in ["pays=ZZ","pays=mlx","limit=0","limit=abc","debut_min=abc&x=1","page=7","etat=foo","tri=rien","cursor=abc","fields=id,titl","limit=1&limit=2","q=..","lang=de", "actif_au=2015-13-45","au=2015"]:
        r = client.get("/api/v1/projects?"+q+"&lang=en"*("lang" not in q))
        print(q, r.status_code, r.content.decode()[:600])
    for q in [".csv?limit=2",".geojson?limit=1&fields=id,title",".json?limit=1&fields=id,title,description",".xml"]:
        r = client.get("/api/v1/projects"+q)
        print(q, r.status_code, r.content.decode()[:600])
    for q in ["projects/3","projects/3/versions","projects/999","rien","openapi.json", "projects/3?fields=id,context"]:
        r = client.get("/api/v1/"+q)
        print(q, r.status_code, r.content.decode()[:400])
    assert 0
