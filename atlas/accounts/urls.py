"""Addresses of accounts, under their language. Those of the library that signs people in keep its names."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from . import proconnect
from .views import asking, granting, own, signing

library = [
    path(_("connexion/"), account.login, name="account_login"),
    path(_("deconnexion/"), signing.sign_out, name="account_logout"),
    path(_("connexion/code/"), account.request_login_code, name="account_request_login_code"),
    path(_("connexion/code/saisie/"), account.confirm_login_code, name="account_confirm_login_code"),
    path(_("inscription/"), signing.sign_up, name="account_signup"),
    path(_("inactif/"), account.account_inactive, name="account_inactive"),
    path(_("verification/"), account.reauthenticate, name="account_reauthenticate"),
    path(_("adresse/"), account.email, name="account_email"),
    path(_("adresse/envoyee/"), account.email_verification_sent, name="account_email_verification_sent"),
    path(_("adresse/<str:key>/"), account.confirm_email, name="account_confirm_email"),
    path(_("mot-de-passe/"), account.password_change, name="account_change_password"),
    path(_("mot-de-passe/premier/"), account.password_set, name="account_set_password"),
    path(_("mot-de-passe/oublie/"), account.password_reset, name="account_reset_password"),
    path(_("mot-de-passe/oublie/envoye/"), account.password_reset_done, name="account_reset_password_done"),
    re_path(
        _(r"^mot-de-passe/oublie/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"),
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        _("mot-de-passe/remplace/"), account.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
    path(_("second-facteur/"), mfa.index, name="mfa_index"),
    path(_("second-facteur/saisie/"), mfa.authenticate, name="mfa_authenticate"),
    path(_("second-facteur/verification/"), mfa.reauthenticate, name="mfa_reauthenticate"),
    path(_("second-facteur/application/"), totp.activate_totp, name="mfa_activate_totp"),
    path(_("second-facteur/application/retrait/"), totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(_("second-facteur/secours/"), recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(_("second-facteur/secours/nouveaux/"), recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(_("second-facteur/secours/fichier/"), recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path(_("second-facteur/cles/"), webauthn.list_webauthn, name="mfa_list_webauthn"),
    path(_("second-facteur/cles/ajout/"), webauthn.add_webauthn, name="mfa_add_webauthn"),
    path(_("second-facteur/cles/verification/"), webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(_("second-facteur/cles/connexion/"), webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(_("second-facteur/cles/<int:pk>/retrait/"), webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path(_("second-facteur/cles/<int:pk>/nom/"), webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path(_("sessions/"), own.sessions_page, name="usersessions_list"),
    path(_("fournisseurs/"), social.connections, name="socialaccount_connections"),
    path(_("fournisseurs/annule/"), social.login_cancelled, name="socialaccount_login_cancelled"),
    path(_("fournisseurs/erreur/"), social.login_error, name="socialaccount_login_error"),
    path(_("fournisseurs/inscription/"), signing.sign_up, name="socialaccount_signup"),
    path(_("fournisseurs/<slug:provider_id>/connexion/"), proconnect.begin, name="proconnect_login"),
    path(_("fournisseurs/<slug:provider_id>/retour/"), proconnect.come_back, name="proconnect_callback"),
]

urlpatterns = [
    path("", own.home_page, name="account_home"),
    path(_("demande/"), asking.ask_page, name="account_ask"),
    path(_("demande/recue/"), asking.asked_page, name="account_asked"),
    path(_("demande/organismes/"), asking.organisations_page, name="account_organisations"),
    path(_("demande/role/"), asking.ask_role_page, name="account_ask_role"),
    path(_("confirmation/<str:text>/"), asking.confirm_page, name="account_confirm"),
    path(_("invitation/<str:secret>/"), asking.invitation_page, name="account_invitation"),
    path(_("roles/<int:number>/quitter/"), own.leave_role, name="account_leave_role"),
    path(_("mes-donnees.json"), own.data_file, name="account_data"),
    path(_("effacer/"), own.erase_page, name="account_erase"),
    path(_("efface/"), signing.erased_page, name="account_erased"),
    path(_("equipe/"), granting.requests_page, name="account_requests"),
    path(_("equipe/<int:number>/"), granting.request_page, name="account_request"),
    path(_("equipe/<int:number>/fin/"), granting.end_page, name="account_end"),
    path(_("equipe/inviter/"), granting.invite_page, name="account_invite"),
    path(_("equipe/invitations/<int:number>/retrait/"), granting.withdraw_page, name="account_withdraw_invitation"),
    path(_("equipe/deleguer/"), granting.delegate_page, name="account_delegate"),
    path(_("equipe/delegations/<int:number>/fin/"), granting.end_delegation_page, name="account_end_delegation"),
    *library,
]
