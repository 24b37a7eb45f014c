from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LiveState(models.TextChoices):
    """Where a live channel stands; people move it."""

    PLANNED = "planned", pgettext_lazy("live", "Planned")
    ON_AIR = "on_air", pgettext_lazy("live", "On air")
    PAUSED = "paused", pgettext_lazy("live", "Paused")
    ENDED = "ended", pgettext_lazy("live", "Ended")


# What readers have a page of, and where entries may still come in.
PUBLIC_LIVE = (LiveState.ON_AIR, LiveState.PAUSED, LiveState.ENDED)
OPEN_LIVE = (LiveState.ON_AIR, LiveState.PAUSED)


class LiveSignal(models.TextChoices):
    """Whether pictures come in; the watcher finds it, nobody enters it."""

    NONE = "none", pgettext_lazy("live", "No stream")
    FLOWING = "flowing", pgettext_lazy("live", "The stream flows")
    INTERRUPTED = "interrupted", pgettext_lazy("live", "Interrupted")


class EntryRule(models.TextChoices):
    """Whether a second person looks at an entry before readers do."""

    AT_ONCE = "at_once", _("Entries go out at once")
    SECOND_LOOK = "second_look", _("A second person lets each entry out")


class EntryState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("live entry", "Waits for a second look")
    OUT = "out", pgettext_lazy("live entry", "Out")
    TAKEN_DOWN = "taken_down", pgettext_lazy("live entry", "Taken down")


class ClipState(models.TextChoices):
    """Where the making of a clip stands."""

    WAITING = "waiting", pgettext_lazy("clip", "Waits to be converted")
    CONVERTING = "converting", pgettext_lazy("clip", "Being converted")
    READY = "ready", pgettext_lazy("clip", "Ready")
    SHOWN = "shown", pgettext_lazy("clip", "On the live page")
    FAILED = "failed", pgettext_lazy("clip", "Could not be converted")
