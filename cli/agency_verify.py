"""The command ``odoo agency_verify``: everything that is kept is verified, as after a backup was restored."""

# pylint: disable=print-used
# It is a program for administrators, and Odoo loads it by itself, without the addon around it.

import json
import logging
import sys

from odoo import SUPERUSER_ID, api
from odoo.cli.command import Command
from odoo.modules.registry import Registry
from odoo.tools import config

_logger = logging.getLogger(__name__)
_RUN = "agency.evaluation.verification.run"


class AgencyVerify(Command):
    """Verify every seal, every file and the register of events of every agency of a database.

    It goes on where the last one was broken off. Exit code: 0 - all is as it should be; 1 - something is not; 2 - it
    could not be told: the database has no such addon, there is no such company, or an error broke it off.
    """

    name = "agency_verify"

    def run(self, args):
        self.parser.add_argument("-c", "--config", help="a configuration file")
        self.parser.add_argument("-d", "--database", help="the name of the database")
        self.parser.add_argument("--company", type=int, metavar="ID", help="this company alone")
        self.parser.add_argument("--json", action="store_true", help="print the result as JSON, for programs")
        self.parser.add_argument("--anew", action="store_true", help="begin anew where one was broken off")
        options = self.parser.parse_args(args)
        arguments = ["--no-http"]
        arguments += ["-c", options.config] if options.config else []
        arguments += ["-d", options.database] if options.database else []
        config.parse_config(arguments, setup_logging=True)
        names = config["db_name"]
        if len(names) != 1:
            self.parser.error("Name one database.")
        try:
            code = _verify(names[0], options)
        except Exception:
            # Python itself would end as if something were not as it should be.
            _logger.exception("Not everything could be verified")
            code = 2
        sys.exit(code)


def _verify(database, options):
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        if _RUN not in env:
            print(f"{database} has no Agency Evaluation.", file=sys.stderr)
            return 2
        companies = env["res.company"].with_context(active_test=False).search([], order="id")
        if options.company:
            companies = companies.filtered(lambda company: company.id == options.company)
        if not companies:
            print("There is no such company.", file=sys.stderr)
            return 2
        summaries = []
        for company in companies:
            run = env[_RUN]._resumable(company, anew=options.anew)
            run._work_off(lambda run: _show(run, options.json))
            summaries.append(run._summary())
            if not options.json:
                _tell(summaries[-1])
    if options.json:
        print(json.dumps(summaries, ensure_ascii=False, indent=2))
    return 0 if all(summary["right"] for summary in summaries) else 1


def _show(run, is_json):
    done = run.evaluation_count
    if not is_json and (done % 100 == 0 or run.state == "done"):
        print(f"{run.company_id.name}: {done} evaluations, {run.entry_count} entries", file=sys.stderr, flush=True)


def _tell(summary):
    print(
        f"{summary['company']}: {summary['evaluations']} evaluations, {summary['seals']} seals, "
        f"{summary['files']} files, {summary['chain']['entries']} events ({summary['chain']['waiting']} wait)"
    )
    for result in summary["wrong"]:
        for kind in ("differences", "lost", "time_stamp"):
            for text in result[kind]:
                print(f"  {result['reference']}: {text}")
    for text in summary["chain"]["faults"]:
        print(f"  {text}")
    print("  as it should be" if summary["right"] else "  NOT AS IT SHOULD BE")
