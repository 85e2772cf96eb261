"""A made-up week in a province, in the record: what the digest's tests and the gallery are made of."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import corpus.audit
from corpus import Corpus
from corpus.tracking import VIETNAM
from tests.corpus.build import Order, Paper

TODAY = date(2024, 5, 13)  # a Monday: the mail of 2024-W19


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM)


def record_at(record: Corpus, when: datetime, *papers: Paper) -> None:
    """Records papers as if it were that time."""
    clock = corpus.audit.now
    corpus.audit.now = lambda: when  # type: ignore[assignment]
    try:
        for paper in papers:
            paper.record(record)
    finally:
        corpus.audit.now = clock


def paper(number: str, subject: str, day: date, *orders: Order, issuer: str = "UBND tỉnh Lạng Sơn") -> Paper:
    address = f"https://langson.example.vn/tin/{number.replace('/', '-')}"
    return Paper(number=number, subject=subject, day=day, orders=orders, issuer=issuer, address=address, published=day)


def week(record: Corpus) -> None:
    """Directives of 2024-W19, and some before it whose tasks are late or fall due."""
    before = TODAY - timedelta(days=30)
    record_at(
        record,
        at(before),
        paper(
            "402/UBND-TH", "tăng cường kỷ luật, kỷ cương hành chính", before,
            Order("báo cáo kết quả rà soát thủ tục hành chính còn vướng mắc", ("Sở Xây dựng",),
                  ("Văn phòng UBND tỉnh",), date(2024, 5, 6)),
            Order("hoàn thành số hóa hồ sơ lưu trữ giai đoạn 2020 – 2023", ("Sở Nội vụ",), (), date(2024, 4, 30)),
            Order("trình phương án sắp xếp trụ sở dôi dư", ("Sở Tài chính",), ("Sở Xây dựng",), date(2024, 5, 13)),
        ),
    )  # fmt: skip
    record_at(
        record,
        at(TODAY - timedelta(days=5)),
        paper(
            "595/UBND-KT", "tổ chức thực hiện các Chương trình mục tiêu quốc gia năm 2024", date(2024, 5, 7),
            Order("rà soát, đề xuất phương án điều chỉnh kế hoạch vốn của các dự án chậm giải ngân, bảo đảm giải ngân "
                  "100% vốn được giao trong năm 2024", ("Sở Xây dựng", "Sở Tài chính"), ("UBND các huyện, thành phố",),
                  date(2024, 5, 24)),
            Order("hướng dẫn các huyện, thành phố lập hồ sơ quyết toán công trình hạ tầng nông thôn",
                  ("Sở Xây dựng",), ("Sở Nông nghiệp và Phát triển nông thôn",), date(2024, 6, 28)),
            Order("kiểm tra, giám sát việc thực hiện đối với cấp huyện, cấp xã", ("Ban Dân tộc",), ("Sở Xây dựng",)),
        ),
        paper(
            "612/UBND-NC", "bảo đảm an toàn phòng cháy và chữa cháy trong mùa nắng nóng", date(2024, 5, 8),
            Order("tổng kiểm tra an toàn phòng cháy tại nhà chung cư, nhà trọ", ("Công an tỉnh",), ("Sở Xây dựng",),
                  date(2024, 5, 20)),
        ),
        paper("88/TB-UBND", "ý kiến kết luận tại phiên họp thường kỳ tháng 4", date(2024, 5, 9)),
    )  # fmt: skip
