import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qixin.core import journal
from qixin.core.personal_data import find_personal_data
from qixin.newsroom import screening
from qixin.newsroom.actions import mask_findings
from qixin.newsroom.models import Story
from qixin.newsroom.stops import PublicationStopped
from qixin.people.enums import Role
from tests.newsroom.factories import PHONE, make_column, make_editor, make_story, review, submit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["title", "summary", "byline", "credits"])
def test_a_number_in_any_field_is_found_and_stops_publication(field):
    editor = make_editor()
    story = make_story(by=editor, **{field: f"电话{PHONE}"})
    (found,) = screening.findings(story.get_latest_revision_as_object())
    assert found.finding.text == PHONE
    submit(story, by=editor)
    with pytest.raises(PublicationStopped):
        review(story)
    assert not Story.objects.get(pk=story.pk).live


@pytest.mark.parametrize(
    "text", [PHONE, "1990<b>0001</b>234", "&#49;9900001234", "１９９００００１２３４"]
)
def test_a_number_is_found_through_markup_and_masked_without_breaking_it(text):
    story = make_story(by=make_editor(), text=f"请联系{text}。")
    assert len(screening.findings(story)) == 1
    screening.mask(story)
    assert screening.findings(story) == []
    assert "199****1234" in str(story.body).replace("<b></b>", "")


def test_a_number_that_a_link_dials_is_found_and_masked():
    story = make_story(by=make_editor(), text=f'<a href="tel:{PHONE}">请联系我们</a>')
    (found,) = screening.findings(story)
    assert found.finding.text == PHONE
    screening.mask(story)
    assert screening.findings(story) == []
    assert PHONE not in str(story.body)


@pytest.mark.parametrize("told", [f'alt="{PHONE}"', 'title="鲁C12345"', f'href="tel:{PHONE}"'])
def test_a_page_is_searched_for_what_its_tags_tell(told):
    assert screening.find_in_page(f"<p><a {told}>x</a></p>")


def test_the_address_of_a_page_is_no_telephone_number():
    assert not screening.find_in_page(f'<a href="/pictures/a{PHONE}b.jpg">x</a>')


def test_numbers_in_captions_and_quotes_are_found():
    story = make_story(by=make_editor())
    story.body = Story._meta.get_field("body").to_python(
        [{"type": "quote", "value": {"text": "好", "speaker": f"演练 {PHONE}"},
          "id": str(uuid.uuid4())}]
    )  # fmt: skip
    (found,) = screening.findings(story)
    assert found.number == 1


def test_one_click_masks_everything_and_the_journal_holds_no_number():
    editor = make_editor()
    story = make_story(by=editor, text=f"电话{PHONE}", summary=f"车牌鲁C12345，{PHONE}")
    assert mask_findings(story=story, by=editor) == 3
    latest = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert screening.findings(latest) == []
    lines = list(journal.timeline(story))
    assert lines[-1].verb == "newsroom.masked"
    assert PHONE not in str([line.detail for line in lines])


def post_of(story, **more):
    block = story.get_latest_revision_as_object().body[0]
    return {
        "title": story.title, "summary": "", "cover": "", "byline": "", "credits": "",
        "published_on": "", "go_live_at": "", "expire_at": "", "body-count": "1",
        "body-0-deleted": "", "body-0-order": "0", "body-0-type": "paragraph",
        "body-0-id": block.id,
        "body-0-value": '{"entityMap":{},"blocks":[{"key":"a","text":"电话","type":"unstyled",'
                        '"depth":0,"inlineStyleRanges":[],"entityRanges":[]}]}',
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", **more,
    }  # fmt: skip


def test_the_editor_shows_the_finding_at_its_field_and_keeps_the_text(client):
    editor = make_editor()
    story = make_story(by=editor)
    client.force_login(editor)
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[story.pk]),
        post_of(story, summary=f"请拨打{PHONE}", **{"action-submit": "1"}),
    )
    assert response.status_code == 200
    assert PHONE in str(response.context["form"].errors["summary"])
    assert f"请拨打{PHONE}" in response.content.decode()
    assert not Story.objects.get(pk=story.pk).workflow_in_progress


def test_saving_a_draft_with_a_number_is_not_stopped(client):
    editor = make_editor()
    story = make_story(by=editor)
    client.force_login(editor)
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[story.pk]),
        post_of(story, summary=f"请拨打{PHONE}"),
    )
    assert response.status_code == 302
    page = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    assert 'id="qixin-findings"' in page
    assert reverse("newsroom:mask", args=[story.pk]) in page


def test_approving_in_the_editor_with_a_change_is_refused(client):
    editor, reviewer = make_editor(), make_editor(Role.REVIEWER)
    story = submit(make_story(by=editor), by=editor)
    client.force_login(reviewer)
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[story.pk]),
        post_of(story, summary="改过", **{"action-workflow-action": "1",
                                       "workflow-action-name": "approve"}),
    )  # fmt: skip
    assert response.status_code == 200
    assert not Story.objects.get(pk=story.pk).live


def test_the_publish_button_is_not_there_for_stories(client):
    chief = make_editor(Role.CHIEF_EDITOR)
    story = make_story(by=chief)
    client.force_login(chief)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    assert 'name="action-submit"' in page
    assert 'name="action-publish"' not in page


def test_a_column_cannot_carry_a_number_onto_every_page():
    with pytest.raises(ValidationError):
        make_column("热线", summary=f"电话{PHONE}")


@given(
    st.lists(
        st.sampled_from([PHONE, *PHONE, "\n", " ", "\n\n", "\n   \n  ", "-", "联系方式:", "<p>"])
    ).map("".join)
)
def test_the_empty_lines_of_a_template_hide_nothing_and_make_no_number(markup: str) -> None:
    found = screening.find_in_page(markup)
    plain = screening._ANY_TAG.sub("", screening._BREAKING_TAG.sub("\n", markup))
    assert [one.text for one in found] == [one.text for one in find_personal_data(plain)]


def test_no_story_can_be_made_to_leave_the_site_by_itself(client):
    editor = make_editor()
    story = make_story(by=editor)
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])
    page = client.get(address)
    assert "go_live_at" in page.context["form"].fields
    assert "expire_at" not in page.context["form"].fields
    assert 'name="expire_at"' not in page.content.decode()
    sent = post_of(story, go_live_at="2099-01-01 08:00", expire_at="2099-01-02 08:00")
    assert client.post(address, sent).status_code == 302
    latest = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert latest.go_live_at is not None
    assert latest.expire_at is None
