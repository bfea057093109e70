"""The words of reminders: by step, by template, and what is wrong with a template."""

from datetime import datetime

import pytest

from bot.domain.model import Program
from bot.domain.spans import Link, ReaderTime, Strong, plain_text
from bot.domain.templates import KEYS, MAX_TEMPLATE
from bot.render import slack
from bot.render.countdown import change_lines, countdown_lines

from .samples import HEAD, problems, program, utc

APPLY = "https://a.example.org/apply"


def made(*more: str, closes: str = "2026-05-15 17:00 Europe/Lisbon", track: str = "") -> Program:
    lines = "".join(f"{line}, " for line in more)
    return program(
        f"  - {{key: a, name: A, apply_url: '{APPLY}', {track}"
        f" deadlines: [{{label: spring, closes: {closes!r}}}]}}\n",
        zone="Europe/Lisbon",
        templates=f"{{{lines}}}",
    )


def said(found: Program, now: datetime) -> str:
    deadlines = [deadline for track in found.tracks for deadline in track.deadlines]
    return plain_text(countdown_lines(found, deadlines, now))


CLOSES = "Friday 15 May 2026 at 17:00, Lisbon time"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-05-05T09:00", f"Ten days left for A\nSpring: closes {CLOSES}. Apply: {APPLY}"),
        ("2026-05-07T09:00", f"Eight days left for A\nSpring: closes {CLOSES}. Apply: {APPLY}"),
        ("2026-05-08T09:00", f"One week left for A\nSpring: closes in seven days, on {CLOSES}. Apply: {APPLY}"),
        ("2026-05-09T09:00", f"Six days left for A\nSpring: closes {CLOSES}. Apply: {APPLY}"),
        # 09:00 UTC is ten o'clock in Lisbon: 31 hours before.
        ("2026-05-14T09:00", f"One day left for A\nSpring: closes tomorrow, {CLOSES}. Apply: {APPLY}"),
        ("2026-05-14T20:30", f"19 hours left for A\nSpring: closes tomorrow, {CLOSES}. Apply: {APPLY}"),
        ("2026-05-14T23:00", f"Today: 17 hours left for A\nSpring: closes today at 17:00, Lisbon time. Apply: {APPLY}"),
        ("2026-05-15T15:45", f"Today: 15 minutes left for A\nSpring: closes today at 17:00, Lisbon time. Apply: {APPLY}"),
        ("2026-05-15T16:00", f"Closed for A\nSpring: closed on {CLOSES}; the next date is not known yet."),
        ("2026-05-18T16:00", f"Closed for A\nSpring: closed on {CLOSES}; the next date is not known yet."),
    ],
)  # fmt: skip
def test_the_usual_words_of_each_step(now: str, words: str) -> None:
    assert said(made(), utc(now)) == words


@pytest.mark.parametrize(
    ("zone", "closes", "now", "head", "when"),
    [
        # In Los Angeles it closes on 14 May, and is stated for the 15th: never "tomorrow, 15 May".
        ("America/Los_Angeles", "2026-05-15 09:00 Asia/Tokyo", "2026-05-13T17:00",
         "One day left", "Friday 15 May 2026 at 09:00, Tokyo time"),
        ("America/Los_Angeles", "2026-05-15 09:00 Asia/Tokyo", "2026-05-14T17:00",
         "Today: seven hours left", "Friday 15 May 2026 at 09:00, Tokyo time"),
        ("America/Los_Angeles", "2026-05-15 09:00 Asia/Tokyo", "2026-05-07T17:00",
         "One week left", "Friday 15 May 2026 at 09:00, Tokyo time"),
        # 00:00 belongs to the day before.
        ("UTC", "2026-02-01 00:00 UTC", "2026-01-31T10:00",
         "Today: 14 hours left", "Sunday 1 February 2026 at 00:00, UTC"),
        # Anywhere on Earth, seen from where that day is over already.
        ("Pacific/Auckland", "2026-01-31 AoE", "2026-01-30T21:00",
         "38 hours left", "Saturday 31 January 2026 at 23:59, Anywhere on Earth"),
        ("America/Los_Angeles", "2026-01-31 AoE", "2026-01-31T18:00",
         "Today: 17 hours left", "today at 23:59, Anywhere on Earth"),
        ("America/Los_Angeles", "2026-01-31 AoE", "2026-01-30T18:00",
         "One day left", "tomorrow, Saturday 31 January 2026 at 23:59, Anywhere on Earth"),
    ],
)  # fmt: skip
def test_days_are_named_only_where_the_stated_date_says_so(
    zone: str, closes: str, now: str, head: str, when: str
) -> None:
    found = program(
        f'  - {{key: a, name: A, deadlines: [{{label: x, closes: "{closes}"}}]}}\n', zone=zone
    )
    assert said(found, utc(now)) == f"{head} for A\nX: closes {when}."


