from django.urls import path

from accounts.views import preferences, revoke_token, tokens

urlpatterns = [
    path("preferences/", preferences, name="preferences"),
    path("tokens/", tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", revoke_token, name="revoke_token"),
]
