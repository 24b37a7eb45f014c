"""Answers in public: their pages in both languages, list and feeds, search, stories, withdrawal."""

import json
import re
import xml.etree.ElementTree as ET

import pytest
from django.urls import reverse

from qixin.core.personal_data import find_personal_data
from qixin.newsroom.actions import rumours, take_down
from qixin.newsroom.models import Answer, Story
from qixin.newsroom.publication import files
from qixin.newsroom.selectors.facts import MOST_FOUND, answers_of_stories, find_answers
from qixin.newsroom.tasks import write_missing
from qixin.people.enums import Role
from tests.newsroom.factories import (
    correct,
    make_column,
    make_editor,
    make_published,
    make_topic,
    write_anew,
)
from tests.newsroom.rumour_factories import (
    WHY,
    bring_answer_to,
    found,
    make_answered,
    make_rumour,
    propose,
    publish,
    sight,
    withdraw,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_commit")]
ATOM = "{http://www.w3.org/2005/Atom}"
CLAIM = "今晚全区封路，超市明天关门"


def read(root, path):
    return (root / path).read_text()


def text_of(markup):
    return re.sub(r"<[^>]*>", "", markup)


def test_the_page_says_the_verdict_first_and_marks_the_claim_as_one(public_root):
    answer = make_answered()
    page = read(public_root, f"zh/{answer.public_path()}").split("<main")[1]
    order = [page.index(one) for one in ('<h1 class="fact-verdict', answer.text, "<blockquote")]
    assert order == sorted(order)
    assert f"“{CLAIM}”</blockquote>" in page
    assert "区公安分局交警大队，2月3日" in page


def test_a_page_bears_a_claim_review_that_says_the_same(public_root):
    answer = make_answered(claim="一</script>二")
    page = read(public_root, f"zh/{answer.public_path()}")
    review = json.loads(re.search(r'ld\+json">(.*?)</script>', page).group(1))
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] == "一</script>二"
    rating = review["reviewRating"]
    assert (rating["alternateName"], rating["ratingValue"]) == ("不实", 1)


def test_what_is_unproven_has_no_number(public_root):
    answer = make_answered(verdict="unproven", text="目前没有收到相关报告。")
    page = read(public_root, f"zh/{answer.public_path()}")
    assert "ratingValue" not in page
    assert "没有证据证实或否定" in page


def test_english_readers_read_english_and_chinese_where_there_is_none(public_root):
    told = make_answered(claim_en="Roads close tonight", text_en="Roads stay open.")
    page = read(public_root, f"en/{told.public_path()}")
    assert "Roads stay open." in page
    assert 'class="verdict' not in page or "False" in page
    other = make_answered("隔壁小区断水")
    page = read(public_root, f"en/{other.public_path()}")
    assert '<blockquote lang="zh-Hans">“隔壁小区断水”' in page


def test_nothing_stands_in_public_before_a_second_person_verified_it(public_root, client):
    for state in ("proposed", "returned", "verified"):
        answer = bring_answer_to(state)
        assert not files.exists(f"zh/{answer.public_path()}")
    assert not find_answers("封路")


def test_informants_sightings_and_evidence_are_on_no_public_page(public_root):
    rumour = make_rumour(place="晏婴小区业主群")
    sight(rumour, place="东方名郡三号楼群")
    rumours.collect(
        rumour=rumour, found=found(source="值班员王建国", text="内部口径：先不说。"),
        client_key="00000000-0000-4000-8000-000000000001", by=rumour.opened_by,
    )  # fmt: skip
    publish(propose(rumour))
    written = "".join(
        file.read_text() for file in public_root.rglob("*.*")
        if file.suffix in {".html", ".xml", ".json"}
    )  # fmt: skip
    for secret in ("晏婴小区业主群", "东方名郡", "王建国", "内部口径"):
        assert secret not in written
    assert not find_personal_data(text_of(read(public_root, f"zh/{rumour.public_path()}")))
    writer = rumour.answers.get().written_by
    assert writer.person.name not in written


def test_the_list_and_both_feeds_hold_what_stands_in_public_newest_first(public_root):
    first, second = make_answered("旧传言"), make_answered("新传言", verdict="true")
    withdraw(make_answered("错的答复"))
    page = read(public_root, "zh/facts/index.html")
    assert page.index("新传言") < page.index("旧传言")
    assert "错的答复" not in page
    feed = ET.fromstring(read(public_root, "zh/facts/feed.xml"))
    ids = [one.text for one in feed.iterfind(f"{ATOM}entry/{ATOM}id")]
    assert ids == [second.identity, first.identity]
    items = json.loads(read(public_root, "zh/facts/feed.json"))["items"]
    assert [one["title"] for one in items] == ["属实：“新传言”", "不实：“旧传言”"]


