"""How long a text is as each network counts it, and what posting it costs."""

from bot.domain.weight import weighted_length

# https://docs.x.com/resources/fundamentals/counting-characters; Slack's is a section block's.
LIMITS = {"slack": 3000, "x": 280}
# US dollars: https://docs.x.com/x-api/fundamentals/pay-per-use (since 20 April 2026)
X_COST, X_COST_WITH_LINK = 0.015, 0.20


def length(text: str, network: str) -> int:
    """The length of a text; for X by twitter-text, where any link is 23 and an emoji 2."""
    return weighted_length(text) if network == "x" else len(text)


def cost(text: str, network: str) -> float:
    """What a network charges for a post, in US dollars."""
    if network != "x":
        return 0.0
    return X_COST_WITH_LINK if "://" in text else X_COST
