"""Each network's timeline in a real Chromium, with what the real clients posted."""

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Self

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from bot.clock import Clock
from bot.networks.base import Act, Image, Network, Post, Sent, perform
from bot.networks.bluesky import Bluesky
from bot.networks.discord import Discord
from bot.networks.mastodon import Mastodon
from bot.networks.webhook import Webhook
from bot.networks.x import X
from bot.sandbox.demo import demo_workspace
from bot.sandbox.page import page_routes
from bot.sandbox.server import Sandbox, serving
from tests.networks.pictures import picture
from tests.sandbox.test_page_browser import START, SWITCHES, TimeMachine, Window

pytestmark = pytest.mark.browser

FIRST = "MOSS has awarded $65,000 to Zappa to scale Python on serverless. (1/2)"
SECOND = "Read more, and thank you @zappa: https://moss.example.org/awards/zappa #MOSS (2/2)"
STEPS = ("x", "mastodon", "bluesky", "discord", "webhook")
TITLES = {
    "x": "X timeline",
    "mastodon": "Mastodon timeline",
    "bluesky": "Bluesky timeline",
    "discord": "Discord channel",
    "webhook": "Webhook deliveries",
}


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    clock = Clock()
    clock.move_to(START)
    sandbox = Sandbox(demo_workspace(clock))
    started, loops = threading.Event(), []
    stop = asyncio.Event()

    async def live() -> None:
        routes = page_routes(sandbox, TimeMachine(sandbox, clock), [])
        async with serving(sandbox, routes=routes):
            loops.append(asyncio.get_running_loop())
            started.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(live()), daemon=True)
    thread.start()
    assert started.wait(20)
    yield sandbox
    loops[0].call_soon_threadsafe(stop.set)
    thread.join(20)


@pytest.fixture
def window(browser: Browser, sandbox: Sandbox) -> Iterator[Window]:
    window = Window(browser, sandbox.origin)
    yield window
    window.context.close()
    assert window.errors == []


def network_of(sandbox: Sandbox, name: str) -> Network:
    x, blue = sandbox.x.credentials, sandbox.bluesky
    made: dict[str, Network] = {
        "x": X(x.api_key, x.api_secret, x.access_token, x.access_token_secret, sandbox.origin),
        "mastodon": Mastodon(sandbox.mastodon.url, sandbox.mastodon.credentials.access_token),
        "bluesky": Bluesky(blue.url, blue.credentials.handle, blue.credentials.app_password),
        "discord": Discord([sandbox.discord.url]),
        "webhook": Webhook([sandbox.webhook.url], sandbox.webhook.secret),
    }
    return made[name]


class Poster:
    """Posts by the real client, `with` whose connections ended afterwards."""

    def __init__(self, sandbox: Sandbox, name: str) -> None:
        self.network = network_of(sandbox, name)
        self.address = self.network.addresses()[0]
        self.number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.network.close()

    def post(self, text: str, *images: Image, after: Sent | None = None) -> Sent:
        before = after.external_id if after and self.network.can.threads else None
        return self.network.send(self._made(text, images=images, thread=before, parent=before))

    def change(self, act: Act, sent: Sent, text: str = "") -> None:
        perform(self.network, self._made(text, act=act, target=sent.external_id))

    def _made(self, text: str, **more: object) -> Post:
        self.number += 1
        key = f"{self.number:064x}"
        now = Clock().real_now()
        bare = Post(address=self.address, text=text, key=key, repeat_key=key, created=now)
        return replace(bare, **more)  # type: ignore[arg-type]


PosterOf = Callable[[str], Poster]


@pytest.fixture
def poster_of(sandbox: Sandbox) -> Iterator[PosterOf]:
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(Poster(sandbox, name))


@pytest.mark.parametrize("name", STEPS)
def test_a_timeline_shows_what_its_readers_see(
    window: Window, poster_of: PosterOf, name: str
) -> None:
    poster = poster_of(name)
    first = poster.post(FIRST, picture())
    link = window.page.get_by_role("link", name=f"{TITLES[name]}, 1 unread")
    expect(link).to_be_visible()
    second = poster.post(SECOND, after=first)
    window.page.get_by_role("link", name=TITLES[name]).click()
    region = window.page.get_by_role("region", name=TITLES[name])
    posts = region.get_by_role("article")
    expect(posts).to_have_count(2)
    if poster.network.can.threads:
        expect(region.get_by_role("group", name="Thread of 2 posts")).to_be_visible()
        expect(posts.first).to_contain_text("(1/2)")
    expect(region.get_by_role("img", name=picture().alt)).to_be_visible()
    loaded = "image => image.complete && image.naturalWidth > 0"
    image = region.get_by_role("img", name=picture().alt)
    assert image.evaluate(loaded)
    expect(region.locator("figcaption")).to_have_text(f"ALT {picture().alt}")
    to = posts.filter(has_text="(2/2)").get_by_role("link", name="moss.example.org/awards/zappa")
    expect(to.first).to_have_attribute("href", "https://moss.example.org/awards/zappa")
    if poster.network.can.edit:
        poster.change(Act.EDIT, first, FIRST.replace("65", "66"))
        edited = posts.filter(has_text="$66,000")
        expect(edited).to_contain_text("Edited")
        expect(edited).to_have_attribute("aria-label", re.compile("edited$"))
    window.keep(name)
    poster.change(Act.DELETE, second)
    gone = posts.filter(has_text="(2/2)")
    expect(gone).to_contain_text("Taken down")
    expect(gone.locator("del").first).to_have_text(SECOND)
    window.keep(f"{name}-taken-down")


def test_a_delivery_can_be_read_as_it_came(window: Window, poster_of: PosterOf) -> None:
    poster = poster_of("webhook")
    sent = poster.post(FIRST, picture())
    poster.change(Act.DELETE, sent)
    window.page.get_by_role("link", name="Webhook deliveries").click()
    details = window.page.locator("details")
    expect(details).to_have_count(2)
    details.first.locator("summary").click()
    expect(details.first).to_contain_text('"event": "announcement.published"')
    expect(details.first).to_contain_text(picture().alt)
    poster.post(SECOND)
    expect(details).to_have_count(3)
    expect(window.page.locator("details[open]")).to_have_count(1)


def test_what_is_posted_cannot_run(window: Window, poster_of: PosterOf) -> None:
    hostile = '<img src=x onerror="alert(1)"> javascript:alert(2) https://moss.example.org/"><b>'
    for name in ("discord", "webhook"):
        poster_of(name).post(hostile)
        window.page.get_by_role("link", name=TITLES[name]).click()
        region = window.page.get_by_role("region", name=TITLES[name])
        expect(region.get_by_role("article")).to_contain_text("<img src=x")
        expect(region.locator("img, b")).to_have_count(0)


def test_a_link_to_a_post_leads_to_its_timeline(window: Window, poster_of: PosterOf) -> None:
    for name in ("x", "mastodon", "bluesky", "discord"):
        link = poster_of(name).post(FIRST).link
        assert link is not None
        window.page.goto(link)
        region = window.page.get_by_role("region", name=TITLES[name])
        expect(region.get_by_role("article")).to_contain_text("$65,000")