def test_a_list_that_shrinks_loses_its_last_page(public_root, monkeypatch):
    from qixin.newsroom.publication import rumours as publication

    monkeypatch.setattr(publication, "PER_PAGE", 1)
    make_answered("甲传言")
    last = make_answered("乙传言")
    assert files.exists("zh/facts/page-2.html")
    assert 'href="./"' in read(public_root, "zh/facts/page-2.html")
    withdraw(last)
    assert not files.exists("zh/facts/page-2.html")
    assert not files.exists("en/facts/page-2.html")


def test_two_characters_find_an_answer_above_the_stories(client):
    make_answered()
    make_published(title="超市营业时间")
    page = client.get(reverse("newsroom:find"), {"q": "封路"}).content.decode()
    assert CLAIM in page
    page = client.get(reverse("newsroom:find"), {"q": "超市 几点"}).content.decode()
    assert CLAIM in page
    page = client.get(reverse("newsroom:find"), {"q": "超市"}).content.decode()
    assert page.index(CLAIM) < page.index("营业时间</a>")
    page = client.get(reverse("newsroom:find"), {"q": "口罩"}).content.decode()
    assert CLAIM not in page


def test_one_word_in_common_is_enough_and_more_of_the_claim_comes_first():
    near = make_answered("超市明天关门")
    make_answered("喝酒防病", text="喝酒不能预防感染。")
    far = make_answered("医院停诊", text="医院正常接诊，附近超市正常营业。")
    assert find_answers("超市明天还开吗") == [near, far]
    # "不能" is a word of that answer, and what is looked for is another matter
    assert find_answers("今天还能不能出门去理发店") == []
    for number in range(MOST_FOUND + 2):
        make_answered(f"超市第{number}种说法")
    assert len(find_answers("超市")) == MOST_FOUND


@pytest.mark.parametrize("q", ["", " ", "。，", "%", "'\"", "OR AND NOT", "*", "口" * 60, "a b"])
def test_whatever_is_typed_is_no_error(q):
    answer = make_answered()
    assert set(find_answers(q)) <= {answer}


def test_the_story_bears_the_answer_on_top_and_loses_it_when_that_is_withdrawn(public_root):
    story, rumour = make_published(title="网传封路"), make_rumour()
    rumours.link_story(rumour=rumour, story=story, by=rumour.opened_by)
    path = f"zh/{Story.objects.get(pk=story.pk).public_path()}"
    assert "answered-head" not in read(public_root, path)
    answer = publish(propose(rumour))
    page = read(public_root, path)
    assert page.index("answered-head") < page.index("首批蔬菜")
    assert f'href="/zh/{answer.public_path()}"' in page
    assert "网传封路" in read(public_root, f"zh/{answer.public_path()}")
    withdraw(answer)
    assert "answered-head" not in read(public_root, path)


def test_the_answers_of_many_stories_are_read_at_once_newest_first(django_assert_num_queries):
    stories = [make_published(), make_published(), make_published()]
    old, new = make_answered("旧传言"), make_answered("新传言")
    editor = make_editor()
    for answer, story in ((old, stories[0]), (new, stories[0]), (old, stories[1])):
        rumours.link_story(rumour=answer.rumour, story=story, by=editor)
    with django_assert_num_queries(2):
        found = answers_of_stories([story.pk for story in stories])
    assert found == {stories[0].pk: [new, old], stories[1].pk: [old]}


def test_linking_and_unlinking_after_publication_write_the_story_at_once(public_root):
    answer, story = make_answered(), make_published()
    path = f"zh/{Story.objects.get(pk=story.pk).public_path()}"
    editor = make_editor()
    for _ in range(2):
        rumours.link_story(rumour=answer.rumour, story=story, by=editor)
    assert "answered-head" in read(public_root, path)
    for _ in range(2):
        rumours.unlink_story(rumour=answer.rumour, story=story, by=editor)
    assert "answered-head" not in read(public_root, path)


def _linked(title):
    """A story, and the page of the answer that leads to it."""
    story, answer = make_published(title=title), make_answered()
    rumours.link_story(rumour=answer.rumour, story=story, by=make_editor())
    return Story.objects.get(pk=story.pk), f"zh/{answer.public_path()}"


def test_the_answer_calls_a_corrected_story_by_its_new_title(public_root):
    story, page = _linked("原来的标题")
    assert "原来的标题" in read(public_root, page)
    correct(story, title="更正的标题")
    assert "更正的标题" in read(public_root, page)
    assert "原来的标题" not in read(public_root, page)


