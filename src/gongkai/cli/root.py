"""The `gongkai` command: groups are loaded when asked for, so that `gongkai law …` never starts Django."""

from __future__ import annotations

import importlib

import click

from gongkai import __version__

# name -> (module:attribute, one line for --help, heading it is listed under)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "law": ("gongkai.cli.law_notice:law", "Ask the statute: due dates, the clock, fees, form checks.", "Law"),
    "report": ("gongkai.cli.report:report", "Compute and export annual reports.", "Records"),
    "import": (
        "gongkai.cli.importing:import_",
        "Bring in documents and older registers of requests.",
        "Records",
    ),
    "archive": ("gongkai.cli.archive:archive", "Write the file of a case as one zip.", "Records"),
    "privacy": (
        "gongkai.cli.privacy:privacy",
        "Keys, sealing and destruction of applicants' data.",
        "Records",
    ),
    "audit": (
        "gongkai.cli.audit:audit",
        "Read, check and compare published reports of any era.",
        "Auditing",
    ),
    "scan": (
        "gongkai.cli.scan:scan",
        "Find what must not be published in files of any kind.",
        "Before publication",
    ),
    "redact": (
        "gongkai.cli.redact:redact",
        "Write a copy of a file without personal data.",
        "Before publication",
    ),
    "schemas": (
        "gongkai.cli.schemas:schemas",
        "Declared lists: check a file, make the public rows again.",
        "Records",
    ),
    "quality": (
        "gongkai.cli.quality:quality",
        "Try the links of what is published.",
        "Records",
    ),
    "verify": ("gongkai.cli.verify:verify", "Check the ledger and recompute every projection.", "Records"),
    "demo": ("gongkai.cli.demo:demo", "Load and run the demonstration county.", "Running"),
    "serve": ("gongkai.cli.serve:serve", "Run the web server and the background worker.", "Running"),
    "tick": ("gongkai.cli.tick:tick", "Send the daily mails that are due.", "Running"),
    "manage": ("gongkai.cli.manage:manage", "Run a Django management command.", "Running"),
}


class LazyGroup(click.Group):
    """A group whose members are imported only when one is invoked."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; None when the name is unknown."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands under their headings, without importing them."""
        for heading in dict.fromkeys(entry[2] for entry in COMMANDS.values()):
            rows = [(name, text) for name, (_, text, group) in COMMANDS.items() if group == heading]
            with formatter.section(heading):
                formatter.write_dl(rows)


@click.command(cls=LazyGroup)
@click.version_option(__version__, prog_name="gongkai")
def main() -> None:
    """gongkai 公开: disclosure of government information, from request to annual report."""
