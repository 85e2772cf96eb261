"""Sends a period's mails: each person once, whatever is killed, restarted or run twice (see corpus/sends.py)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from api.digest.content import Digest, choose, interests
from api.digest.files import attachments
from api.digest.links import links_for
from api.digest.message import build, message_id
from api.digest.period import Period
from api.digest.render import render
from api.digest.settings import MailSettings
from api.digest.transport import NotSentError, Transport
from api.digest.week import Happenings, gather
from corpus.database import now as clock
from corpus.record import Corpus
from corpus.subscriptions import Recipient, Subscription
from corpus.tracking import VIETNAM, today
from corpus.types import ConflictError, CorpusError
from search.index import Index, IndexUnavailableError
from search.query import QueryError

FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
GIVE_UP = 3
"""After so many mails in a row for which the server can't be spoken to, the rest is left for the next run."""


@dataclass(slots=True)
class Outcome:
    """What a run did. `quiet`: nothing to say to somebody who wants silence then; `elsewhere`: sent before, or being
    sent by another; `unknown`: the server broke off before it answered (see `chidao digest status`).
    """

    period: str
    sent: int = 0
    quiet: int = 0
    elsewhere: int = 0
    failed: int = 0
    refused: int = 0
    unknown: int = 0
    errors: list[str] = field(default_factory=list)
    broken_off: bool = False


@dataclass(slots=True)
class Sender:
    """Makes and sends the mails of periods. `holder` names this process in the ledger; `base` is the pages' address."""

    corpus: Corpus
    settings: MailSettings
    holder: str
    base: str | None = None
    index: Index | None = None
    names: dict[str, str] = field(default_factory=dict)

    def send(self, period: Period, *, at: datetime | None = None, dry_run: bool = False) -> Outcome:
        """Sends what is due of a period at this time (now). A dry run makes every mail, and sends and notes nothing."""
        moment = (at or clock()).astimezone(VIETNAM)
        outcome = Outcome(period.key)
        happened: Happenings | None = None
        out_of_reach = 0
        with Transport(self.settings) as transport:
            for recipient, wanted in self._due(period, moment):
                if self._is_settled(recipient, period):
                    outcome.elsewhere += 1
                    continue
                happened = happened or gather(self.corpus, period, today(moment))
                before = outcome.failed
                reached = self._one(recipient, wanted, happened, transport, outcome, moment, dry_run=dry_run)
                out_of_reach = 0 if reached else out_of_reach + (outcome.failed - before)
                if out_of_reach >= GIVE_UP:
                    outcome.broken_off = True
                    break
        return outcome

    def digest(self, recipient: Recipient, wanted: Sequence[Subscription], happened: Happenings) -> Digest:
        """A person's digest of a period."""
        account = self.corpus.accounts.get(recipient.account_id) if recipient.account_id else None
        self._learn_names(wanted)
        chosen = interests(
            wanted, happened, unit_names=self.names, own_units=account.units if account else (), index=self.index
        )
        return choose(happened, chosen, recipient.name)

    def _due(self, period: Period, moment: datetime) -> Iterator[tuple[Recipient, tuple[Subscription, ...]]]:
        hour = 23 if period.kind == "at_once" or moment.date() > period.send_day else moment.hour
        if not period.is_due(moment, 0):
            return
        for recipient, wanted in self.corpus.subscriptions.due(period.kind, hour):
            late = recipient.confirmed_at is not None and recipient.confirmed_at >= period.end
            if not (late and period.kind == "at_once"):
                yield recipient, wanted

    def _is_settled(self, recipient: Recipient, period: Period) -> bool:
        """Whether nothing is left to do about a mail, so that it need not even be made."""
        known = self.corpus.sends.get(recipient.id, period.key)
        return known is not None and known.state in ("sent", "sending", "refused")

    def _one(
        self,
        recipient: Recipient,
        wanted: Sequence[Subscription],
        happened: Happenings,
        transport: Transport,
        outcome: Outcome,
        moment: datetime,
        *,
        dry_run: bool,
    ) -> bool:
        """One person's mail; False where the mail server, or the index, couldn't be spoken to."""
        period, sends = happened.period, self.corpus.sends
        try:
            digest = self.digest(recipient, wanted, happened)
        except (CorpusError, QueryError, IndexUnavailableError) as error:
            # Nothing is claimed yet, so the next run tries again; the others get their mail meanwhile.
            outcome.errors.append(f"{recipient.email}: {error}")
            outcome.failed += 1
            return not isinstance(error, IndexUnavailableError)
        if digest.empty and period.kind == "at_once":
            return True
        quiet = digest.empty and all(s.options.get("silent") for s in wanted)
        if dry_run:
            outcome.quiet += quiet
            outcome.sent += not quiet
            return True
        named = message_id(recipient.id, period.key, self.settings.domain)
        if not sends.claim(recipient.id, period.key, holder=self.holder, message_id=named):
            outcome.elsewhere += 1
            return True
        if quiet:
            sends.skip(recipient.id, period.key, holder=self.holder)
            outcome.quiet += 1
            return True
        return self._deliver(recipient, wanted, digest, transport, outcome, moment)

    def _deliver(
        self,
        recipient: Recipient,
        wanted: Sequence[Subscription],
        digest: Digest,
        transport: Transport,
        outcome: Outcome,
        moment: datetime,
    ) -> bool:
        key, sends = digest.period.key, self.corpus.sends
        links = links_for(self.base, recipient, key)
        rendered = render(digest, links)
        beside = attachments(digest, wanted, today(moment), moment)
        mail = build(rendered, recipient, key, self.settings, links=links, at=moment, attachments=beside)
        started = False

        def before_end() -> None:
            nonlocal started
            sends.sending(recipient.id, key, holder=self.holder)
            started = True

        try:
            try:
                transport.deliver(mail, before_end)
            except NotSentError as error:
                if not started:
                    before_end()
                self._not_sent(recipient, key, error, outcome, moment)
                return not error.unreachable
        except ConflictError:
            # The lease ran out while the server dawdled, and another sender has the mail now. The dot wasn't sent.
            transport.drop()
            outcome.elsewhere += 1
            return True
        sends.sent(recipient.id, key, holder=self.holder, archive=rendered.html)
        outcome.sent += 1
        return True

    def _not_sent(
        self, recipient: Recipient, key: str, error: NotSentError, outcome: Outcome, moment: datetime
    ) -> None:
        outcome.errors.append(f"{recipient.email}: {error}")
        if error.unknown:
            outcome.unknown += 1
            return
        known = self.corpus.sends.get(recipient.id, key)
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (known.attempts - 1 if known else 0))
        again = None if error.lasting else moment + wait
        self.corpus.sends.failed(recipient.id, key, holder=self.holder, error=str(error), retry_at=again)
        if error.lasting:
            outcome.refused += 1
        else:
            outcome.failed += 1
        if error.nobody:
            self.corpus.subscriptions.stop(recipient.key, reason=str(error))

    def _learn_names(self, wanted: Sequence[Subscription]) -> None:
        for subscription in wanted:
            if subscription.topic == "unit" and subscription.value not in self.names:
                self.names[subscription.value] = self.corpus.unit(subscription.value).name