@pytest.mark.parametrize("how", ["withdraw", "unpublish", "delete"])
def test_the_answer_leads_to_no_story_that_is_gone(public_root, how):
    story, page = _linked("撤下的标题")
    if how == "withdraw":
        take_down(story=story, reason=WHY, by=make_editor(Role.CHIEF_EDITOR))
    else:
        getattr(story, how)()
    assert "撤下的标题" not in read(public_root, page)


def test_not_even_on_a_full_disk(public_root, monkeypatch):
    story, page = _linked("撤下的标题")

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", full)
    take_down(story=story, reason=WHY, by=make_editor(Role.CHIEF_EDITOR))
    monkeypatch.undo()
    assert "撤下的标题" not in read(public_root, page)


def test_the_front_page_and_the_topics_bear_the_newest_answers(public_root):
    topic = make_topic()
    make_published(make_column(topic=topic))
    answer = make_answered()
    for path in ("zh/index.html", f"zh/{topic.public_path()}"):
        assert CLAIM in read(public_root, path)
    withdraw(answer)
    for path in ("zh/index.html", f"zh/{topic.public_path()}"):
        assert CLAIM not in read(public_root, path)


def test_a_correction_takes_the_answers_place_and_stays_named(public_root):
    answer = make_answered()
    new = publish(
        propose(answer.rumour, text="个别路段夜间限行。", notice="原答复没有提到限行路段")
    )
    page = read(public_root, f"zh/{new.public_path()}")
    assert new.public_path() == answer.public_path()
    assert "个别路段夜间限行。" in page
    assert answer.text not in page
    assert "原答复没有提到限行路段" in page
    assert [one.pk for one in find_answers("封路")] == [new.pk]
    assert Answer.objects.get(pk=answer.pk).state == "superseded"


def test_a_withdrawn_answer_leaves_when_and_why_and_nothing_of_its_text(public_root, client):
    answer = make_answered()
    withdraw(answer)
    written = "".join(
        file.read_text() for file in public_root.rglob("*.*")
        if file.suffix in {".html", ".xml", ".json"}
    )  # fmt: skip
    assert CLAIM not in written
    assert answer.text not in written
    assert WHY in read(public_root, f"zh/{answer.public_path()}")
    assert not find_answers("封路")


def test_a_withdrawn_answer_can_be_looked_into_again_and_answered_at_the_same_address(public_root):
    answer = make_answered()
    withdraw(answer)
    rumours.reopen(rumour=answer.rumour, reason=WHY, by=make_editor())
    assert WHY in read(public_root, f"zh/{answer.public_path()}")
    again = publish(propose(answer.rumour, text="新的答复。"))
    assert "新的答复。" in read(public_root, f"zh/{again.public_path()}")


def test_the_full_rebuild_writes_the_very_same_bytes(public_root):
    story = make_published(make_column(topic=make_topic()))
    answer = make_answered()
    rumours.link_story(rumour=answer.rumour, story=story, by=make_editor())
    withdraw(make_answered("撤回的"))
    write_anew()
    before = {file: file.read_bytes() for file in public_root.rglob("*.*") if file.is_file()}
    for file in before:
        file.unlink()
    write_anew()
    after = {file: file.read_bytes() for file in public_root.rglob("*.*") if file.is_file()}
    assert after == before


def test_incremental_writing_equals_the_rebuild(public_root):
    topic = make_topic()
    story = make_published(make_column(topic=topic))
    answer = make_answered()
    rumours.link_story(rumour=answer.rumour, story=story, by=make_editor())
    publish(propose(answer.rumour, text="更正后的答复。", notice="补充了时间地点"))
    shown = [
        f"{tree}/{path}"
        for tree in ("zh", "en")
        for path in (
            "index.html", topic.public_path(), Story.objects.get().public_path(),
            "facts/index.html", "facts/feed.xml", "facts/feed.json", answer.public_path(),
        )
    ]  # fmt: skip
    before = {path: read(public_root, path) for path in shown}
    write_anew()
    assert {path: read(public_root, path) for path in shown} == before


def test_a_page_that_was_not_written_is_written_by_the_job(public_root):
    answer = make_answered()
    files.remove(f"zh/{answer.public_path()}")
    write_missing.func()
    assert files.exists(f"zh/{answer.public_path()}")


def test_a_full_disk_keeps_the_old_pages_whole_and_the_answer_published(public_root, monkeypatch):
    from qixin.newsroom.signals import section_changed

    heard = []
    section_changed.connect(lambda **news: heard.append(news), weak=False, dispatch_uid="full")
    answer = propose(make_rumour())

    def full(path, content):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "write", full)
        publish(answer)
    section_changed.disconnect(dispatch_uid="full")
    assert Answer.objects.get(pk=answer.pk).state == "published"
    assert heard


def test_before_any_answer_the_list_says_so(client, public_root):
    page = b"".join(client.get("/zh/facts/").streaming_content).decode()
    assert "还没有答复过传言" in page
