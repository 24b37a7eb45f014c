"""Writing the whole public site once more: begun, gone on with, told of."""

from __future__ import annotations

from importlib.metadata import version

from django.db import transaction

from qixin.core import clock, journal
from qixin.core.actors import SYSTEM
from qixin.newsroom.enums import BuildState
from qixin.newsroom.models import Home, SiteBuild, Story
from qixin.newsroom.publication.rebuilding import Progress, build
from qixin.newsroom.workflow import JOURNAL
from qixin.people.models import User
from qixin.people.permissions import check_permission
from qixin.ui.components.frame import built


def look() -> str:
    """Names the release and its assets: pages of another one are written anew."""
    return f"{version('qixin')} {built()}"


@transaction.atomic
def begin_build(*, by: User | None = None) -> SiteBuild:
    """A new writing of the site; one that has not ended yet stops. Raises Refused."""
    if by is not None:
        check_permission(by, "newsroom.manage")
    running = SiteBuild.objects.select_for_update().filter(state=BuildState.RUNNING)
    running.update(state=BuildState.OVERTAKEN, ended_at=clock.now())
    started = SiteBuild.objects.create(by=by, look=look())
    home = Home.objects.first()
    if home is not None:
        journal.write(verb=JOURNAL["render"], subject=home, by=by or SYSTEM)
    return started


def go_on_building(
    *, started: SiteBuild, processes: int = 1, on_progress: Progress = lambda _: None
) -> bool:
    """Write what `started` has not written yet; False where another one was begun meanwhile."""
    if started.state != BuildState.RUNNING:
        return False
    return build(started, processes=processes, on_progress=on_progress)


def unfinished_build() -> SiteBuild | None:
    """The writing that was stopped amid its work, or goes on elsewhere."""
    return SiteBuild.objects.filter(state=BuildState.RUNNING).first()


def looks_old() -> bool:
    """Whether there are pages that another release wrote, and nobody writes them anew yet."""
    last = SiteBuild.objects.exclude(state=BuildState.OVERTAKEN).order_by("-pk").first()
    return (last is None or last.look != look()) and Story.objects.live().exists()
