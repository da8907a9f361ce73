"""Print docs/cli.md: the command line as the program itself describes it.

python scripts/cli_page.py > docs/cli.md
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import click

from growattServer.cli.app import Verbs, program
from growattServer.cli.errors import ERRORS, EXIT_CODES
from growattServer.cli.verb import Verb
from growattServer.cli.verbs import SUMMARIES

WIDTH = 80
HEAD = """\
# The command line

`growatt` makes the library available to people and to scripts. It needs the extra `cli`:

```console
$ pip install '.[cli]'
```

[Getting started](getting-started.md) is a first tour on a simulated cloud. This page is printed by
`python scripts/cli_page.py` from the program; do not edit it. `growatt plants` and
`growatt devices` list your values for `YOUR_PLANT_NUMBER` and `YOUR_DEVICE_SERIAL_NUMBER`. You can
leave out either if there is only one.

## What all verbs have in common

- **Accounts.** `growatt login` stores an account under a name. You type the secret, or it is read
  from standard input; it is never an argument. It is kept in the machine's keyring, or else in a
  file that only you can read. Addresses that contain a password are refused as arguments too; put
  them into `GROWATT_STORE` and `GROWATT_SERVER`. If `accounts.json` cannot be read, it is never
  replaced; if it is damaged, it is moved aside, with a message. `growatt accounts --forget NAME`
  removes the secret, the session, and what is remembered about plants and devices; recordings and
  plans of settings stay.
- **Which account.** `--account NAME` takes precedence over the environment (`GROWATT_ACCOUNT`,
  `GROWATT_TOKEN`, `GROWATT_SERVER`), and the environment over the account that was stored last or
  that `growatt accounts --use` chose. A note on standard error names variables that are set but not
  used. A name that is not stored is an error for every verb, and so are `GROWATT_ACCOUNT` and
  `GROWATT_TOKEN` together. An account given with `--account` uses its own server, whatever
  `GROWATT_SERVER` says.
- **Which house.** Before anything is written, the house is named: account, plant, device. This
  appears above the differences, in the question, and with `--yes` on standard error; in JSON it is
  `account`, `plant`, `device_sn`.
- **All accounts.** Verbs that only read accept `--all-accounts`: they run for each account in turn,
  and a failure does not stop the others. With `--json`, the rows of all accounts are in the lists
  that this page shows for the verb, each with its `account`. The rest of the output is in
  `accounts`, one row per account, with `error` if it failed (as below), else null. The exit code is
  that of the first account that failed, else 0.
- **Whose clock.** Days, `today` and `clock=now` are those of the plant, wherever this machine is.
  The zone of a plant is known if its place and its hours from UTC agree: `growatt plants --json`
  shows it. If it is unknown, days follow its hours from UTC, or else this machine, and a clock is
  only set with `--zone`.
- **Encryption.** A server with plain http is refused before anything is sent, because everybody on
  the way could read the token or the password. A simulated cloud on this machine is allowed. Give
  `--allow-cleartext` each time if you mean it. Two regions, `smten_server` and `era_server`, have
  http only.
- **Tables for people, JSON for programs.** With `--json`, standard output is one JSON document in
  the shape that this page shows for the verb, even if the verb fails. New keys may be added, but
  none is removed. Names and units of values are those of the [records](records.md).
- **Pipes.** Colours, bars and questions appear only on terminals; `NO_COLOR` switches colours off.
  Notes and progress go to standard error.
- **Limits** of the server are [kept](etiquette.md) together with all your other programs that use
  the library this way. What may not be asked again yet is answered from memory, with its age, or
  refused with the time from which it works. A [simulated cloud](simulator.md) without limits is
  asked freely.
- **Errors** are a sentence about what happened, and a line `Next:` with what to type.
- **Ctrl-C** never leaves a half-written file, and a message says how to continue.
"""
ENVIRONMENT = (
    (
        "GROWATT_TOKEN",
        "the token to use; takes precedence over the stored accounts, unless one is typed. "
        "`--account` knows it as `environment`",
    ),
    ("GROWATT_ACCOUNT", "the name of the stored account to use, unless another one is typed"),
    (
        "GROWATT_SERVER",
        "the server to use, a region or an address; takes precedence over the stored one, unless "
        "an account is typed",
    ),
    ("XDG_CONFIG_HOME", "where `growattServer/accounts.json` is; `~/.config` by default"),
    (
        "XDG_STATE_HOME",
        "where `growattServer/` keeps what it remembers: limits, plans of settings, lists of "
        "devices; `~/.local/state` by default",
    ),
    (
        "XDG_DATA_HOME",
        "where `growattServer/ACCOUNT.db` is recorded; `~/.local/share` by default",
    ),
    ("GROWATT_STORE", "another store for `record`, `export` and `check`: a file or a server"),
    ("NO_COLOR, COLUMNS", "no colours; how wide tables are in a pipe"),
)


def page() -> Iterator[str]:
    """The page, a part at a time."""
    yield HEAD
    yield "### Environment\n"
    yield "| Variable | Means |\n|:---|:---|"
    yield from (f"| `{'`, `'.join(name.split(', '))}` | {means} |" for name, means in ENVIRONMENT)
    yield "\n### Exit codes\n"
    yield "| Code | Means |\n|---:|:---|"
    yield from (f"| {code} | {means} |" for code, means in EXIT_CODES.items())
    yield "\n### Errors in JSON\n"
    yield "```json"
    error = {
        "kind": "refused",
        "message": "what happened",
        "message_key": "its code, see errors.md; that of the command line's own errors is the kind",
        "message_values": "the values to fill into a sentence for this code",
        "next": "what to type, or null",
        "retry_at": "when it will work again, in UTC, or null",
        "exit_code": 4,
    }
    yield json.dumps({"error": error}, indent=2)
    yield "```\n"
    yield "| `kind` | Exit code | Next |\n|:---|---:|:---|"
    yield from kinds()
    yield "\n## The verbs\n"
    yield "```text\n" + help_of(program(), "growatt") + "\n```\n"
    yield from verbs(program(), "growatt")


def kinds() -> Iterator[str]:
    """The kinds of errors, each once."""
    seen = set()
    for row in ERRORS.values():
        if row.kind not in seen:
            seen.add(row.kind)
            steps = row.next.format(verb="VERB", later="from the time in `retry_at` on")
            yield f"| `{row.kind}` | {row.code} | {steps or 'what the message says'} |"


def help_of(command: click.Command, path: str) -> str:
    """The help of a command as a terminal of 80 columns shows it."""
    parent = None
    *above, name = path.split()
    for word in above:
        parent = click.Context(click.Command(word), info_name=word, parent=parent)
    context = click.Context(command, info_name=name, parent=parent, terminal_width=WIDTH)
    return command.get_help(context).rstrip()


def verbs(group: Verbs, path: str) -> Iterator[str]:
    """A chapter for each verb of a group."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        whole = f"{path} {name}"
        if isinstance(command, Verbs):
            yield from verbs(command, whole)
        elif isinstance(command, Verb):
            yield f"### {whole}\n"
            yield f"{SUMMARIES[whole.partition(' ')[2]]}\n"
            yield "```text\n" + help_of(command, whole) + "\n```\n"
            if command.shape is not None:
                yield "With `--json`:\n"
                yield "```text\n" + json.dumps(command.shape, indent=2) + "\n```\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    print("\n".join(page()).rstrip())
