import pytest
from django.template.loader import render_to_string
from django.utils import translation


def test_the_language_link_switches_and_comes_back(client):
    answer = client.get("/language/en/?next=/offline/")
    assert answer.headers["Location"] == "/offline/"
    assert answer.cookies["django_language"].value == "en"


def test_the_language_link_leads_nowhere_else(client):
    assert client.get("/language/en/?next=https://evil.example/").headers["Location"] == "/"


def test_an_unknown_language_changes_nothing(client):
    assert "django_language" not in client.get("/language/tlh/").cookies


@pytest.mark.parametrize("page", [400, 403, 404, 409, 413, 429, 500])
@pytest.mark.parametrize(("language", "title"), [("zh-hans", "齐心"), ("en", "Qixin")])
def test_error_pages_need_no_request_and_speak_both_languages(page, language, title):
    with translation.override(language):
        assert title in render_to_string(f"{page}.html", {"sentence": "x"})


def test_the_gallery_is_not_shown_where_people_work(client, settings, db):
    settings.DEBUG = settings.QIXIN_DEMO = False
    assert client.get("/ui/gallery/").status_code == 404
