"""A limit of so many calls a second holds where they arrive, whatever happens on their way."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.windows import ARRIVES_WITHIN, MARGIN, Window

TIMES = st.floats(0, 0.1)


def begun(window: Window, delays: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Calls by one thread, each as soon as it may: when they began, and when they arrived. A delay
    is that on the way there, and that on the way back."""
    now, found = 0.0, []
    for there, back in delays:
        now = max(now, window.opens_at())
        number = window.begin(now)
        found.append((now, now + there))
        now += there + back
        window.end(number, now, made=True)
    return found


@given(st.lists(st.tuples(TIMES, TIMES), min_size=1, max_size=60), st.sampled_from([1, 3, 20]))
def test_no_more_than_the_rate_arrive_in_any_second(
    delays: list[tuple[float, float]], rate: int
) -> None:
    # The quickest call is one that takes no time on its way.
    arrived = sorted(at for _, at in begun(Window(rate), [(0.0, 0.0), *delays]))
    assert all(
        later - sooner >= 1.0 - 1e-9 for sooner, later in zip(arrived, arrived[rate:], strict=False)
    )


def test_a_network_far_away_costs_nothing_of_the_rate() -> None:
    found = begun(Window(2), [(0.1, 0.1)] * 21)
    assert found[-1][0] - found[0][0] == pytest.approx(10 * (1.0 + MARGIN), rel=0.01)


def test_what_hangs_holds_up_the_rest_for_a_moment_alone() -> None:
    window = Window(2)
    window.begin(0.0)
    window.begin(0.0)
    assert window.opens_at() == pytest.approx(1.0 + MARGIN + ARRIVES_WITHIN)


def test_what_was_given_up_does_not_count() -> None:
    window = Window(1)
    window.end(window.begin(0.0), 0.0, made=False)
    assert window.opens_at() < 0
