"""Slack is told what is a link; it looks for nothing by itself in what people wrote."""

import pytest

from bot.domain.spans import Link
from bot.render import slack


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://moss.example.org/apply.", "see <https://moss.example.org/apply>."),
        ("(http://a.example/?b=1&c=2)", "(<http://a.example/?b=1&amp;c=2>)"),
        (
            "“https://a.example/x”, https://b.example",
            "“<https://a.example/x>”, <https://b.example>",
        ),
        ("https://a.example/<!channel>|x", "<https://a.example/>&lt;!channel&gt;|x"),
        ("https://a.example|@here", "<https://a.example>|@here"),
        ("https:// and ftp://a.example", "https:// and ftp://a.example"),
        ("#general & @olive <@U0OLIVE>", "#general &amp; @olive &lt;@U0OLIVE&gt;"),
    ],
)
def test_web_addresses_become_links_and_nothing_else(text: str, shown: str) -> None:
    assert slack.linked(text) == shown
    assert slack.mrkdwn((text,)) == shown


def test_a_link_with_a_name_is_made_once() -> None:
    link = Link("https://a.example/", "https://a.example/")
    assert slack.mrkdwn((link, " (https://a.example/), now")) == (
        "<https://a.example/|https://a.example/>, now"
    )


def test_slack_looks_for_nothing_in_our_text() -> None:
    (element,) = slack.context("#general")["elements"]
    for text in (slack.section("#general")["text"], element):
        assert text == {"type": "mrkdwn", "text": "#general", "verbatim": True}
