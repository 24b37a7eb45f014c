"""Topics, columns and stories for tests, made the way people make them."""

import io
import itertools
import uuid
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.test import override_settings
from django.urls import reverse
from PIL import Image

from qixin.newsroom.actions import announce
from qixin.newsroom.enums import NoticeKind, PictureRights, ReviewStep
from qixin.newsroom.models import Column, Home, Picture, SiteBuild, Story, Topic
from qixin.newsroom.three_reviews import step_of
from qixin.people.enums import Role
from qixin.reports.enums import AttachmentKind, AttachmentState
from qixin.reports.models import Attachment
from tests.people.factories import make_user

_serial = itertools.count(1)
# in the block that nobody has
PHONE = "19900001234"


def at(name, *args) -> str:
    """The address of a page of the room."""
    return reverse(f"newsroom:{name}", args=args)


def make_editor(role=Role.EDITOR, **fields):
    """An account with the role, in the groups of the back office that follow from it."""
    from qixin.newsroom.actions import sync_groups

    user = make_user(role, **fields)
    sync_groups(user=user)
    return type(user).objects.get(pk=user.pk)


@contextmanager
def site_left_as_it_is():
    """Jobs are not done: writing every page anew is no part of what most tests begin with."""
    undone = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []}}
    with override_settings(TASKS=undone):
        yield


def make_topic(title="抗击疫情", **fields) -> Topic:
    fields.setdefault("slug", f"topic{next(_serial)}")
    topic = Topic(title=title, **fields)
    Home.objects.get().add_child(instance=topic)
    with site_left_as_it_is():
        topic.save_revision().publish()
    return Topic.objects.get(pk=topic.pk)


def make_column(title="一线直击", topic=None, **fields) -> Column:
    fields.setdefault("slug", f"column{next(_serial)}")
    column = Column(title=title, name_en=fields.pop("name_en", "From the front"), **fields)
    (topic or Home.objects.get()).add_child(instance=column)
    with site_left_as_it_is():
        column.save_revision().publish()
    return Column.objects.get(pk=column.pk)


def make_story(
    column=None, *, by=None, title="蔬菜送到社区", text="首批蔬菜今天送到。", **fields
) -> Story:
    """A draft by an editor."""
    story = Story(title=title, live=False, owner=by, **fields)
    story.body = Story._meta.get_field("body").to_python(
        [{"type": "paragraph", "value": f"<p>{text}</p>", "id": str(uuid.uuid4())}]
    )
    (column or make_column()).add_child(instance=story)
    story.save_revision(user=by)
    return Story.objects.get(pk=story.pk)


def submit(story, *, by) -> Story:
    story.get_workflow().start(story, by)
    return Story.objects.get(pk=story.pk)


def approve(story, *, by) -> Story:
    story = Story.objects.get(pk=story.pk)
    story.current_workflow_task.on_action(story.current_workflow_task_state, by, "approve")
    return Story.objects.get(pk=story.pk)


REVIEWERS = (Role.EDITOR, Role.REVIEWER, Role.CHIEF_EDITOR)


def review(story, *, by=()) -> Story:
    """The reviews that are left, each by one of `by` or by somebody new in the right role."""
    story, people = Story.objects.get(pk=story.pk), list(by)
    while story.workflow_in_progress:
        step = list(ReviewStep).index(step_of(story.current_workflow_task_state))
        person = people.pop(0) if people else make_editor(REVIEWERS[step])
        story = approve(story, by=person)
    return story


def bring_to(step, *, story=None, by=None) -> Story:
    """A story that waits at `step`."""
    by = by or make_editor()
    story = submit(story or make_story(by=by), by=by)
    for number in range(list(ReviewStep).index(step)):
        story = approve(story, by=make_editor(REVIEWERS[number]))
    return story


def make_published(column=None, *, editor=None, reviewer=None, **fields) -> Story:
    """A story that went the whole way; `reviewer` gave it its final review."""
    editor = editor or make_editor()
    story = make_story(column, by=editor, **fields)
    story = bring_to(ReviewStep.FINAL, story=story, by=editor)
    return approve(story, by=reviewer or make_editor(Role.CHIEF_EDITOR))


def edit(story, *, by, **fields) -> Story:
    """A new version."""
    version = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    version.save_revision(user=by)
    return Story.objects.get(pk=story.pk)


def correct(story, *, text="标题中的日期有误", **fields) -> Story:
    """A new version of a published story with its notice, reviewed three times."""
    editor = make_editor()
    story = edit(story, by=editor, **fields)
    announce(story=story, kind=NoticeKind.CORRECTION, text=text, by=editor)
    return review(submit(story, by=editor))


def write_anew() -> SiteBuild:
    """The whole public site, from the beginning."""
    from qixin.newsroom.actions import begin_build, go_on_building

    started = begin_build()
    assert go_on_building(started=started)
    return SiteBuild.objects.get(pk=started.pk)


def jpeg(size=(640, 480), colour=(90, 140, 90), exif=True) -> bytes:
    """A photo that says where it was taken."""
    image = Image.new("RGB", size, colour)
    image.paste((200, 30, 30), (0, 0, size[0] // 3, size[1] // 2))
    tags = image.getexif()
    if exif:
        tags[0x010E] = "SECRET-PLACE"
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=tags)
    return stream.getvalue()


def make_picture(title="现场", credit="演练甲"):
    picture = Picture(
        title=title,
        credit=credit,
        rights=PictureRights.OWN,
        file=ContentFile(jpeg(), name="a.jpg"),
    )
    picture.save()
    return picture


def make_photo(report, *, position=0) -> Attachment:
    content = jpeg()
    attachment = Attachment(
        report=report,
        position=position,
        kind=AttachmentKind.IMAGE,
        state=AttachmentState.READY,
        mime="image/jpeg",
        size=len(content),
        sha256=f"{next(_serial):064d}",
    )
    attachment.original.save("a.jpg", ContentFile(content), save=False)
    attachment.web.save("w.jpg", ContentFile(jpeg(exif=False)), save=False)
    attachment.save()
    return attachment
