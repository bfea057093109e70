"""Files fetched from Slack: from its own hosts alone, and never more than is wanted."""

import gzip

import pytest

from bot.networks.base import PermanentError, TemporaryError
from bot.networks.slack_pictures import MOST_READ, SlackPictures
from bot.sandbox.server import RunningSandbox
from tests.networks.conftest import Says

TOKEN = "xoxb-secret"
PNG = b"\x89PNG picture"


def at(origin: str) -> SlackPictures:
    return SlackPictures(TOKEN, f"{origin}/api/")


def test_a_file_that_a_person_gave(running: RunningSandbox) -> None:
    sandbox = running.sandbox
    pictures = SlackPictures(sandbox.credentials.bot_token, sandbox.slack_api_url)
    file = sandbox.person("mia").give("a.png", PNG)
    assert pictures.fetch(file) == PNG
    # Of some files Slack tells the id alone.
    assert pictures.fetch({"id": file["id"], "file_access": "check_file_info"}) == PNG
    with pytest.raises(PermanentError, match="file_not_found"):
        pictures.fetch({"id": "F9"})
    with pytest.raises(PermanentError, match="no more"):
        pictures.fetch({"url_private": f"{sandbox.origin}/files-pri/F9/a.png"})


def test_a_token_without_the_scope_is_said(running: RunningSandbox) -> None:
    sandbox = running.sandbox
    file = sandbox.person("mia").give("a.png", PNG)
    with pytest.raises(PermanentError, match="files:read is missing"):
        SlackPictures("xoxb-other", sandbox.slack_api_url).fetch(file)


@pytest.mark.parametrize(
    "address",
    [
        "http://files.slack.com/files-pri/T1-F1/a.png",
        "https://files.slack.com.evil.example/a.png",
        "https://evilslack.com/a.png",
        "https://evil.example/slack.com/a.png",
        "https://files.slack.com@evil.example/a.png",
        "https://files.slack.com:pass@evil.example/a.png",
        "https://evil.example\\@files.slack.com/a.png",
        "https://evil.example#@files.slack.com/a.png",
        "https://evil.example?.slack.com/a.png",
        "https://files.slack.com:8443/a.png",
        "https://files.slack.com\n.evil.example/a.png",
        "https://.slack.com/a b.png",
        "https://127.0.0.1/a.png",
        "//files.slack.com/a.png",
        "ftp://files.slack.com/a.png",
        "file:///etc/passwd",
        "https://files.slack.com",
        "",
    ],
)
def test_the_token_goes_to_no_other_host(address: str) -> None:
    with pytest.raises(PermanentError, match="not at Slack"):
        SlackPictures(TOKEN, "https://slack.com/api/").fetch({"url_private": address})


def test_another_machine_is_not_slack_only_because_its_api_is(says: Says) -> None:
    ours, other = says(200, PNG), says(200, PNG)
    assert at(ours.origin).fetch({"url_private": f"{ours.origin}/a.png"}) == PNG
    for address in (f"{other.origin}/a.png", f"{ours.origin}@{other.origin[7:]}/a.png",
                    f"{ours.origin}.evil.example/a.png"):  # fmt: skip
        with pytest.raises(PermanentError, match="not at Slack"):
            at(ours.origin).fetch({"url_private": address})
    with pytest.raises(PermanentError, match="not at Slack"):
        SlackPictures(TOKEN, "https://slack.com/api/").fetch({"url_private": f"{ours.origin}/a"})
    assert other.asked == []
    assert ours.asked == ["GET /a.png"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(says: Says, status: int) -> None:
    other = says(200, PNG)
    ours = says(status, location=f"{other.origin}/a.png")
    with pytest.raises(PermanentError, match="files:read"):
        at(ours.origin).fetch({"url_private": f"{ours.origin}/a.png"})
    assert other.asked == []


def test_a_page_to_sign_in_is_no_picture(says: Says) -> None:
    page = says(200, b"<html>Sign in", content_type="text/html; charset=utf-8")
    with pytest.raises(PermanentError, match="files:read"):
        at(page.origin).fetch({"url_private": f"{page.origin}/a.png"})


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_too_large_is_not_read_to_its_end(says: Says, packed: bool) -> None:
    body = b"\0" * (MOST_READ * 3)
    headers = {"content_encoding": "gzip"} if packed else {}
    large = says(200, gzip.compress(body) if packed else body, **headers)
    with pytest.raises(PermanentError, match="more than 10 MB"):
        at(large.origin).fetch({"url_private": f"{large.origin}/a.png"})


def test_what_passes_is_tried_again_by_whoever_asked(says: Says) -> None:
    for status in (429, 500, 503):
        busy = says(status, retry_after="7")
        with pytest.raises(TemporaryError) as refused:
            at(busy.origin).fetch({"url_private": f"{busy.origin}/a.png"})
        assert refused.value.retry_after == 7
    with pytest.raises(TemporaryError) as refused:
        at("http://127.0.0.1:9").fetch({"url_private": "http://127.0.0.1:9/secret-name.png"})
    assert "secret-name" not in str(refused.value)