def test_the_next_close_is_that_of_the_same_track() -> None:
    found = program("""\
  - {key: a, name: A, deadlines: [{label: one, closes: 2026-05-15}, {label: three, closes: 2026-09-15},
      {label: two, rule: "FREQ=YEARLY", starts: 2026-06-30}]}
  - {key: b, name: B, deadlines: [{label: other, closes: 2026-05-16}]}
""")
    (one,) = [d for d in found.tracks[0].deadlines if d.key == "one"]
    lines = countdown_lines(found, [one], utc("2026-05-16T08:00"))
    assert plain_text(lines) == (
        "Closed for A\nOne: closed on Friday 15 May 2026 at 23:59, UTC; "
        "the next one, two, 30 June 2026, closes on Tuesday 30 June 2026 at 23:59, UTC."
    )


def test_words_of_ones_own() -> None:
    found = made(
        r'today: "*Last call for {tracks}*: {left}!\n{label} closes {closes}. {apply}"',
        'days: "{{{left}}} to *apply* for {tracks}. {apply}"',
        'moved: "{tracks}: {moved} from {before} to {closes}, {left}. {apply}"',
    )
    assert said(found, utc("2026-05-15T09:00")) == (
        "Last call for A: seven hours left!\n"
        f"Spring closes today at 17:00, Lisbon time. Apply: {APPLY}"
    )
    (line,) = countdown_lines(found, found.tracks[0].deadlines, utc("2026-05-07T09:00"))
    assert line == (
        "{eight days left} to ", Strong("apply"), " for A. Apply: ", Link(APPLY, "A")
    )  # fmt: skip
    # Those that are not given keep the usual words.
    assert said(found, utc("2026-05-14T09:00")).startswith("One day left for A\nSpring: closes")
    (deadline,) = found.tracks[0].deadlines
    assert plain_text(
        change_lines(found, deadline, "old", utc("2026-05-07T09:00"), sooner=True)
    ) == (f"A: moved forward from old to {CLOSES}, eight days left. Apply: {APPLY}")


def test_a_track_has_words_of_its_own_key_by_key() -> None:
    found = made(
        'days: "program {left}"',
        'week: "program week"',
        track='templates: {week: "track {left}", today: "track today"},',
    )
    for now, words in [
        ("2026-05-07T09:00", "program eight days left"),
        ("2026-05-08T09:00", "track seven days left"),
        ("2026-05-15T09:00", "track today"),
    ]:
        assert said(found, utc(now)) == words


def test_what_is_the_same_is_said_once() -> None:
    found = program(
        """\
  - {key: a, name: A, deadlines: [{label: x, closes: 2026-06-15}, {label: y, closes: 2026-06-15}]}
  - {key: b, name: B, deadlines: [{label: x, closes: 2026-06-15}]}
  - {key: c, name: C, templates: {days: "{tracks}!"}, deadlines: [{label: x, closes: 2026-06-15}]}
  - {key: d, name: D, deadlines: [{label: x, closes: 2026-06-16}]}
""",
        templates='{days: "{left}: {tracks}\\n{label}"}',
    )
    assert said(found, utc("2026-06-01T12:00")).splitlines() == [
        "14 days left: A and B", "X", "Y", "C!", "15 days left: D", "X",
    ]  # fmt: skip


def test_the_readers_own_time_stands_beside_the_close_in_any_words() -> None:
    found = made('days: "*{closes}* {label}"')
    (line,) = countdown_lines(found, found.tracks[0].deadlines, utc("2026-05-07T09:00"))
    assert line == (Strong(CLOSES), ReaderTime(utc("2026-05-15T16:00")), " spring")


