"""`growatt completion`."""

from __future__ import annotations

import click

from ..terminal import terminal
from ..verb import verb


@verb(
    "completion",
    examples=[
        'eval "$(growatt completion bash)"',
        "growatt completion fish > ~/.config/fish/completions/growatt.fish",
    ],
    account=False,
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Put the example for your shell into its start-up file. Serial numbers are those last listed;
    completion asks no server.
    """
    from click.shell_completion import get_completion_class

    root = click.get_current_context().find_root()
    kind = get_completion_class(shell)
    if kind is None:  # pragma: no cover  # all three are built in
        return
    script = kind(root.command, {}, "growatt", "_GROWATT_COMPLETE")
    try:
        text = script.source()
    except RuntimeError as error:  # a bash that is too old
        raise click.ClickException(str(error)) from None
    terminal().line(text)
