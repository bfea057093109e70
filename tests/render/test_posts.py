"""What each kind of announcement says on each network, and the posts that it makes."""

from dataclasses import replace

import pytest

from bot.domain.announcement import Content, Kind
from bot.domain.building import read_file, read_program
from bot.domain.export import to_yaml
from bot.domain.lengths import RULES
from bot.domain.model import Program
from bot.domain.reading import ProgramFileError
from bot.render.posts import parts_of, places_of, texts_of

EVERYWHERE = places_of(["slack:#moss", "x", "mastodon", "bluesky", "discord:1", "webhook:a-1"])
FILE = """\
program:
  name: Mozilla Open Source Support
  short_name: MOSS
  url: https://moss.example.org/
  timezone: America/Los_Angeles
  currency: USD
  hashtags: [MOSS, "#OpenSource"]
  templates: {templates}
tracks:
  - key: ft
    name: Foundational Technology
    apply_url: https://moss.example.org/apply/ft
    hashtags: [FT, MOSS]
    deadlines:
      - {{key: 2018-01, label: January 2018 batch, closes: 2018-01-31}}
awards:
  - recipient: Zappa
    track: ft
    amount: 65000
    original: {{amount: 51000, currency: EUR}}
    purpose: to scale better
    url: https://zappa.example.org/страница
    handles: {{x: zappa, mastodon: "@zappa@fosstodon.org", bluesky: zappa.bsky.social}}
    awarded: 2018-01-23
  - {{recipient: Commento, amount: 19000, purpose: a discussion system, awarded: 2018-01-23}}
"""
LINK = "https://zappa.example.org/%D1%81%D1%82%D1%80%D0%B0%D0%BD%D0%B8%D1%86%D0%B0"


def program_of(templates: str = "{}") -> Program:
    return read_program(FILE.format(templates=templates))


PROGRAM = program_of()
ZAPPA, COMMENTO = PROGRAM.awards


def test_an_award_mentions_the_recipient_by_the_handle_on_each_network() -> None:
    texts = texts_of(Content(kind=Kind.AWARD, awards=(ZAPPA,)), PROGRAM, EVERYWHERE)

    def said(who: str, tags: str = "") -> str:
        return (
            f"MOSS has awarded $65,000 (€51,000) to {who} to scale better "
            f"(Foundational Technology).\n{LINK}{tags}"
        )

    tags = "\n#MOSS #OpenSource #FT"
    assert texts == {
        "slack:#moss": said("Zappa"),
        "x": said("Zappa (@zappa)", tags),
        "mastodon": said("Zappa (@zappa@fosstodon.org)", tags),
        "bluesky": said("Zappa (@zappa.bsky.social)", tags),
        "discord:1": said("Zappa"),
        "webhook:a-1": said("Zappa"),
    }


def test_what_an_award_lacks_leaves_nothing_behind() -> None:
    bare = replace(COMMENTO, purpose="")
    for award, said in ((COMMENTO, ": a discussion system."), (bare, ".")):
        texts = texts_of(Content(kind=Kind.AWARD, awards=(award,)), PROGRAM, places_of(["slack"]))
        assert texts == {"slack": f"MOSS has awarded $19,000 to Commento{said}"}


def test_several_awards_have_a_line_each_and_a_sum() -> None:
    content = Content(kind=Kind.AWARDS, awards=PROGRAM.awards)
    assert texts_of(content, PROGRAM, places_of(["x"]))["x"].splitlines() == [
        "MOSS has made two awards, $84,000 in all:",
        f"• $65,000 (€51,000) to Zappa (@zappa) to scale better {LINK}",
        "• $19,000 to Commento: a discussion system",
        "#MOSS #OpenSource #FT",
    ]


def test_news_have_their_link_once() -> None:
    content = Content(kind=Kind.NEWS, title="Back", text="We are.", link="https://moss.example.org")
    shown = texts_of(content, PROGRAM, places_of(["discord:1"]))
    assert shown == {"discord:1": "Back\nWe are.\nhttps://moss.example.org"}
    inside = replace(content, title="", text="See https://moss.example.org for more.")
    shown = texts_of(inside, PROGRAM, places_of(["discord:1"]))
    assert shown == {"discord:1": "See https://moss.example.org for more."}


def test_a_deadline_says_the_date_before_where_it_moved() -> None:
    (deadline,) = PROGRAM.tracks[0].deadlines
    content = Content(kind=Kind.DEADLINE, deadline=deadline)
    closes = (
        "Foundational Technology: January 2018 batch closes on Wednesday 31 January 2018 at 23:59, "
        "Los Angeles time."
    )
    link = "https://moss.example.org/apply/ft"
    assert texts_of(content, PROGRAM, places_of(["slack"])) == {"slack": f"{closes}\n{link}"}
    moved = replace(content, before="Friday 26 January 2018 at 23:59, Los Angeles time")
    assert texts_of(moved, PROGRAM, places_of(["slack"])) == {
        "slack": f"{closes}\nThe date before was {moved.before}.\n{link}"
    }


