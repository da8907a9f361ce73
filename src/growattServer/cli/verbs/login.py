"""`growatt login`: from what the user knows to an account that works, on the right server."""

from __future__ import annotations

import click

from ... import GrowattError, hash_password
from ...exceptions import GrowattPermissionError
from ...servers import DEFAULT_SERVER, REGIONS
from ..accounts import PASSWORD, TOKEN, Account, store, stored
from ..answer import Answer
from ..choice import address, check_new, variable
from ..cloud import PasswordCloud, TokenCloud
from ..connect import check_encrypted
from ..errors import LoginRefused, WrongUse
from ..inventory import Inventory
from ..redaction import keep_secret, refuse_typed
from ..tables import table
from ..terminal import sentence, terminal
from ..verb import complete_accounts, verb

SHAPE = {
    "account": {
        "name": "text",
        "server": "text",
        "kind": "text: token or password",
        "user": "text or null",
        "kept": "text: where the secret is, keyring or file",
    },
    "plants": "integer: how many the account sees",
    "devices": "integer: how many the account sees",
}
ASKED = ("other_regions", "north_america", "australia_new_zealand", "china")
"""The regions that are asked: the two others are asked by name only, as they speak plain http."""


@verb(
    "login",
    examples=[
        "growatt login",
        "growatt login --account cabin --server north_america",
        "growatt login --token-stdin < token.txt",
        "growatt login --user YOUR_USER_NAME",
    ],
    shape=SHAPE,
    account=False,
    sends=True,
)
@click.option(
    "--account",
    "name",
    default="home",
    show_default=True,
    metavar="NAME",
    help="The name to store it under.",
    shell_complete=complete_accounts,
)
@click.option(
    "--server",
    multiple=True,
    metavar="SERVER",
    help="A region or an address, instead of asking all regions; may be repeated.",
)
@click.option("--token-stdin", is_flag=True, help="Read the token from standard input.")
@click.option("--user", metavar="NAME", help="Log in with this user, and a password.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option(
    "--yes",
    "--force",
    "yes",
    is_flag=True,
    help="Replace an account of that name without asking; for scripts.",
)
def login_command(
    name: str,
    server: tuple[str, ...],
    token_stdin: bool,
    user: str | None,
    password_stdin: bool,
    yes: bool,
) -> Answer | None:
    """You are asked for the secret, which is not shown as you type, or it is read from standard
    input. It is never an argument, which everybody on the machine could read. It is stored in the
    keyring of this machine, or in a file that only you can read.

    To find the server that knows it, each region is asked once, over https. A region is one of
    other_regions (Europe and the rest), north_america, australia_new_zealand, china.

    An account of the same name is replaced only if you confirm it, or with --yes.
    """
    if password_stdin and not user:
        raise WrongUse("a password needs a user name", "growatt login --user NAME --password-stdin")
    check_new(name)
    servers = _servers(server)
    if not yes and not _may_replace(name):
        terminal().note("Nothing was stored.")
        return None
    kind, secret, user = _credentials(token_stdin, user, password_stdin)
    account, inventory = _first_that_knows(name, kind, user, secret, servers)
    kept = store(account)
    return Answer(
        {
            "account": kept.as_dict(),
            "plants": len(inventory.plants),
            "devices": len(inventory.devices),
        },
        lambda: table(
            ("Account", "Server", ">Plants", ">Devices", "Secret in"),
            [
                (
                    kept.name,
                    kept.server,
                    len(inventory.plants),
                    len(inventory.devices),
                    f"the {kept.kept}",
                )
            ],
        ),
        notes=_notes(name, inventory),
    )


def _may_replace(name: str) -> bool:
    """Whether there is no account of this name, or it shall be another one from now on."""
    there = next((account for account in stored() if account.name == name), None)
    if there is None:
        return True
    whose = f"the user {there.user}" if there.user else f"a {there.kind}"
    said = f"account {name!r} is already stored, {whose} for {there.server}"
    if terminal().json or not terminal().can_ask:
        raise WrongUse(
            said, "growatt login --account ANOTHER_NAME; or run the same command with --yes"
        )
    return terminal().confirm(f"{sentence(said)}. Replace it?", "run the same command with --yes")


def _notes(name: str, inventory: Inventory) -> list[str]:
    notes = [] if inventory.plants else ["This account sees no plants. Next: growatt doctor"]
    others = [
        one for one in ("GROWATT_ACCOUNT", "GROWATT_TOKEN") if variable(one) not in ("", name)
    ]
    if others:
        notes.append(f"{others[0]} is set, and overrides it unless you give --account {name}.")
    return notes


def _credentials(
    token_stdin: bool, user: str | None, password_stdin: bool
) -> tuple[str, str, str | None]:
    """The kind of account, the secret to store, and the user."""
    if token_stdin:
        return TOKEN, keep_secret(terminal().read_line().strip()), None
    if password_stdin:
        return PASSWORD, _hashed(keep_secret(terminal().read_line().rstrip("\r\n"))), user
    if not terminal().can_ask:
        raise WrongUse("there is no terminal for questions", "growatt login --token-stdin < FILE")
    if user is None:
        terminal().note("The token is in the ShinePhone app: Me, the account name, API Token.")
        terminal().note("If you have none, press Enter to log in with user name and password.")
        token = terminal().ask_secret("Token: ")
        if token:
            return TOKEN, token, None
        user = terminal().ask("User: ")
    return PASSWORD, _hashed(terminal().ask_secret(f"Password of {user}: ")), user


def _hashed(password: str) -> str:
    """What is stored and sent in place of a password."""
    return keep_secret(hash_password(password)) if password else ""


def _servers(said: tuple[str, ...]) -> list[str]:
    for typed in said:
        refuse_typed(typed, "put the address into GROWATT_SERVER")
    named = variable("GROWATT_SERVER")
    servers = [address(server) for server in said or ([named] if named else [])]
    for server in servers:
        check_encrypted(server)
    return servers or [REGIONS.get(region, DEFAULT_SERVER) for region in ASKED]


def _first_that_knows(
    name: str, kind: str, user: str | None, secret: str, servers: list[str]
) -> tuple[Account, Inventory]:
    """The account on the first server that lets it in."""
    if not secret:
        raise WrongUse("no token or password was given", "growatt login")
    refusals: list[GrowattError] = []
    for server in servers:
        terminal().note(f"Asking {server} ...")
        account = Account(name, server, kind, "file", user, secret)
        try:
            is_user = kind == PASSWORD
            cloud = PasswordCloud(account, anew=True) if is_user else TokenCloud(account)
            return account, cloud.inventory(fresh=True)
        except GrowattError as error:
            if len(servers) == 1 or _is(error, "GrowattAccountLockedError"):
                raise
            refusals.append(error)
    raise _refused(kind, servers, refusals)


def _is(error: GrowattError, name: str) -> bool:
    # those of the transport are not imported by those who did not meet one
    return any(cls.__name__ == name for cls in type(error).__mro__)


def _is_refusal(error: GrowattError) -> bool:
    """Whether another server may know better."""
    return isinstance(error, GrowattPermissionError) or _is(error, "GrowattWrongPasswordError")


def _refused(kind: str, servers: list[str], refusals: list[GrowattError]) -> Exception:
    silent = [error for error in refusals if not _is_refusal(error)]
    if len(silent) == len(refusals):
        return silent[0]
    what = "the token" if kind == TOKEN else "user and password"
    missing = f"; {len(silent)} of them did not answer" if silent else ""
    return LoginRefused(f"{what} was not accepted by any of {len(servers)} servers{missing}")
