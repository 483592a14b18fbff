"""The doors of ProConnect: to sign in, to come back, to leave the provider too."""

from secrets import token_urlsafe
from urllib.parse import urlencode

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache
from requests import RequestException

from .provider import ID_TOKEN, ProConnectAdapter, ProConnectProvider

PROVIDER = ProConnectProvider.id


def is_configured(request: HttpRequest) -> bool:
    """Whether the button is shown."""
    return bool(get_adapter().list_apps(request, provider=PROVIDER))


@never_cache
def begin(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Off to the provider; only a POST goes there at once, a link asks first."""
    return _view(OAuth2LoginView, request, provider_id)


@never_cache
def come_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """From the provider, with a code or with an error."""
    return _view(OAuth2CallbackView, request, provider_id)


def _view(kind: type[OAuth2LoginView | OAuth2CallbackView], request: HttpRequest, provider_id: str) -> HttpResponseBase:
    try:
        view = kind.adapter_view(ProConnectAdapter(request, provider_id))
        answer: HttpResponseBase = view(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer


def sign_out_address(request: HttpRequest) -> str:
    """Where to go to leave the provider too; '' for who did not come by it, or when it does not answer."""
    token = request.session.get(ID_TOKEN, "")
    if not token or not is_configured(request):
        return ""
    try:
        config = ProConnectAdapter(request, PROVIDER).openid_config
    except RequestException:
        return ""
    if not (address := config.get("end_session_endpoint")):
        return ""
    home = request.build_absolute_uri(reverse("home"))
    said = {"id_token_hint": token, "post_logout_redirect_uri": home, "state": token_urlsafe(16)}
    return f"{address}?{urlencode(said)}"
