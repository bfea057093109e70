"""What people call days, months, seasons and lengths of time."""

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon mondays", "tuesday tue tues tuesdays", "wednesday wed weds wednesdays",
            "thursday thu thur thurs thursdays", "friday fri fridays", "saturday sat saturdays",
            "sunday sun sundays",
        )
    )
    for name in names.split()
}  # fmt: skip
SEASONS = ("spring", "summer", "autumn", "winter", "fall")
# Days counted from today.
DAYS = {
    "today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tomoz": 1, "tomorow": 1,
    "2moro": 1, "yesterday": -1,
}  # fmt: skip
# Behind a day these say when on that day, which changes nothing.
DAY_PARTS = frozenset({"morning", "afternoon", "evening", "night"})
# Days that go by a name everywhere, longest first: the month and the day.
FEASTS = {
    ("new", "years", "eve"): (12, 31), ("new", "year", "eve"): (12, 31), ("nye",): (12, 31),
    ("new", "years", "day"): (1, 1), ("new", "year", "day"): (1, 1), ("new", "years"): (1, 1),
    ("new", "year"): (1, 1), ("christmas", "eve"): (12, 24), ("christmas", "day"): (12, 25),
    ("christmas",): (12, 25), ("xmas",): (12, 25), ("boxing", "day"): (12, 26),
    ("halloween",): (10, 31), ("valentines", "day"): (2, 14), ("valentine", "day"): (2, 14),
}  # fmt: skip
UNITS = {
    "hour": "hour", "hours": "hour", "hrs": "hour", "day": "day", "days": "day", "week": "week",
    "weeks": "week", "wks": "week", "wk": "week", "fortnight": "fortnight",
    "fortnights": "fortnight", "month": "month", "months": "month", "mths": "month",
    "quarter": "quarter", "quarters": "quarter", "year": "year", "years": "year", "yr": "year",
    "yrs": "year", "weekend": "weekend",
}  # fmt: skip
# How far a word points: "this week", "next week", "last week".
STEPS = {
    "this": 0, "current": 0, "next": 1, "coming": 1, "following": 1, "upcoming": 1, "last": -1,
    "previous": -1, "past": -1, "preceding": -1,
}  # fmt: skip
PERIOD_WORDS = (
    frozenset(MONTHS) | frozenset(WEEKDAYS) | frozenset(SEASONS) | frozenset(DAYS)
    | frozenset(UNITS) | frozenset({"q1", "q2", "q3", "q4"})
)  # fmt: skip
# Behind an ordinal these say that it is a place in a row, not a day.
RANKED = frozenset({
    "largest", "biggest", "highest", "smallest", "lowest", "most", "least", "latest", "newest",
    "oldest", "earliest", "award", "grant", "deadline", "batch", "call", "round", "next", "one",
    "quarter", "half", "week", "day", "month",
    "upcoming", "coming", "following", "closing", "soonest", "cutoff",
})  # fmt: skip
YEAR = re.compile(r"(?:19|20)\d\d$")
QUARTER = re.compile(r"q[1-4]$")
# 2018-01-31 and 2018-01; 2018/1/31 and 2018.1.31, but not 2018.1.
ISO = re.compile(r"(\d{4})(?=-|.*[./].*[./])[-./](\d{1,2})(?:[-./](\d{1,2}))?$")
NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}))?$")
