"""Token stores: token_file, token_command and token_store."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem
from tap_sage200.problems.sign_in import SIGN_IN_AGAIN

_STILL_RENEWING = "Another run is still renewing the same token. A run holds the lock only for this: runs may overlap."
_STOP_THE_OTHER = "Run again later. If this happens again, stop the other run first."
_TRY_BY_HAND = "Run the command by hand, as docs/token-command.md shows."

FILE_NOT_LOCKED = Problem(
    message="The lock file {lock} cannot be locked ({reason}). {action}",
    meaning=(
        "The tap locks this file, beside the token_file, while it renews the token. The folder cannot be written, "
        "something else has the name of the lock file, or the file system has no locks."
    ),
    action=(
        "Set token_file to a path in a folder that the user of the run may write to, on a disk that supports locks. No "
        "token was used."
    ),
)
FILE_LOCKED = Problem(
    message="The tap waited for {lock}, which another run holds, and gave up. {action}",
    meaning=_STILL_RENEWING,
    action=_STOP_THE_OTHER,
)
FILE_UNREADABLE = Problem(
    message="The token_file {file} cannot be read ({reason}). {action}",
    meaning="The user of the run may not read the file. No token was used.",
    action="Give the user of the run access to the file.",
)
FILE_IS_NOT_A_FILE = Problem(
    message="The token_file {file} is not a file, but {kind}. {action}",
    meaning="The setting names a folder, a device or a pipe. No token was used.",
    action="Set token_file to the path of a file. The file need not exist.",
)
FILE_IS_PUBLIC = Problem(
    message="Every user of this machine can read the token_file {file}. {action}",
    meaning=(
        "Somebody changed the permissions of the file, or copied it. With its tokens, others can read your Sage data."
    ),
    action="Remove the permissions of others (`chmod 600`). If others may have read the file, sign in again.",
    exit_code=0,
)
FILE_UNWRITABLE = Problem(
    message="The token_file {file} cannot be written ({reason}). {action}",
    meaning="The disk is full, or the user of the run may not write to the file and its folder.",
    action="Free disk space, or give the user of the run access to the file and its folder.",
)
FILE_OF_SOMETHING_ELSE = Problem(
    message="The token_file {file} does not contain a token of this tap: {reason}. {action}",
    meaning="Another program, a full disk or a newer version of the tap wrote the file, or it was damaged.",
    action=f"Restore the file, or move it away. {SIGN_IN_AGAIN}",
    exit_code=3,
)
COMMAND_LOCKED = Problem(
    message="The tap waited for the lock of token_command, which another run holds, and gave up. {action}",
    meaning=_STILL_RENEWING,
    action=_STOP_THE_OTHER,
)
COMMAND_PRINTED_SOMETHING_ELSE = Problem(
    message="`token_command load` did not print a token of this tap: {reason}. {action}",
    meaning=(
        "Another program or a newer version of the tap wrote the secret, the command prints more text than the secret, "
        "or the secret is damaged."
    ),
    action=f"Restore the secret, or delete it: load must then print nothing. {SIGN_IN_AGAIN}",
    exit_code=3,
)
COMMAND_KEEPS_NOTHING = Problem(
    message="`token_command save` succeeded, but `token_command load` prints nothing. {action}",
    meaning="The command does not store the text from its standard input. No token was used.",
    action=_TRY_BY_HAND,
)
COMMAND_FAILED = Problem(
    message="`token_command {operation}` failed: {error}. {action}",
    meaning="The command failed. The message gives the reason.",
    action=_TRY_BY_HAND,
)
COMMAND_NOT_STARTED = Problem(
    message="{program} cannot be started ({reason})",
    meaning=(
        "The program of token_command does not exist, or this user may not run it. This text is part of the message "
        "above."
    ),
    action=_TRY_BY_HAND,
)
COMMAND_EXIT_CODE = Problem(
    message="exit code {status}: {says}",
    meaning="The command of token_command failed. The message has its exit code and the end of its error output.",
    action=_TRY_BY_HAND,
)
COMMAND_TOO_SLOW = Problem(
    message="it did not finish within {seconds} seconds",
    meaning="The command of token_command did not end. The tap killed it.",
    action=_TRY_BY_HAND,
)
STORE_FAILED = Problem(
    message="The database of token_store cannot be used ({reason}). {action}",
    meaning=(
        "The database cannot be reached, or refuses the user, the connection or a statement. The reason is in brackets."
    ),
    action=(
        "Check that `psql` connects with the same address, and that its user may write the table of "
        "docs/token-store.md."
    ),
)
STORE_WITHOUT_PACKAGES = Problem(
    message="token_store requires packages that are not installed ({reason}). {action}",
    meaning="The tap reaches PostgreSQL with SQLAlchemy and psycopg, which the extra `fleet` installs.",
    action=(
        "Install the package with this extra, as in pip install '/path/to/tap-sage200[fleet]'. In Meltano, add [fleet] "
        "to the end of pip_url."
    ),
)
STORE_WITHOUT_TABLE = Problem(
    message="This user sees no table {table} in token_store, and cannot create it ({reason}). {action}",
    meaning=(
        "The first run creates the table. The user of token_store may not do that, has no schema, or may not use the "
        "schema of the table."
    ),
    action="Let an administrator create the table, and give the rights: docs/token-store.md has the statements.",
)
STORE_LOCKED = Problem(
    message="The tap waited for the lock of token_store, which another run holds, and gave up. {action}",
    meaning=_STILL_RENEWING,
    action=_STOP_THE_OTHER,
)
STORE_LOCK_LOST = Problem(
    message="The lock of token_store was lost, and another run has changed the token since. {action}",
    meaning=(
        "The connection to the database broke after this run had read the token. Another run, or a new sign-in, has "
        "stored a newer one. This run did not overwrite it."
    ),
    action="Run again later.",
)
STORE_RENEWAL_BROKEN_OFF = Problem(
    message=(
        "Another run sent the refresh token of token_store, and was killed or lost its connection to the database. It "
        "may store the next one until {until}. {action}"
    ),
    meaning=(
        "If this run sent the same token, Sage ID could end the sign-in. So no run sends it until the other one has "
        "stored the next token, or ten minutes are over."
    ),
    action="Run again after that time.",
)
STORE_OF_SOMETHING_ELSE = Problem(
    message="The row of this sign-in in token_store does not contain a token of this tap: {reason}. {action}",
    meaning="Another program or a newer version of the tap wrote the row, or somebody changed it.",
    action=f"Restore the row, or delete it. {SIGN_IN_AGAIN}",
    exit_code=3,
)
