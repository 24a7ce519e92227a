"""Help that says of each command all that its first sentence says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

LONGEST = 500
"""Letters of a sentence; longer than any, so that none ends in dots."""


class WholeHelp(TyperGroup):
    """A group whose list of commands wraps what each does, where Typer would cut it off."""

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        named = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [
            (name, command.get_short_help_str(LONGEST))
            for name, command in named
            if command is not None and not command.hidden
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
