from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..cases import stress_case as stress
from ..cases.gate_case import GateCase


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_stress")
class TestImports(GateCase):
    """Odoo's own import of rows, facts and documents, beside colleagues and steps."""

    prefix = "imports"

    def import_file(self, env, model, rows, dry=False):
        """Import a file by Odoo's own dialog; return what it says."""
        content = "\n".join(",".join(map(str, row)) for row in rows)
        values = {"res_model": model, "file": content.encode(), "file_type": "text/csv", "file_name": "a.csv"}
        options = {
            "quoting": '"',
            "separator": ",",
            "has_headers": True,
            "date_format": "",
            "float_decimal_separator": ".",
        }
        return env["base_import.import"].create(values).execute_import(rows[0], rows[0], options, dryrun=dry)

    def parts(self):
        """Return where each part of the sheet is stored."""
        return {key: place for key, place in self.places().items() if key[0]}

    def imports(self):
        """Return each file that colleagues import, by what it holds."""

        def rows(env, dry=False):
            leaf = self.leaves(env)[0]
            return self.import_file(env, leaf._name, [[".id", "self_points"], [leaf.id, 0.25]], dry)

        def facts(env, dry=False):
            fact = self.sheet(env).fact_ids[0]
            return self.import_file(env, fact._name, [[".id", "entry"], [fact.id, "9"]], dry)

        def documents(env, dry=False):
            names = ["evaluation_id/.id", "name", "held_elsewhere", "register_reference"]
            document = [self.evaluation_id, "Sổ", "True", "Sổ 1"]
            return self.import_file(env, "agency.evaluation.evidence", [names, document], dry)

        return {"rows": rows, "facts": facts, "documents": documents}

    @mute_logger("odoo.sql_db")  # a serialization failure is what is expected
    def test_an_import_that_waits_for_a_step_is_run_again_and_refused_in_words(self):
        """Odoo tells each row of a file what went wrong with it, and hides what it would run a save again for."""
        for kind, load in self.imports().items():
            for dry in (True, False):
                with self.subTest(kind, dry=dry), self.working() as env:
                    self.sheet(env).action_submit()
                    env.cr.flush()

                    def work(env, load=load, dry=dry):
                        told = [message["message"] for message in load(env, dry)["messages"]]
                        if told and all("is submitted" in message for message in told):
                            raise UserError(told[0])
                        raise RuntimeError(told)

                    child = self.child(work, "colleague")
                    self.wait_for_lock_of(child)
                    before = self.parts()
                    self.commit(env)
                    self.assertEqual(child.result(), stress.REFUSED)
                    self.assertEqual(self.parts(), before)
                self.evaluation_id = self.make_evaluation()

    def test_colleagues_import_side_by_side(self):
        for kind, load in self.imports().items():
            with self.subTest(kind), self.working() as one, self.working("colleague") as other:
                self.save_row(one, 1)
                one.cr.flush()
                self.assertEqual(load(other, True)["messages"], [])
                self.assertEqual(load(other)["messages"], [])
                self.commit(other)
                self.commit(one)
