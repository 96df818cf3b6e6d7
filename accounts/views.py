from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import tokens as keys
from accounts.forms import PreferencesForm, TokenForm
from accounts.models import ApiToken, User

LISTED = 50


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Let a person say how they want to work: everybody for themselves."""
    person = User.objects.get(pk=cast(User, request.user).pk)
    form = PreferencesForm(request.POST if request.method == "POST" else None, instance=person)
    if form.is_valid():
        form.save()
        messages.success(request, "Your preferences are saved.")
        return redirect("preferences")
    said = {"form": form}
    return render(request, "account/preferences.html", said, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List my tokens and make a new one. Its key is on the answer to the form and nowhere else."""
    person = cast(User, request.user)
    form = TokenForm(request.POST if request.method == "POST" else None)
    made, key = None, ""
    if form.is_valid():
        try:
            made, key = keys.issue(user=person, **form.cleaned_data)
            form = TokenForm()
        except keys.TokenError as error:
            form.add_error(None, str(error))
    said = {
        "form": form,
        "made": made,
        "key": key,
        "tokens": ApiToken.objects.filter(user=person)[:LISTED],
        "now": timezone.now(),
    }
    return render(request, "account/tokens.html", said, status=422 if form.errors else 200)


@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk, user=request.user)
    keys.revoke(token)
    messages.success(request, f"The token “{token.name}” opens nothing any more.")
    return redirect("tokens")
