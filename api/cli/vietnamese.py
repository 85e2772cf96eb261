"""Makes the command line's own words Vietnamese: the frame of help pages, and typer's errors."""

from __future__ import annotations

import re
from typing import Any

from typer._click.core import Context
from typer._click.exceptions import ClickException
from typer.core import TyperCommand, TyperGroup

_ERRORS = (
    (re.compile(r"No such command '(.+)'\.?"), "Không có lệnh “{0}”."),
    (re.compile(r"No such option: (\S+).*?(?:Did you mean (\S+)\?)?", re.DOTALL), "Không có tuỳ chọn {0}."),
    (re.compile(r"Missing argument '(.+)'\.?.*", re.DOTALL), "Thiếu {0}."),
    (re.compile(r"Missing option '(.+)'\.?.*", re.DOTALL), "Thiếu tuỳ chọn {0}."),
    (re.compile(r"Missing command\.?"), "Thiếu tên lệnh."),
    (re.compile(r"Option '(\S+)' requires an argument\.?"), "Tuỳ chọn {0} cần một giá trị."),
    (re.compile(r"Got unexpected extra arguments? \((.+)\)"), "Thừa: {0}."),
    (re.compile(r"Invalid value for '(.+?)': (.+)", re.DOTALL), "Giá trị của {0} không hợp lệ: {1}"),
)


class Command(TyperCommand):
    """A command whose help is Vietnamese throughout."""

    def get_usage(self, ctx: Context) -> str:
        """The line that shows how the command is called."""
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Context) -> Any:
        """The --help option."""
        return _help_option(super().get_help_option(ctx))


class Group(TyperGroup):
    """A group of commands whose help is Vietnamese throughout."""

    def get_usage(self, ctx: Context) -> str:
        """The line that shows how the group is called."""
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Context) -> Any:
        """The --help option."""
        return _help_option(super().get_help_option(ctx))


def frame_help() -> None:
    """Give typer's help pages Vietnamese panel titles. Loads rich, so it is called only when a page is shown."""
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = "Đối số"
    rich_utils.OPTIONS_PANEL_TITLE = "Tuỳ chọn"
    rich_utils.COMMANDS_PANEL_TITLE = "Lệnh"
    rich_utils.ERRORS_PANEL_TITLE = "Lỗi"
    rich_utils.DEFAULT_STRING = "[mặc định: {}]"
    rich_utils.REQUIRED_LONG_STRING = "[bắt buộc]"
    rich_utils.ENVVAR_STRING = "[biến môi trường: {}]"


def usage_error(error: ClickException) -> str:
    """A usage error in Vietnamese, with where help is to be had."""
    message = error.format_message()
    for pattern, words in _ERRORS:
        if match := pattern.match(message):
            message = words.format(*match.groups())
            break
    ctx: Context | None = getattr(error, "ctx", None)
    return f"{message}\nXem cách dùng: {ctx.command_path if ctx else 'chidao'} --help"


def _usage(line: str) -> str:
    return (
        line.replace("Usage:", "Cách dùng:", 1)
        .replace("COMMAND [ARGS]...", "LỆNH …")
        .replace("[OPTIONS]", "[TUỲ CHỌN]")
    )


def _help_option(option: Any) -> Any:
    if option is not None:
        option.help = "Hiện trợ giúp này."
    return option
