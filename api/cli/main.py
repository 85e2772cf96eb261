"""The `chidao` command: puts the commands together and turns what goes wrong into words and an exit code."""

from __future__ import annotations

import sys
from importlib import import_module

import typer
from typer._click.exceptions import ClickException

from api.cli import console, vietnamese

app = typer.Typer(
    name="chidao",
    cls=vietnamese.Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Đọc văn bản chỉ đạo của tỉnh và theo dõi việc thực hiện: ai phải làm gì, khi nào xong, theo văn bản nào.",
)
_MODULES = ("running", "extracting", "evaluating", "asking", "unit", "serving", "crawl", "digest", "upkeep", "people")

for _name in _MODULES:
    import_module(f"api.cli.{_name}").add_to(app)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line. Exits with 0 when all went well, 1 when some input failed, 2 when it was used wrongly."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments or "--help" in arguments:
        vietnamese.frame_help()
    try:
        code = app(arguments, prog_name="chidao", standalone_mode=False)
    except ClickException as error:
        if error.format_message():
            console.say(f"Lỗi: {vietnamese.usage_error(error)}")
        code = error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        console.say("Đã dừng.")
        code = 130
    except BrokenPipeError:
        sys.stderr.close()
        code = console.SOME_FAILED
    sys.exit(code if isinstance(code, int) else 0)
