"""What stands in an address when somebody visits it, and behind its question mark."""

import uuid
from typing import Any

from django.contrib.auth.models import Group as DjangoGroup
from django.core import signing
from wagtail.models import Collection, Site, Task, Workflow

from qixin.newsroom.models import Picture
from qixin.people.models import User
from tests.config.world import cases as cases_world
from tests.config.world import checkpoints as checkpoints_world
from tests.config.world import coverage as coverage_world
from tests.config.world import filings as filings_world
from tests.config.world import incoming as incoming_world
from tests.config.world import live as live_world
from tests.config.world import newsroom as newsroom_world
from tests.config.world import readers as readers_world
from tests.config.world import rumours as rumours_world
from tests.config.world.planted import (
    World,
)  # fmt: skip
from tests.config.world.safety import safety_kwargs


def kwargs_for(world: World, role: str, route: str) -> dict[str, Any]:
    """What stands in the address `route` when `role` visits it."""
    own = world.of_role.get(role) or next(iter(world.of_role.values()))
    things = world.things
    letters, reply = things["letters"], things["reply"]
    stands_in = {
        "edit": "draft", "submit": "draft", "check": "checking", "send-back": "checking",
        "sign": "checked", "send": "signed", "discard": "draft",
    }  # fmt: skip
    by_start: dict[str, dict[str, Any]] = {
        **safety_kwargs(things["safety"]),
        **cases_world.kwargs_of(things),
        **incoming_world.kwargs_of(things),
        **newsroom_world.addresses(things),
        **coverage_world.kwargs_of(things),
        **readers_world.kwargs_of(things),
        **rumours_world.kwargs_of(things),
        **live_world.kwargs_of(things),
        **{
            f"/w/letters/<str:number>/{step}/": {"number": letters[state].number}
            for step, state in stands_in.items()
        },
        "/w/letters/copies/": {"pk": reply.recipient_id},
        "/w/letters/answers/": {"pk": reply.pk},
        "/w/letters/files/": {"pk": reply.files.get().pk},
        "/w/letters/": {"number": letters["sent"].number},
        "/letter/": {"token": reply.recipient.token},
        "/w/cases/open/<str:number>": {"number": things["report"].number},
        "/w/cases/": {"number": things["case"].number},
        **filings_world.addresses(things),
        **checkpoints_world.addresses(things),
        "/w/passes/import/": {"pk": things["pass_import"].pk},
        "/w/passes/keys/": {"pk": things["signing_key"].pk},
        "/w/passes/limits/": {"pk": things["pass_limit"].pk},
        "/w/passes/rules/": {"pass_class": 1},
        "/w/passes/<str:number>/approve/": {"number": things["ask"].number},
        "/w/passes/<str:number>/refuse/": {"number": things["ask"].number},
        "/w/passes/<str:number>/withdraw/": {"number": things["ask"].number},
        "/w/passes/": {"number": things["issued"].number},
        "/api/v1/cases/": {"number": things["case"].number},
        "/api/v1/stories/": {"story_id": things["published"].pk},
        "/w/report/mine/": own,
        "/w/report/": {**own, "attachment_key": uuid.uuid4()},
        "/w/attachments/": {"pk": things["photo"].pk, "which": "web"},
        "/w/groups/": {"pk": things["group"].pk},
        "/w/registrations/": {"pk": things["home"].pk},
        "/w/invitations/": {"pk": things["invitation"].pk},
        "/w/api-keys/": {"pk": things["key"].pk},
        "/w/people/import/<int:pk>": {"pk": things["import"].pk},
        "/w/people/import/<str:kind>": {"kind": "people"},
        "/report/sent/": {
            "token": signing.dumps(things["twin"].client_key.hex, salt="reports.sent")
        },
        "/open311/v2/^tokens": {"token": things["twin"].client_key},
        "/open311/v2/^requests": {"number": things["contacted"].number},
        "/open311/v2/^services": {"code": "roads"},
        "/open311/v2/<path:rest>": {"rest": "nothing"},
        "/join/<str:token>/code/": {
            "token": things["group"].invitation_token,
            "key": uuid.uuid4(),
        },
        "/join/": {"token": things["group"].invitation_token},
        "/accounts/oidc/": {"provider_id": "nobody"},
        "/accounts/confirm-email/<str:key>": {"key": "abc"},
        "/accounts/password/reset/key/<str:key>": {"key": "1-abc"},
        "/demo/": {"username": things["admin"].username},
        "/language/": {"code": "en"},
    }
    start = next((start for start in by_start if route.startswith(start)), "")
    return {**world.ids, **by_start.get(start, {})}


def query_for(world: World, route: str) -> str:
    """What an address asks for behind its question mark."""
    takes_reports = route in ("/w/newsroom/draft/", "/w/cases/open/")
    if route == "/w/passes/print/":
        return f"?pass={world.things['issued'].number}"
    asked = readers_world.query_of(world.things).get(route, "")
    if asked:
        return asked
    return f"?reports={world.things['report'].number}" if takes_reports else ""


def back_office(world: World, route: str) -> dict[str, Any]:
    """What stands in an address of the back office: a story that waits for approval, and so on."""
    story, column = world.things["waiting"], world.things["column"]
    state = story.current_workflow_state
    names: dict[str, Any] = {
        "action": "delete",
        "action_name": "approve",
        "app_label": "newsroom",
        "app_name": "newsroom",
        "collection_id": Collection.objects.last().pk,
        "content_type_app_name": "newsroom",
        "content_type_model_name": "story",
        "destination_id": world.things["published"].get_parent().pk,
        "doc_id": 1,
        "document_id": 1,
        "filter_spec": "max-100x100",
        "image_id": Picture.objects.first().pk,
        "model_name": "story",
        "object_id": story.pk,
        "page_id": story.pk,
        "page_pk": column.pk,
        "page_to_move_id": story.pk,
        "parent_page_id": column.pk,
        "pk": story.pk,
        "redirect_id": 1,
        "revision_id": story.latest_revision_id,
        "revision_id_a": story.latest_revision_id,
        "revision_id_b": "latest",
        "session_id": 1,
        "task_id": state.current_task_state.task_id,
        "task_state_id": state.current_task_state_id,
        "token": "abc",
        "uidb64": "abc",
        "uploaded_file_id": 1,
        "workflow_pk": state.workflow_id,
        "workflow_state_id": state.pk,
    }
    rows = {
        "/newsroom/api/main/^images": Picture,
        "/newsroom/collections": Collection,
        "/newsroom/groups": DjangoGroup,
        "/newsroom/images/chooser": Picture,
        "/newsroom/sites": Site,
        "/newsroom/users": User,
        "/newsroom/workflows/tasks": Task,
        "/newsroom/workflows": Workflow,
    }
    start = next((start for start in rows if route.startswith(start)), None)
    return names | ({"pk": rows[start].objects.last().pk} if start else {})
