"""The database of the province: made once, anew when the addon or what makes it has changed."""

from pathlib import Path

from runtime import databases, demo, odoo
from runtime.console import say, step
from runtime.paths import DEV, addon_digest, checkout_dir, digest
from runtime.processes import run_logged

_MAKING = (
    *sorted(Path(__file__).parent.glob("*.py")),
    *(DEV / "benchmark" / name for name in ("copies.py", "seed.py")),
)
_ROLES = (
    ("manager", "Manager of the province, and of the agency of the 2020 report"),
    ("reviewer1 … reviewer4", "one reviewer for each cluster; the password is reviewer"),
    ("approver1 … approver4", "one approver for each cluster; the password is approver"),
    ("auditor", "Auditor"),
    ("unit01 … unit60", "the heads of the units, who evaluate them; the password is evaluator"),
    ("evaluator", "of the agency of the 2020 report"),
    ("admin", "Administrator"),
)


def prepare(*, units: int | None = None, reset: bool = False) -> str:
    """Have the database; return its name.

    :param units: how many units each cluster has, all of them where it is None
    :param reset: whether one that is there is made anew
    """
    name = databases.own_name("province" if units is None else f"province_{units}")
    made_of = digest(addon_digest(), *(path.read_bytes() for path in _MAKING))
    if not reset and databases.comment(name) == made_of:
        return name
    databases.template(demo=True)
    logs = checkout_dir() / "logs"
    with step(f"Database {name} with the addon"):
        databases.copy_template(name, demo=True)
        databases.install(name, logs / "province-install.log")
    with step("Units, people and the rounds of three years"):
        make(name, units)
    demo.build_assets(name)
    databases.sql("VACUUM (ANALYZE)", name)
    databases.set_comment(name, made_of)
    return name


def make(name: str, units: int | None) -> None:
    """Make the province in a database that has the addon with its demo."""
    run_logged(
        odoo.command("shell", f"--database={name}", "--no-http"),
        checkout_dir() / "logs" / "province-making.log",
        env=odoo.environment(),
        stdin=f"import sys\nsys.path.insert(0, {str(DEV)!r})\n"
        f"from provinces.making import Province\nProvince(env, {units!r}).make()\n",
        hint="What the province is made of does not fit the product any more: mend dev/provinces.",
        describe=lambda: "",
    )


def announce(address: str) -> None:
    say(f"\nThe province is ready: {address}\n")
    width = max(len(login) for login, _role in _ROLES)
    for login, role in _ROLES:
        say(f"  login {login:<{width}}  {role}")
    say("\nUnless said otherwise the password is the login. Ctrl-C ends it; the data stays.")
