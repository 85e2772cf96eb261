"""The pages of the made-up province's portals, in three skeletons that portals really have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

PER_PAGE = 10

SELECTORS = {
    "sharepoint": """
[listing]
articles = "td.TitleFront a"
next = "ul.pagination a.sau"
[article]
address = "/(tin|cu|hong)/"
title = "p.Title"
date = "td.Time"
body = "div.journal-content-article"
""",
    "liferay": """
[listing]
articles = "div.asset-abstract h3 a"
next = "li.next a"
[article]
address = "/(tin|cu|hong)/"
title = "h1.tieu-de"
date = "span.ngay"
body = "div.noi-dung"
""",
    "vnpt": """
[listing]
articles = "ul.list-news > li > a"
next = "a.trang-sau"
[article]
address = "/(tin|cu|hong)/"
title = "h2.news-title"
date = "div.date"
body = "article.content"
""",
}

ROW = {
    "sharepoint": '<tr><td class="TitleFront"><a href="{a}">Bài {n}<span> (01.06.2025)</span></a></td></tr>',
    "liferay": '<div class="asset-abstract"><h3><a href="{a}">Bài {n}</a></h3><p>Tóm tắt {n}</p></div>',
    "vnpt": '<li><a href="{a}"><img src="a.png">Bài {n}</a></li>',
}
LIST = {
    "sharepoint": "<table><tbody>{rows}</tbody></table>",
    "liferay": "<div>{rows}</div>",
    "vnpt": '<ul class="list-news">{rows}</ul>',
}
ONWARD = {
    "sharepoint": '<ul class="pagination"><li><a class="sau" href="{a}">Sau</a></li></ul>',
    "liferay": '<ul><li class="next"><a href="{a}">Tiếp</a></li></ul>',
    "vnpt": '<a class="trang-sau" href="{a}">»</a>',
}
ARTICLE = {
    "sharepoint": '<table><tr><td class="Time">{day}</td></tr></table><p class="Title">{title}</p>'
    '<div class="journal-content-article">{body}</div>',
    "liferay": '<h1 class="tieu-de">{title}</h1><span class="ngay">{day}</span><div class="noi-dung">{body}</div>',
    "vnpt": '<h2 class="news-title">{title}</h2><div class="date">{day}</div><article class="content">{body}</article>',
}
MENU = """<ul class="menu"><li><a href="/">Trang chủ</a></li><li><a href="/bay/1">Lịch</a></li>
<li><a href="/cam/noi-bo">Nội bộ</a></li><li><a href="/tim-kiem?q=a">Tìm</a></li></ul>"""
BODY = """<p>Ngày {day}/6/2025, UBND tỉnh ban hành Công văn số {n}/UBND-KT.</p>
<p>Giao Sở Tài chính chủ trì báo cáo kết quả{more} của {skeleton} trước ngày 30/9/2025.</p>{beside}"""
RELATED = """<div class="lien-quan"><a href="{p}/tin/bai-{before}">Tin khác</a><a href="/cam/x">x</a></div>"""


@dataclass
class Site:
    """One portal's pages. `articles` is how many it has; the newest is the highest number."""

    prefix: str
    skeleton: str
    articles: int
    changed_layout: bool = False
    revised: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)


def listing(site: Site, page: int, extra: Sequence[str] = ()) -> str:
    """A page of a portal's list, the newest first, with menus, traps and banned links around it."""
    newest = site.articles - (page - 1) * PER_PAGE
    links = [(link(site, n), n) for n in range(newest, max(0, newest - PER_PAGE), -1)] + [(a, 0) for a in extra]
    if site.changed_layout:
        rows = "".join(f'<section><a class="moi" href="{a}">Bài {n}</a></section>' for a, n in links)
        return f"<html><body>{MENU}<main>{rows}</main></body></html>"
    rows = "".join(ROW[site.skeleton].format(a=a, n=n) for a, n in links)
    more = newest - PER_PAGE > 0
    onward = ONWARD[site.skeleton].format(a=f"{site.prefix}/danh-sach/{page + 1}") if more else ""
    return f"<html><body>{MENU}{LIST[site.skeleton].format(rows=rows)}{onward}</body></html>"


def link(site: Site, number: int) -> str:
    """How a list links to an article: every fifth by an old address that redirects, some with a session in it."""
    if number % 5 == 0:
        return f"{site.prefix}/cu/bai-{number}"
    session = f";jsessionid=A{number}?utm_source=x" if number % 7 == 0 else ""
    return f"{site.prefix}/tin/bai-{number}{session}"


def article(site: Site, number: int) -> str:
    """An article: a directive with one task, an attachment at every tenth, related news around it."""
    more = " (sửa đổi)" if number in site.revised else ""
    title = f"Văn bản số {number}/UBND-KT về nhiệm vụ {number}{more}"
    beside = f'<p><a href="{site.prefix}/tep/{number}.pdf">Tải văn bản</a></p>' if number % 10 == 0 else ""
    day = f"{number % 28 + 1:02}"
    body = BODY.format(day=day, n=number, more=more, skeleton=site.skeleton, beside=beside)
    if site.changed_layout:
        return f"<html><body><h5>{title}</h5><section class='moi'>{body}</section></body></html>"
    main = ARTICLE[site.skeleton].format(day=f"{day}/06/2025 08:30", title=title, body=body)
    return f"<html><body>{MENU}{main}{RELATED.format(p=site.prefix, before=max(1, number - 1))}</body></html>"


def pdf(number: int) -> bytes:
    """A PDF of one line, the smallest that readers take."""
    stream = f"BT /F1 12 Tf 72 720 Td (Cong van so {number}/UBND-KT) Tj ET".encode()
    fonts = b"/Resources << /Font << /F1 5 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % fonts,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for index, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (index, content)
    size = len(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, out.rindex(b"xref"))
