"""`eightdays demo` as a person meets it: a browser, a few minutes, no account.

Set EIGHTDAYS_SCREENSHOTS to a folder to keep a picture of each step. `docs/images/demo.png` is the
one called `thread`:

    EIGHTDAYS_SCREENSHOTS=shots python -m pytest tests/e2e/test_demo_browser.py
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.house.sources import ROOT

pytestmark = pytest.mark.browser

SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Long enough to open the page, short enough to wait for the message.
STARTS = "2018-01-23T09:59:50"
EIGHT = "Eight days left for Foundational Technology and Mission Partners"
POST = "MOSS has awarded $50,000 to Servo to draw pages faster."


@pytest.fixture
def demo() -> Iterator[str]:
    """The demo as a process of its own; its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port", "0", "--at", STARTS],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        for line in process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                break
        else:
            pytest.fail(f"the demo did not start: {process.stderr.read()}")
        yield found[0]
        process.terminate()
        assert process.wait(10) == 0
        complaints = process.stderr.read()
    assert "Traceback" not in complaints, complaints


class Visitor:
    """Somebody in front of the page."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.folder = folder
        self.errors: list[str] = []
        self.steps = 0
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda line: self.errors.append(line.text) if line.type == "error" else None,
        )

    def keep(self, name: str) -> None:
        """A picture of what is there now, once nothing moves any more."""
        self.steps += 1
        self.page.evaluate("document.fonts.ready")
        path = self.folder / f"{self.steps:02}-{name}.png"
        self.page.screenshot(path=path, animations="disabled", caret="initial")

    def write(self, text: str, label: str = "Message #moss") -> None:
        field = self.page.get_by_label(label, exact=True)
        field.fill(text)
        field.press("Enter")

    def become(self, name: str) -> None:
        self.page.get_by_label("You are", exact=True).select_option(label=name)
        expect(self.page.get_by_text(f"You are {name.partition(' ·')[0]}")).to_be_attached()

    def go(self, place: str) -> None:
        self.page.get_by_role("link", name=re.compile(rf"^{place}(,|$)")).click()

    def messages(self) -> Locator:
        return self.page.get_by_role("log").first.get_by_role("article")


@pytest.fixture
def visitor(demo: str, chromium: str, tmp_path: Path) -> Iterator[Visitor]:
    folder = Path(os.environ.get("EIGHTDAYS_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        found = Visitor(page, folder)
        page.goto(demo)
        yield found
        browser.close()
    assert found.errors == []


def test_a_person_watches_asks_drafts_is_refused_and_has_it_approved(visitor: Visitor) -> None:
    page = visitor.page
    expect(page.get_by_label("Message #moss", exact=True)).to_be_visible()
    visitor.keep("start")

    # Eight days left arrives by itself, once.
    expect(visitor.messages().filter(has_text=EIGHT)).to_have_count(1, timeout=30_000)
    visitor.keep("eight-days")

    visitor.write("/deadlines")
    expect(page.get_by_text("Three deadlines are coming up:")).to_be_visible()
    visitor.keep("deadlines")

    # A mention, answered in its thread; a follow-up there.
    visitor.become("Mia Duarte · Lisbon")
    visitor.write("@eightdays how long have we got for Foundational Technology?")
    page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_role("article")).to_have_count(2)
    expect(thread.get_by_role("article").last).to_contain_text("eight days left")
    reply = thread.get_by_label("Reply", exact=False).first
    reply.fill("and for Mission Partners?")
    reply.press("Enter")
    expect(thread.get_by_role("article")).to_have_count(4)
    expect(thread.get_by_role("article").last).to_contain_text("Mission Partners")
    expect(page.get_by_role("button", name="3 replies")).to_be_visible()
    visitor.keep("thread")

    # What is not known is said to be not known, with questions to press.
    reply.fill("@eightdays what is the meaning of life?")
    reply.press("Enter")
    offered = thread.get_by_role("article").last.get_by_role(
        "button", name="Which tracks are open?"
    )
    offered.click()
    expect(thread.get_by_role("article")).to_have_count(7)
    expect(thread.get_by_role("article").last).to_contain_text("Mission Partners")
    visitor.keep("suggestion")
    page.keyboard.press("Escape")

    # An award, drafted in the form by Olive.
    visitor.become("Olive Okafor · Los Angeles")
    visitor.go("moss")
    visitor.write("/program award")
    form = page.get_by_role("dialog", name="New award")
    form.get_by_label("Recipient").fill("Servo")
    form.get_by_label("Amount in USD").fill("50000")
    form.get_by_label("What it is for", exact=False).fill("to draw pages faster")
    visitor.keep("form")
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    visitor.go("moss-review")
    expect(page.get_by_role("heading", name="Review: award to Servo")).to_be_visible()
    visitor.keep("review")

    def approve() -> None:
        page.get_by_role("button", name="Approve").click()
        sure = page.get_by_role("dialog", name="Publish this?")
        sure.get_by_role("button", name="Approve").click()
        expect(sure).to_have_count(0)

    approve()
    expect(page.get_by_text("You wrote or edited this announcement")).to_be_visible()
    visitor.keep("refused")

    # Somebody else approves, and after the minute in which it can be stopped it is out: once in the
    # channel, once on each network.
    visitor.become("Ada Lindqvist · Stockholm")
    visitor.go("moss-review")
    approve()
    expect(page.get_by_text("Approved by @ada on")).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.get_by_role("button", name="Next message").click()
    expect(page.get_by_role("link", name="see it")).to_have_count(5, timeout=30_000)
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    visitor.keep("approved")
    visitor.go("moss")
    expect(visitor.messages().filter(has_text=POST)).to_have_count(1)
    visitor.keep("announced")
    visitor.go("X timeline")
    posts = page.get_by_role("region", name="X timeline").get_by_role("article")
    expect(posts).to_have_count(1)
    expect(posts).to_contain_text(POST)
    visitor.keep("x")

    # App Home, and what lies ahead.
    page.get_by_role("link", name="App Home").click()
    expect(page.get_by_role("region", name="App Home")).to_contain_text("Next deadlines")
    visitor.keep("home")
    visitor.go("moss")
    page.get_by_role("button", name="Plan ahead").click()
    plan = page.get_by_role("complementary", name="Plan ahead")
    expect(plan.get_by_role("listitem").first).to_contain_text("Three days left")
    page.get_by_role("button", name="Next message").click()
    expect(visitor.messages().last).to_contain_text("Three days left")
    visitor.keep("plan")
    expect(visitor.messages().filter(has_text=EIGHT)).to_have_count(1)
    expect(visitor.messages().filter(has_text=POST)).to_have_count(1)


def test_staff_move_a_deadline_and_the_notice_stands_in_the_thread(visitor: Visitor) -> None:
    page = visitor.page
    expect(visitor.messages().filter(has_text=EIGHT)).to_have_count(1, timeout=30_000)
    visitor.become("Olive Okafor · Los Angeles")
    visitor.go("moss")
    visitor.write("/program deadline FT")
    form = page.get_by_role("dialog", name="Move a deadline")
    form.get_by_role("combobox").select_option(index=1)
    form.get_by_label("Closes on").fill("2018-02-30")
    form.get_by_role("button", name="Next").click()
    expect(form).to_contain_text("is not in the calendar")
    visitor.keep("deadline-error")
    form.get_by_label("Closes on").fill("2018-02-14")
    visitor.keep("deadline-form")
    form.get_by_role("button", name="Next").click()
    expect(form).to_contain_text("Extended to: Wednesday 14 February 2018")
    visitor.keep("deadline-preview")
    form.get_by_role("button", name="Back").click()
    expect(form.get_by_label("Closes on")).to_have_value("2018-02-14")
    visitor.keep("deadline-back")
    form.get_by_role("button", name="Next").click()
    form.get_by_role("button", name="Move the deadline").click()
    expect(form).to_have_count(0)

    notice = visitor.messages().filter(has_text="New date for Foundational Technology")
    expect(notice).to_have_count(1, timeout=30_000)
    expect(notice).to_contain_text("Extended from Wednesday 31 January 2018 at 23:59")
    visitor.keep("deadline-moved")
    page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_role("article").last).to_contain_text("New date for")
    visitor.keep("deadline-thread")


def test_a_person_asks_to_be_reminded_and_is(visitor: Visitor) -> None:
    page = visitor.page
    expect(visitor.messages().filter(has_text=EIGHT)).to_have_count(1, timeout=30_000)
    visitor.become("Tane Walker · Auckland")
    page.get_by_role("button", name="Remind me").click()
    form = page.get_by_role("dialog", name="Reminders")
    expect(form).to_contain_text("At which hour (Auckland time)")
    visitor.keep("remind-form")
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    page.get_by_role("button", name="Add to calendar").click()
    expect(page.get_by_text("as a calendar file, in a direct message.")).to_be_visible()
    visitor.keep("calendar")

    page.get_by_role("link", name=re.compile("^eightdays")).click()
    expect(page.get_by_text("Sunday 28 January 2018 at 10:00, your time")).to_be_visible()
    expect(page.get_by_role("link", name="moss-2018-01-31.ics")).to_be_visible()
    # At ten in Auckland it is the day before in Los Angeles, and this comes before the channel's.
    page.get_by_role("button", name="Next message").click()
    told = visitor.messages().filter(has_text="Three days left")
    expect(told).to_have_count(1)
    expect(told).to_contain_text("10:00 AM")
    visitor.keep("reminder")
    told.get_by_role("button", name="I've applied: Mission Partners").click()
    expect(page.get_by_text("No more reminders of: Mission Partners")).to_be_visible()
    told.get_by_role("button", name="Snooze until tomorrow").click()
    expect(page.get_by_text("once more on Monday 29 January 2018 at 10:00")).to_be_visible()
    visitor.keep("snoozed")
    page.get_by_role("link", name="App Home").click()
    home = page.get_by_role("region", name="App Home")
    expect(home).to_contain_text("Your reminders")
    expect(home).to_contain_text("You have applied: Mission Partners")
    expect(home).to_contain_text("Snoozed: Foundational Technology")
    expect(home).not_to_contain_text("Snoozed: Mission Partners")
    visitor.keep("reminders-home")
