"""Whose account an e-mail address is, as the workspace's own directory tells."""

from collections.abc import Collection

from bot.slack.client import Person, SlackClient
from bot.slack.wire import SlackRefusalError


class SlackDirectory:
    """Slack's Directory: addresses are believed only in the workspaces that the operator named.

    `team_ids` are those; none means the workspace of the bot's own token.
    """

    def __init__(self, client: SlackClient, team_ids: Collection[str] = ()) -> None:
        self._client = client
        self._team_ids = frozenset(team_ids)

    def user_of(self, email: str) -> str | None:
        """Return the account with an address; None when there is none, or Slack does not tell."""
        try:
            person = self._client.person_with(email)
            return person.user_id or None if self._is_believed(person) else None
        except SlackRefusalError:
            return None

    def email_of(self, user_id: str) -> str | None:
        """Return the address of an account; None when it has none, or Slack does not tell."""
        try:
            person = self._client.person(user_id)
            return person.email or None if self._is_believed(person) else None
        except SlackRefusalError:
            return None

    def _is_believed(self, person: Person) -> bool:
        if not person.is_member:
            return False
        teams = self._team_ids or {self._client.identity().team_id}
        return not person.team_id or person.team_id in teams
