"""The acts on announcements as one, for surfaces that were written before they were several."""

from bot.domain.announcement import Posts
from bot.services.deciding import Deciding
from bot.store.announcements import Announcement
from bot.store.audit import Actor


class Publishing:
    """Hands on."""

    def __init__(self, deciding: Deciding) -> None:
        self.deciding = deciding
        self.approve = deciding.approve
        self.withdraw = deciding.withdraw
        self.problems = deciding.board.problems
        self.approval = deciding.board.approval
        self.review_channel = deciding.board.review_channel

    def edit(self, identity: int, digest: str, posts: Posts, actor: Actor) -> Announcement:
        """Gives an announcement other words."""
        texts = {code: "\n\n".join(parts) for code, parts in posts.items()}
        return self.deciding.edit(identity, digest, texts, actor)
