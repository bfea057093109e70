"""Rules for questions on the program and the bot, and for what is said to be friendly."""

from bot.questions.rules import Rule, rule

ABOUT: tuple[Rule, ...] = (
    rule("help", "help", "can bot offer any"),
    rule("about_bot", "bot", "help"),
    rule(
        "contact",
        "contact",
        "how can where offer any who bot help will about get project need_to ask apply mine works "
        "track support",
        "t",
    ),
    rule("website", "site", "where about offer any can apply get have project"),
)
FRIENDLY: tuple[Rule, ...] = (rule("how_are_you", "how_are_you"),)
