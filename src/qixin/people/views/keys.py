"""Keys of other systems."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from qixin.people import actions
from qixin.people.forms import KEY_LABELS, ApiKeyForm
from qixin.people.models import ApiKey
from qixin.people.policies import check_can_manage_keys
from qixin.ui.http import go


@never_cache
def keys(request: HttpRequest) -> HttpResponse:
    """The keys, and the form for one more; its secret is shown once, on the answer."""
    check_can_manage_keys(request.user)
    form = ApiKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key, secret = actions.create_key(**form.cleaned_data, by=request.user)
        return render(request, "people/api_key_secret.html", {"key": key, "secret": secret})
    rows = [
        (key, [KEY_LABELS[name] for name in key.permissions if name in KEY_LABELS])
        for key in ApiKey.objects.select_related("created_by__person").order_by("-pk")
    ]
    context = {"form": form, "keys": rows}
    return render(request, "people/api_keys.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    actions.revoke_key(key=get_object_or_404(ApiKey, pk=pk), by=request.user)
    return go(request, "people:api_keys", said=_("The key no longer works."))
