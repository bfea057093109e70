"""Who answers what: each intent and the function that answers it from the records."""

from collections.abc import Callable

from bot.questions import (
    ahead,
    awards,
    calendar_answers,
    comparing,
    deadlines,
    smalltalk,
    too_late,
    track_details,
    tracks,
)
from bot.questions.answer import Answer
from bot.questions.query import Query
from bot.questions.scene import Scene

_RESPONDERS: dict[str, Callable[[Scene, Query], Answer]] = {
    "next_deadline": deadlines.answer_next,
    "deadline": deadlines.answer_deadline,
    "time_left": deadlines.answer_deadline,
    "deadline_time": deadlines.answer_zone,
    "missed": too_late.answer_missed,
    "after_next": too_late.answer_after,
    "after_that": too_late.answer_after,
    "last_deadline": ahead.answer_last,
    "open_in": ahead.answer_open_in,
    "deadlines": calendar_answers.answer_list,
    "deadline_count": calendar_answers.answer_count,
    "previous_deadline": calendar_answers.answer_previous,
    "opens": calendar_answers.answer_opens,
    "tracks": tracks.answer_tracks,
    "open_tracks": tracks.answer_open,
    "tracks_by_status": tracks.answer_by_status,
    "track_status": tracks.answer_status,
    "track_why": tracks.answer_why,
    "track": tracks.answer_track,
    "track_amount": track_details.answer_amount,
    "track_fit": track_details.answer_fit,
    "apply": track_details.answer_apply,
    "suggest": track_details.answer_suggest,
    "award": awards.answer_award,
    "award_amount": awards.answer_currency,
    "award_purpose": awards.answer_purpose,
    "award_date": awards.answer_award,
    "award_track": awards.answer_track,
    "awards": awards.answer_awards,
    "awards_count": awards.answer_aggregate,
    "awards_sum": awards.answer_aggregate,
    "awards_average": awards.answer_aggregate,
    "awards_median": awards.answer_aggregate,
    "awards_top": awards.answer_top,
    "awards_by": comparing.answer_by,
    "website": smalltalk.answer_website,
    "contact": smalltalk.answer_contact,
    "help": smalltalk.answer_help,
    "about_bot": smalltalk.answer_help,
    "program": smalltalk.answer_program,
    "greeting": smalltalk.answer_friendly,
    "thanks": smalltalk.answer_friendly,
    "bye": smalltalk.answer_friendly,
    "ok": smalltalk.answer_friendly,
    "how_are_you": smalltalk.answer_friendly,
}
_BY_PERIOD = frozenset({"deadlines", "deadline", "time_left", "deadline_time", "next_deadline"})


def respond(scene: Scene, query: Query) -> Answer:
    """The answer to a typed query."""
    if query.period and query.intent in _BY_PERIOD:
        return calendar_answers.answer_period(scene, query)
    return _RESPONDERS[query.intent](scene, query)
