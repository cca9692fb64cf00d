from ..cases.common import EvaluationCase


class TestSharedFields(EvaluationCase):
    """What savers of different parts of a sheet would write in common."""

    def test_no_stored_field_of_an_evaluation_depends_on_its_parts(self):
        paths = self.evaluation._part_paths()
        self.assertLessEqual(
            {f"agency.evaluation.{part}" for part in ("line", "fact", "measure", "evidence", "section", "finding")},
            paths.keys(),
        )
        shared = {
            f"{field.model_name}.{field.name} -> {dependent.name}"
            for model in paths
            for field in self.env[model]._fields.values()
            for dependent in self.registry.get_dependent_fields(field)
            if dependent.model_name == "agency.evaluation" and dependent.store and dependent.type != "one2many"
        }
        self.assertEqual(shared, set(), "each save of such a part writes the evaluation, which its colleagues share")
