"""The door for the terminal: each command in a file of its own, loaded when it is called."""

import os
import sys
from importlib import import_module

import click

from omoiyari.cli.speak import open_catalogues, refusal, say, spoken
from omoiyari.words import N_

#: Where each command lives, and what `--help` says of it without loading it.
COMMANDS = {
    "serve": ("omoiyari.cli.serve", N_("Open the app for the two of you.")),
    "setup": ("omoiyari.cli.setup", N_("Three questions, and both phones can reach it.")),
    "doctor": ("omoiyari.cli.doctor", N_("Say what is wrong, and how to mend it.")),
    "demo": ("omoiyari.cli.demo", N_("Look around as a made-up couple.")),
    "backup": ("omoiyari.cli.backups", N_("Make a sealed backup now.")),
    "restore": ("omoiyari.cli.backups", N_("Put a backup back: all of it or nothing.")),
    "export": ("omoiyari.cli.people", N_("Write one person's own notebook into a file.")),
    "erase": ("omoiyari.cli.people", N_("Erase one person, for good.")),
    "read": ("omoiyari.cli.read", N_("Read what a message does.")),
    "tension": ("omoiyari.cli.read", N_("How likely a talk is to go wrong, turn by turn.")),
}


class _Door(click.Group):
    """Knows all commands by name and loads one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name][0]), cmd_name)
        return spoken(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(say(N_("Commands"))):
            formatter.write_dl([(name, say(about)) for name, (_, about) in COMMANDS.items()])


@click.command(
    cls=_Door,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=N_("Omoiyari: an empathy coach for couples that two people host for themselves."),
)
@click.version_option(package_name="omoiyari", prog_name="omoiyari", message="%(prog)s %(version)s")
def door() -> None:
    """Has what all commands have in common: nothing but help and version."""


def main() -> None:
    """Run one command. What a room refuses becomes one sentence and exit code 1; a wrong call, exit code 2."""
    # Our matrices are small: a second thread of the linear algebra waits longer for its turn than it helps.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    open_catalogues()
    try:
        code = spoken(door).main(prog_name="omoiyari", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:
        if not hasattr(error, "sentence"):
            raise
        click.echo(refusal(error), err=True)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)
