"""`chidao digest`: the digest is looked at, sent, followed and set up."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import console
from api.cli.vietnamese import Command, Group

if TYPE_CHECKING:
    from api.digest.period import Period
    from api.digest.sending import Sender
    from api.digest.settings import MailSettings
    from api.state import State

Week = Annotated[str | None, typer.Option("--week", metavar="TUẦN", help="Tuần, ví dụ 2024-W19.")]
Person = Annotated[str | None, typer.Option("--for", metavar="ĐỊA_CHỈ", help="Người nhận, theo địa chỉ thư.")]


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    digest = typer.Typer(cls=Group, no_args_is_help=True, help="Bản tin: xem trước, gửi, theo dõi, đặt lịch.")
    for command in (preview, send, status, settle, bounces, subscribe, schedule):
        digest.command(cls=Command)(command)
    app.add_typer(digest, name="digest")


def preview(
    person: Person = None,
    week: Week = None,
    html: Annotated[bool, typer.Option("--html", help="In bản HTML thay cho bản chữ.")] = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="THƯ_MỤC", help="Ghi cả hai bản ra thư mục này.")] = None,
    json: console.Json = False,
) -> None:
    """Xem trước bản tin của một tuần (mặc định là tuần này) từ sổ, cho mọi đơn vị hoặc cho một người."""
    from api.cli.opening import opened
    from api.digest.content import Interest, choose
    from api.digest.links import links_for
    from api.digest.render import render
    from api.digest.week import gather
    from api.digest.wording import say

    with opened() as home:
        period = _week(week, home)
        today = min(home.today(), period.send_day)
        happened = gather(home.corpus, period, today)
        recipient = None
        if person is None:
            digest = choose(happened, [Interest(say("why", "everything"), everything=True)])
        else:
            recipient = home.corpus.subscriptions.by_email(person)
            if recipient is None:
                console.stop(f"{person} chưa đăng ký nhận thư; xem chidao digest subscribe --help", console.SOME_FAILED)
            wanted = home.corpus.subscriptions.of(recipient.id)
            digest = _sender(home).digest(recipient, wanted, happened)
        rendered = render(digest, links_for(_base(home), recipient, period.key))
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / f"digest-{period.key}.html").write_text(rendered.html, encoding="utf-8")
        (out / f"digest-{period.key}.txt").write_text(rendered.text, encoding="utf-8")
        console.say(f"Đã ghi digest-{period.key}.html và .txt vào {out}")
    if json:
        console.print_json({"period": period.key, "empty": digest.empty, **asdict(rendered)})
    elif out is None:
        print(rendered.html if html else rendered.text)


def send(
    week: Week = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Làm mọi thư nhưng không gửi, không ghi gì.")] = False,
    json: console.Json = False,
) -> None:
    """Gửi những bản tin đã đến giờ; ai đã nhận rồi thì không nhận lại."""
    from api.cli.opening import opened
    from api.digest.schedule import due

    with opened() as home:
        periods = [_week(week, home)] if week else due(home.corpus, home.now())
        sender = _sender(home)
        outcomes = [sender.send(period, dry_run=dry_run) for period in periods]
    for error in (error for outcome in outcomes for error in outcome.errors):
        console.say(error)
    if json:
        console.print_list([asdict(outcome) for outcome in outcomes])
    else:
        console.print_table(
            (
                "Kỳ",
                ">Sẽ gửi" if dry_run else ">Đã gửi",
                ">Không có gì",
                ">Đã có",
                ">Để thử lại",
                ">Từ chối",
                ">Chưa rõ",
            ),
            [[o.period, o.sent, o.quiet, o.elsewhere, o.failed, o.refused, o.unknown] for o in outcomes],
        )
    if any(o.failed or o.refused or o.unknown or o.broken_off for o in outcomes):
        raise typer.Exit(console.SOME_FAILED)


def status(week: Week = None, json: console.Json = False) -> None:
    """Cho biết thư của một tuần đã gửi đến đâu (mặc định là tuần vừa qua), và những thư chưa rõ kết quả."""
    from api.cli.opening import opened
    from api.digest.period import ended

    with opened() as home:
        period = _week(week, home) if week else ended(home.now())[0]
        counts = home.corpus.sends.counts(period.key)
        uncertain = [{"period": s.period, "message_id": s.message_id} for s in home.corpus.sends.uncertain()]
    if json:
        console.print_json({"period": period.key, "counts": counts, "uncertain": uncertain})
        return
    said = {
        "sent": "đã gửi",
        "failed": "để thử lại",
        "refused": "bị từ chối",
        "claimed": "đang làm",
        "sending": "đang gửi",
    }
    console.print_table(("Tình trạng", ">Số thư"), [[said[s], n] for s, n in counts.items()], title=f"Kỳ {period.key}")
    if uncertain:
        console.say(f"{len(uncertain)} thư không rõ máy chủ đã nhận chưa: chidao digest settle NHẬT_KÝ_MÁY_CHỦ_THƯ")
    for one in uncertain:
        console.say(f"  {one['period']}  {one['message_id']}")


def settle(
    log: Annotated[Path, typer.Argument(metavar="TỆP", help="Nhật ký của máy chủ gửi thư (có Message-ID).")],
    json: console.Json = False,
) -> None:
    """Xác định những thư chưa rõ kết quả theo nhật ký của máy chủ gửi thư; thư chưa được nhận sẽ gửi lại."""
    from api.cli.opening import opened
    from api.digest.settling import settle as decide

    try:
        with opened() as home, log.open(encoding="utf-8", errors="replace") as lines:
            settled = decide(home.corpus, lines)
    except OSError as error:
        console.stop(f"{log}: không đọc được nhật ký ({error.strerror})", console.SOME_FAILED)
    if json:
        console.print_json(asdict(settled))
    else:
        print(f"{settled.taken} thư máy chủ đã nhận, {settled.again} thư sẽ được gửi lại.")


def bounces(
    box: Annotated[Path, typer.Argument(metavar="HỘP_THƯ", help="Maildir, mbox, hoặc một thư (.eml).")],
    json: console.Json = False,
) -> None:
    """Đọc thư báo không giao được và thôi gửi tới những địa chỉ không còn."""
    from api.cli.opening import opened
    from api.digest.bounces import bounces as read
    from api.digest.bounces import messages, take

    try:
        with opened() as home:
            stopped, others = take(home.corpus, read(messages(box)))
    except OSError as error:
        console.stop(f"{box}: không đọc được hộp thư ({error.strerror})", console.SOME_FAILED)
    if json:
        console.print_json({"stopped": [asdict(b) for b in stopped], "others": [asdict(b) for b in others]})
        return
    rows = [
        [b.email, b.status, b.said, word] for found, word in ((stopped, "thôi gửi"), (others, "giữ")) for b in found
    ]
    console.print_table(("Địa chỉ", "Mã", "Máy chủ nói", "Xử lý"), rows)


def subscribe(
    email: Annotated[str, typer.Argument(metavar="ĐỊA_CHỈ", help="Địa chỉ thư của người nhận.")],
    topic: Annotated[
        str, typer.Option("--topic", help="everything, unit, province, programme hoặc search.")
    ] = "everything",
    value: Annotated[str, typer.Option("--value", help="Đơn vị, địa phương, chương trình hoặc câu tìm kiếm.")] = "",
    period: Annotated[str, typer.Option("--period", help="weekly, daily hoặc at_once.")] = "weekly",
    hour: Annotated[int, typer.Option("--hour", min=0, max=23, help="Gửi từ giờ này.")] = 7,
    name: Annotated[str | None, typer.Option("--name", help="Tên người nhận.")] = None,
    silent: Annotated[bool, typer.Option("--silent", help="Kỳ nào không có gì thì không gửi.")] = False,
    ics: Annotated[bool, typer.Option("--ics", help="Kèm hạn dưới dạng lịch.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Kèm nhiệm vụ dưới dạng bảng.")] = False,
) -> None:
    """Đăng ký cho một người đã đồng ý nhận thư (không gửi thư xác nhận)."""
    from api.cli.opening import opened
    from api.digest.wishes import wish

    options = {key: True for key, on in (("silent", silent), ("ics", ics), ("csv", csv)) if on}
    with opened() as home:
        meant = wish(home.corpus, topic, value, period=period, hour=hour, options=options)
        subscriptions = home.corpus.subscriptions
        recipient = subscriptions.recipient(email, name=name, confirmed=True, actor="dòng lệnh")
        subscriptions.add(
            recipient.id, meant.topic, meant.value, period=meant.period, hour=hour, options=options, actor="dòng lệnh"
        )
    print(f"{recipient.email}: {meant.said}")


def schedule(json: console.Json = False) -> None:
    """Cho biết khi nào gửi và cần đặt lịch thế nào (cron hoặc systemd)."""
    from api.cli.opening import opened
    from api.digest.schedule import CRON, SERVICE, TIMER, coming

    with opened() as home:
        weeks = coming(home.today())
        folder, command = Path.cwd(), Path(sys.argv[0]).absolute()
    if json:
        console.print_list([{"week": p.key, "send_day": p.send_day.isoformat()} for p in weeks])
        return
    console.print_table(("Tuần", "Gửi ngày"), [[p.key, console.day(p.send_day)] for p in weeks])
    print(f"cron:\n{CRON.format(folder=folder)}\n")
    print(f"systemd, /etc/systemd/system/chidao-digest.service:\n{SERVICE.format(folder=folder, command=command)}")
    print(f"systemd, /etc/systemd/system/chidao-digest.timer:\n{TIMER}")


def _week(name: str | None, home: State) -> Period:
    from api.digest.period import week, week_of

    if name is None:
        return week_of(home.today())
    try:
        return week(name)
    except ValueError as error:
        console.stop(str(error))


def _sender(home: State) -> Sender:
    from api.digest.sending import Sender

    holder = f"{socket.gethostname()}:{os.getpid()}:{datetime.now().timestamp():.0f}"
    return Sender(home.corpus, _mail_settings(), holder, _base(home), home.index)


def _base(home: State) -> str | None:
    return str(home.settings.base_url).rstrip("/") if home.settings.base_url else None


def _mail_settings() -> MailSettings:
    from pydantic import ValidationError

    from api.digest.settings import MailSettings

    try:
        return MailSettings()
    except ValidationError as error:
        first: Any = error.errors()[0]
        name = "CHIDAO_MAIL_" + "_".join(str(p).upper() for p in first["loc"]) if first["loc"] else "Cấu hình gửi thư"
        console.stop(f"{name}: {first['msg'].removeprefix('Value error, ')}")