def test_nothing_in_a_name_or_a_template_is_markup_or_a_field() -> None:
    found = program(
        """\
  - {key: a, name: "{left} *A* <!channel>", deadlines: [{label: "<!here> {x}", closes: 2026-06-15}]}
""",
        templates='{days: "<!everyone> {tracks} {label}"}',
    )
    lines = countdown_lines(found, found.tracks[0].deadlines, utc("2026-06-01T12:00"))
    assert plain_text(lines) == "<!everyone> {left} *A* <!channel> <!here> {x}"
    assert "<" not in slack.mrkdwn(lines[0])


def test_what_is_empty_leaves_no_space_and_no_line() -> None:
    found = program(
        "  - {key: a, name: A, deadlines: [{label: x, closes: 2026-06-15}]}\n",
        templates=r'{days: "{left}. {apply}\n{apply}\n \nsee you"}',
    )
    assert said(found, utc("2026-06-01T12:00")) == "14 days left.\nsee you"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ('days: ""', "is empty"),
        ('days: "  "', "is empty"),
        ("days:", "is empty; leave the line out to keep the usual words"),
        ('days: "{lefft} for {tracks}"', "has an unknown field, {lefft}; did you mean {left}?"),
        ('days: "{}"', "has an unknown field, {}; known here: {left}, {tracks}, {label}, {closes}, {apply}"),
        ('week: "{next}"', "has an unknown field, {next}; known here: {left}, {tracks}, {label}, {closes}, {apply}"),
        ('closed: "{left}"', "has an unknown field, {left}; known here: {tracks}, {label}, {closes}, {next}, {apply}"),
        ('today: "{left!r}"', "has an unknown field, {left!r}; did you mean {left}?"),
        ('today: "{left:>10}"', "has an unknown field, {left:>10}; did you mean {left}?"),
        ('moved: "{left"', "has a { without its partner; fields are written {left}, a brace itself {{"),
        ('moved: "left}"', "has a } without its partner; fields are written {left}, a brace itself }}"),
        ('tomorrow: "{left {tracks}}"', "has a { without its partner; fields are written {left}, a brace itself {{"),
        ('today: "*{apply}* {apply}"', "says nothing where there is no link; name the tracks, {tracks}"),
        ('today: "*{left} for {tracks}"', "has a * without its partner; what stands *between two* on a line is bold"),
        ('tomorrow: "{closes}"', "does not say what it is about; name the tracks, {tracks}"),
        ("tomorrow: 3", "YAML reads this as a number or a yes/no; put it in quotes"),
        ("tomorrow: [a]", "should be a valid string, not ['a']"),
        (f"tomorrow: {'x' * (MAX_TEMPLATE + 1)}", f"is longer than {MAX_TEMPLATE} characters"),
        ('tomorow: "x"', "unknown key; did you mean 'tomorrow'?"),
    ],
)  # fmt: skip
def test_a_wrong_template_is_a_mistake_of_the_file(template: str, text: str) -> None:
    key = template.partition(":")[0]
    where = f"{HEAD}tracks:\n  - key: a\n    name: A\n    templates:\n      {template}\n"
    assert problems(where) == [f"program.yaml:6: tracks[0].templates.{key}: {text}"]
    where = "program:\n  name: A\n  timezone: UTC\n  currency: USD\n  templates:\n    " + template
    assert problems(where) == [f"program.yaml:6: program.templates.{key}: {text}"]


def test_a_sentence_begins_with_a_capital() -> None:
    found = program(
        "  - {key: a, name: A, deadlines: [{label: x, closes: 2026-06-15}]}\n",
        templates='{days: "Hurry for {tracks}! {left}. {label}, {left} * 2"}',
    )
    said_of_it = said(found, utc("2026-06-01T12:00"))
    assert said_of_it == "Hurry for A! 14 days left. X, 14 days left * 2"


def test_every_template_may_say_what_the_usual_words_say() -> None:
    assert KEYS == ("days", "week", "tomorrow", "today", "closed", "moved")
