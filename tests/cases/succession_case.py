from .desk_case import DeskCase


class SuccessionCase(DeskCase):
    """An agency in which a unit is merged into another one: "specialist" works in that one, `self.later_unit`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.later_unit = cls.make_unit("Sở Nông nghiệp và Môi trường")
        cls.employees["specialist"] = cls.env["hr.employee"].create(
            {
                "name": "specialist",
                "user_id": cls.users["specialist"].id,
                "department_id": cls.later_unit.id,
                "company_id": cls.company.id,
            }
        )

    @classmethod
    def make_unit(cls, name):
        return cls.env["hr.department"].create({"name": name, "company_id": cls.company.id})

    @classmethod
    def values(cls, *formers, later=None, **values):
        return {
            "company_id": cls.company.id,
            "predecessor_ids": [unit.id for unit in formers or (cls.unit,)],
            "successor_id": (later or cls.later_unit).id,
            "date_from": "2021-03-01",
            "decision_number": "12/QĐ-UBND",
            "decision_date": "2021-02-20",
            **values,
        }

    @classmethod
    def record(cls, *formers, later=None, **values):
        """Record a succession as the manager does."""
        successions = cls.env["agency.evaluation.succession"].with_user(cls.users["manager"])
        return successions.create(cls.values(*formers, later=later, **values))

    def can_see(self, name, evaluation=None):
        evaluation = evaluation or self.evaluation
        self.env.flush_all()
        self.env.invalidate_all()
        return evaluation in self.env["agency.evaluation"].with_user(self.users[name]).search([])
