"""What an installation is told from outside: environment variables `CHIDAO_…`, with defaults that work at home."""

from __future__ import annotations

import ipaddress
from functools import cached_property
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AnyHttpUrl, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SHORTEST_SECRET = 32


class Settings(BaseSettings):
    """`Settings()` reads the environment; a value that makes no sense raises pydantic's ValidationError."""

    model_config = SettingsConfigDict(env_prefix="CHIDAO_", extra="ignore", frozen=True)

    home: Path = Field(Path("data"), description="Thư mục chứa mọi thứ mà chương trình ghi ra.")
    record: str = Field(
        "", description="Địa chỉ sổ gốc: sqlite:///… hoặc postgresql+psycopg://…; mặc định HOME/record.db."
    )
    index: str = Field(
        "", description="Địa chỉ chỉ mục: tantivy:THƯ-MỤC hoặc http(s)://MÁY:CỔNG/TÊN; mặc định HOME/index."
    )
    host: str = Field("127.0.0.1", description="Địa chỉ mà trang web lắng nghe.")
    port: int = Field(8000, ge=0, le=65535, description="Cổng mà trang web lắng nghe; 0 là cổng trống bất kỳ.")
    base_url: AnyHttpUrl | None = Field(
        None, description="Địa chỉ công khai của trang web, dùng trong thư và khi đăng nhập OIDC."
    )
    secret: SecretStr = Field(
        SecretStr(""), description="Khóa ký phiên làm việc, ít nhất 32 ký tự; bắt buộc khi không chạy ở máy riêng."
    )
    accounts: Literal["auto", "required"] = Field(
        "auto",
        description="auto: ở máy riêng mà chưa có tài khoản thì mở cho mọi người; required: luôn phải đăng nhập.",
    )
    timezone: ZoneInfo = Field(ZoneInfo("Asia/Ho_Chi_Minh"), description="Múi giờ của tỉnh, để tính ngày và hạn.")
    place: str | None = Field(
        None, description="Tỉnh của đơn vị dùng hệ thống, ví dụ “tỉnh Lạng Sơn”; giúp nhận ra đơn vị."
    )
    due_soon_days: int = Field(5, ge=0, le=60, description="Còn bấy nhiêu ngày làm việc thì nhiệm vụ là “sắp đến hạn”.")
    session_hours: int = Field(12, ge=1, le=24 * 30, description="Phiên đăng nhập kéo dài bao nhiêu giờ.")
    login_tries: int = Field(
        5, ge=1, le=100, description="Số lần đăng nhập sai được phép trong khoảng CHIDAO_LOGIN_MINUTES."
    )
    login_minutes: int = Field(
        15, ge=1, le=24 * 60, description="Khoảng thời gian đếm số lần đăng nhập sai, tính bằng phút."
    )
    proxy: bool = Field(False, description="Tin các tiêu đề X-Forwarded-… của máy chủ đứng trước.")
    oidc_issuer: AnyHttpUrl | None = Field(
        None, description="Địa chỉ nhà cung cấp danh tính OIDC; để trống là không dùng."
    )
    oidc_client_id: str = Field("", description="Tên của hệ thống ở nhà cung cấp danh tính.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="Mật khẩu của hệ thống ở nhà cung cấp danh tính.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning", description="Mức nhật ký kỹ thuật ghi ra stderr."
    )

    @field_validator("timezone", mode="before")
    @classmethod
    def _known_timezone(cls, value: object) -> object:
        """A name of the tz database becomes the zone."""
        if not isinstance(value, str):
            return value
        try:
            return ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"không có múi giờ {value!r}") from error

    @model_validator(mode="after")
    def _long_enough_secret(self) -> Self:
        if 0 < len(self.secret.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(f"CHIDAO_SECRET phải có ít nhất {SHORTEST_SECRET} ký tự")
        return self

    @model_validator(mode="after")
    def _safe_provider(self) -> Self:
        issuer = self.oidc_issuer
        if issuer is None:
            return self
        if issuer.scheme != "https" and not is_loopback(issuer.host or ""):
            raise ValueError("CHIDAO_OIDC_ISSUER phải là địa chỉ https (trừ khi ở chính máy này)")
        if not self.oidc_client_id:
            raise ValueError("có CHIDAO_OIDC_ISSUER thì phải có CHIDAO_OIDC_CLIENT_ID")
        return self

    @cached_property
    def record_url(self) -> str:
        """The record's address, as SQLAlchemy writes addresses."""
        return self.record or f"sqlite:///{self.home / 'record.db'}"

    @cached_property
    def index_url(self) -> str:
        """The index's address, as `search.open_index` takes it."""
        return self.index or f"tantivy:{self.home / 'index'}"

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the pages."""
        return is_loopback(self.host)

    @property
    def refusal(self) -> str | None:
        """Why the pages must not be served with these settings (in Vietnamese), None where they may."""
        if not self.on_loopback and not self.secret.get_secret_value():
            return (
                f"Trang web sẽ lắng nghe ở {self.host}, nơi máy khác tới được, mà chưa có khóa bí mật. "
                f"Hãy đặt CHIDAO_SECRET (ít nhất {SHORTEST_SECRET} ký tự ngẫu nhiên) và tạo tài khoản: chidao user add."
            )
        return None


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