def test_a_round_up_becomes_a_thread_and_the_webhook_has_it_whole() -> None:
    lines = "\n".join(f"• Project {number}: $1,000 to go on" for number in range(40))
    content = Content(kind=Kind.ROUNDUP, roundup=f"MOSS since October 2017.\n\nAwards:\n{lines}")
    posts = parts_of(texts_of(content, PROGRAM, EVERYWHERE), EVERYWHERE)
    assert {code: len(parts) for code, parts in posts.items()} == {
        "slack:#moss": 1, "x": 5, "mastodon": 3, "bluesky": 5, "discord:1": 1, "webhook:a-1": 1,
    }  # fmt: skip
    assert all(part.endswith(f"({n}/5)") for n, part in enumerate(posts["x"], 1))
    assert all(line.startswith("•") for part in posts["x"][1:-1] for line in part.splitlines())
    # No post of tags alone.
    assert posts["x"][-1].endswith("\nhttps://moss.example.org/ (5/5)")


def test_the_program_has_words_of_its_own() -> None:
    words = "{{Hooray}}, {recipient}! {amount} ({track}) {purpose}.\\n{link} {hashtags}"
    program = program_of(f'{{award: "{words}"}}')
    texts = texts_of(Content(kind=Kind.AWARD, awards=(COMMENTO,)), program, places_of(["x"]))
    assert texts == {"x": "{Hooray}, Commento! $19,000: a discussion system.\n#MOSS #OpenSource"}


def test_what_is_left_out_takes_its_empty_line_with_it() -> None:
    program = program_of('{news: "{title}\\n\\n{text}\\n\\n{link}\\n\\n{hashtags}"}')
    content = Content(kind=Kind.NEWS, title="Back", text="We are.\n\n\nReally.")
    shown = texts_of(content, program, places_of(["x"]))
    assert shown == {"x": "Back\n\nWe are.\n\n\nReally.\n\n#MOSS #OpenSource"}


def test_a_file_with_all_of_it_is_exported_as_it_was_read() -> None:
    text = FILE.format(templates='{award: "{recipient}", news: "{text}"}').replace(
        "hashtags: [MOSS,", 'color: "#0F766E"\n  hashtags: [MOSS,'
    )
    file = read_file(text, "program.yaml")
    assert read_file(to_yaml(file), "exported.yaml") == file
    assert file.program.color == "#0f766e"


def test_a_track_that_costs_a_second_post_is_left_out() -> None:
    award = replace(ZAPPA, purpose="to " + "x" * (280 - 83) + ".", url=None)
    content = Content(kind=Kind.AWARD, awards=(award,))
    bare = replace(PROGRAM, hashtags=(), tracks=(replace(PROGRAM.tracks[0], hashtags=()),))
    (text,) = texts_of(content, bare, places_of(["x"])).values()
    assert "Foundational" not in text
    assert parts_of({"x": text}, places_of(["x"])) == {"x": [text]}
    assert RULES["x"].length(text) <= 280


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("templates: {}", "templates: {award: hello}", "put {recipient} into it"),
        ("templates: {}", 'templates: {news: "{txt} {text}"}', "did you mean {text}?"),
        ("templates: {}", 'templates: {roundup: "{roundup"}', "without its partner"),
        ("templates: {}", "templates: {awards: }", "is empty"),
        ("hashtags: [FT, MOSS]", "templates: {award: hello}", "unknown key"),
        ('"#OpenSource"', "open source", "expected a hashtag"),
        ('"#OpenSource"', '"2018"', "expected a hashtag"),
        ("x: zappa", 'x: "@zappa-project"', 'expected a handle, "@zappa"'),
        ('"@zappa@fosstodon.org"', '"@zappa"', 'expected a handle, "@zappa@fosstodon.org"'),
        ("zappa.bsky.social", "zappa", 'expected a handle, "zappa.bsky.social"'),
        ("hashtags: [MOSS,", 'color: "teal"\n  hashtags: [MOSS,', 'six hexadecimal figures, "#0f'),
        ("hashtags: [MOSS,", "color: #0f766e\n  hashtags: [MOSS,", "bare # begins a comment"),
    ],
)
def test_a_mistake_in_the_file_is_told(old: str, new: str, told: str) -> None:
    text = FILE.format(templates="{}")
    assert old in text
    with pytest.raises(ProgramFileError) as raised:
        read_program(text.replace(old, new))
    assert any(told in line for line in raised.value.lines()), raised.value.lines()
