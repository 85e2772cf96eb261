"""Made-up readings and extractions, told in few words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from corpus import Corpus
from corpus.types import Capture, Document, Reading
from nlp.types import Assignee, Context, Deadline, Directive, Extraction, Kind, Reference, Task

PLACE = "tỉnh Lạng Sơn"
ISSUER = "UBND tỉnh Lạng Sơn"
DAY = date(2024, 5, 7)
FETCHED = datetime(2024, 5, 8, 2, 30, tzinfo=UTC)


@dataclass
class Order:
    """A task to be written into a text: its words, its leads and supports, its deadline."""

    words: str
    leads: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    until: date | None = None
    rrule: str | None = None


@dataclass
class Paper:
    """A document to be recorded: what it orders, who issued it, where it was found."""

    number: str | None = "595/UBND-KT"
    orders: tuple[Order, ...] = (
        Order("báo cáo kết quả thực hiện", ("Sở Xây dựng",), ("Sở Tài chính",), date(2024, 6, 30)),
    )
    issuer: str | None = ISSUER
    day: date | None = DAY
    kind: Kind = "article"
    address: str = "https://langson.example.vn/tin/595"
    media_type: str = "text/html"
    cites: tuple[tuple[str, str], ...] = ()
    version: str = "1.0"
    fetched: datetime = FETCHED
    form: str = "document"
    subject: str | None = None
    place: str | None = PLACE
    ocr: bool = False
    published: date | None = date(2024, 5, 8)
    extra: str = ""
    data: bytes | None = None
    signature: tuple[int, ...] = ()
    attachments: tuple[str, ...] = ()
    shift: int = 0
    chair: str | None = None
    orders_nothing: bool = False
    changes: dict[str, object] = field(default_factory=dict)

    def text(self) -> str:
        """The text, a line for each order and citation."""
        return self._write()[0]

    def extraction(self) -> Extraction:
        """What an extractor would find in it."""
        return self._write()[1]

    def _write(self) -> tuple[str, Extraction]:
        parts = [f"{self.issuer or 'Văn phòng'} ban hành văn bản {self.number or ''}. {self.extra}\n"]
        tasks: list[Task] = []
        references: list[Reference] = []

        def add(words: str) -> tuple[str, int, int]:
            start = sum(map(len, parts))
            parts.append(words)
            return words, start, start + len(words)

        for order in self.orders:
            assignees = []
            for role, names in (("lead", order.leads), ("support", order.supports)):
                for name in names:
                    assignees.append(Assignee(*add(name), rule="t.assignee", role=role))  # type: ignore[arg-type]
                    add(", ")
            text, start, end = add(order.words)
            deadline = None
            if order.until or order.rrule:
                add(" ")
                said = add(f"trước ngày {order.until:%d/%m/%Y}" if order.until else "định kỳ hằng tháng")
                deadline = Deadline(*said, "t.deadline", order.until, order.rrule is not None, order.rrule)
            tasks.append(Task(text, start + self.shift, end, "t.task", assignees, deadline))
            if self.shift:
                tasks[-1].text = "".join(parts)[start + self.shift : end]
            add(".\n")
        for before, number in self.cites:
            add(before)
            references.append(Reference(*add(f"Công văn số {number}"), "t.reference", number, "công văn"))
            add(".\n")
        directive = None
        if not self.orders_nothing:
            directive = Directive(
                self.form, "công văn", self.number, self.day, self.issuer, subject=self.subject, chair=self.chair
            )  # type: ignore[arg-type]
        extraction = Extraction(
            "t", self.kind, "Tin", self.published, directive, references, tasks, version=self.version
        )
        return "".join(parts), extraction

    def bytes(self) -> bytes:
        """The bytes that it came as."""
        return self.data if self.data is not None else f"{self.address}\n{self.text()}".encode(errors="surrogatepass")

    def keep(self, corpus: Corpus) -> Capture:
        """Keeps its bytes."""
        return corpus.keep(self.bytes(), address=self.address, media_type=self.media_type, fetched_at=self.fetched)

    def reading(self) -> Reading:
        """What ingest would hand over."""
        return Reading(
            text=self.text(), address=self.address,
            media_type=self.media_type, kind=self.kind, published=self.published,
            context=Context(place=self.place), ocr=self.ocr,
            confidence=0.9 if self.ocr else None, signature=self.signature,
            attachments=self.attachments,
        )  # fmt: skip

    def record(self, corpus: Corpus) -> Document:
        """Keeps it and takes it into the record."""
        return corpus.record(self.keep(corpus), self.reading(), self.extraction())

    def but(self, **changes: object) -> Paper:
        """The same with changes."""
        return replace(self, **changes)  # type: ignore[arg-type]
