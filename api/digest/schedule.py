"""When mails go out, and what has to be set up so that they do."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from api.digest.alerts import slots
from api.digest.period import Period, ended, week_of
from corpus.record import Corpus

CRON = "*/15 * * * *  cd {folder} && chidao digest send"
SERVICE = """[Unit]
Description=Gửi bản tin chỉ đạo
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command} digest send
"""
TIMER = """[Unit]
Description=Gửi bản tin chỉ đạo mỗi 15 phút

[Timer]
OnCalendar=*:0/15
Persistent=true

[Install]
WantedBy=timers.target
"""


def due(corpus: Corpus, now: datetime) -> list[Period]:
    """The periods whose mails go out at this time, unless they did: last week, yesterday, and what just arrived."""
    return [*ended(now), *slots(corpus, now)]


def coming(today: date, weeks: int = 4) -> list[Period]:
    """The weeks whose mails go out next."""
    return [week_of(today + timedelta(weeks=n)) for n in range(weeks)]
