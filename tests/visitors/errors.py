"""What every public form says of a field that is not right, whatever it asks for."""

import re
from html import unescape

from django.http import HttpResponse

from atlas.notifications.models import Mail


def error_beside(answer: HttpResponse, field: str) -> str:
    """The one error of the page: beside its field, led to from the summary, in the title; and no mail has left."""
    html = answer.content.decode()
    assert answer.status_code == 422
    ((place, words),) = re.findall(r'<p class="fr-error-text" id="(\w+)">([^<]*)</p>', html)
    assert place == f"id_{field}_error"
    assert f'<a href="#id_{field}">' in html
    assert 'aria-invalid="true"' in html
    assert "Erreur – " in html
    assert not Mail.objects.exists()
    return unescape(words)
