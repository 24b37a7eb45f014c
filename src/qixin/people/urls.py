from django.urls import URLPattern, URLResolver, path

from qixin.people.views import entrance, importing, invitations, journal, keys, persons, places

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("i/<str:token>/", invitations.accept, name="accept"),
    path("demo/sign-in/<str:username>/", entrance.demo_sign_in, name="demo_sign_in"),
    path("accounts/second-factor/", entrance.second_factor, name="second_factor"),
    # before allauth's own pages of the same address
    path("accounts/oidc/<str:provider_id>/login/", entrance.to_provider),
    path("accounts/password/reset/", entrance.forgotten, name="forgotten"),
    path("accounts/password/reset/done/", entrance.not_offered),
    path("accounts/password/reset/key/done/", entrance.not_offered),
    path("accounts/email/", entrance.not_offered),
    path("accounts/confirm-email/", entrance.not_offered),
    path("accounts/confirm-email/<str:key>/", entrance.not_offered),
    path("accounts/password/reset/key/<str:key>/", entrance.not_offered),
    path("w/account/", entrance.account, name="account"),
    path("w/account/home/", entrance.register_own_home, name="register_own_home"),
    path("w/people/", persons.persons, name="persons"),
    path("w/people/import/", importing.upload, name="import"),
    path("w/people/import/<int:pk>/", importing.run, name="import_run"),
    path("w/people/import/<int:pk>/rejected/", importing.rejected, name="import_rejected"),
    path("w/people/import/<str:kind>/template/", importing.template, name="import_template"),
    path("w/people/<int:pk>/", persons.person, name="person"),
    path("w/people/<int:pk>/unmask/", persons.unmask, name="unmask"),
    path("w/people/<int:pk>/grant/", persons.grant, name="grant"),
    path("w/people/<int:pk>/grants/<int:grant_pk>/revoke/", persons.revoke, name="revoke"),
    path("w/people/<int:pk>/unit/", persons.join_unit, name="join_unit"),
    path(
        "w/people/<int:pk>/units/<int:membership_pk>/leave/", persons.leave_unit, name="leave_unit"
    ),
    path("w/people/<int:pk>/home/", persons.register_home, name="register_home"),
    path("w/people/<int:pk>/factors/", persons.forget_factors, name="forget_factors"),
    path("w/people/<int:pk>/link/", persons.send_link, name="send_link"),
    path("w/registrations/", persons.registrations, name="registrations"),
    path(
        "w/registrations/<int:pk>/confirm/",
        persons.decide_registration,
        {"verb": "confirm"},
        name="confirm_home",
    ),
    path(
        "w/registrations/<int:pk>/end/",
        persons.decide_registration,
        {"verb": "end"},
        name="end_home",
    ),
    path("w/invitations/", invitations.invitations, name="invitations"),
    path("w/invitations/<int:pk>/withdraw/", invitations.withdraw, name="withdraw"),
    path("w/units/", places.units, name="units"),
    path("w/areas/", places.areas, name="areas"),
    path("w/journal/", journal.journal, name="journal"),
    path("w/journal/check/", journal.check_seal, name="check_seal"),
    path("w/journal/verdict/", journal.verdict, name="verdict"),
    path("w/api-keys/", keys.keys, name="api_keys"),
    path("w/api-keys/<int:pk>/revoke/", keys.revoke, name="revoke_key"),
]
