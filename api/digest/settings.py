"""How mail is sent: environment variables `CHIDAO_MAIL_…`."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.settings import is_loopback


class MailSettings(BaseSettings):
    """`MailSettings()` reads the environment; a value that makes no sense raises pydantic's ValidationError."""

    model_config = SettingsConfigDict(env_prefix="CHIDAO_MAIL_", extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="Máy chủ gửi thư (SMTP).")
    port: int = Field(587, ge=1, le=65535, description="Cổng của máy chủ gửi thư.")
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="starttls, tls (từ đầu), hoặc none (chỉ với máy chủ trên cùng máy)."
    )
    user: str = Field("", description="Tên đăng nhập máy chủ gửi thư; để trống là không đăng nhập.")
    password: SecretStr = Field(SecretStr(""), description="Mật khẩu máy chủ gửi thư.")
    sender: str = Field("chidao@localhost", description="Địa chỉ người gửi.")
    sender_name: str = Field("Chỉ đạo", description="Tên người gửi.")
    timeout: float = Field(30.0, gt=0, le=600, description="Chờ máy chủ gửi thư lâu nhất bao nhiêu giây.")

    @field_validator("sender")
    @classmethod
    def _an_address(cls, value: str) -> str:
        local, at, domain = value.partition("@")
        if not (local and at and domain) or any(c.isspace() or not c.isprintable() for c in value):
            raise ValueError(f"“{value}” không phải là địa chỉ thư điện tử")
        return value

    @model_validator(mode="after")
    def _secret_only_in_secret(self) -> Self:
        if self.security == "none" and not is_loopback(self.host):
            raise ValueError("CHIDAO_MAIL_SECURITY=none chỉ dùng được với máy chủ gửi thư trên cùng máy")
        return self

    @property
    def domain(self) -> str:
        """The domain of the sender's address, which Message-IDs end in."""
        return self.sender.partition("@")[2]
