from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, new_test_user, tagged

from ..cases.common import ROLES, Lane


@tagged("post_install", "-at_install")
class TestRoles(Lane, HttpCase):
    """Roles are given and taken away one by one, and reading only comes with a role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")  # so that the tours find labels in the language of the source
        cls.administrator = new_test_user(
            cls.env,
            "test_administrator",
            groups="base.group_user,base.group_erp_manager,base.group_partner_manager",
            lang="en_US",
        )
        cls.user = new_test_user(cls.env, "test_specialist", groups="base.group_user", name="Chuyên viên", lang="en_US")
        cls.reader = cls.group("reader")

    @classmethod
    def group(cls, name):
        return cls.env.ref(f"agency_evaluation.group_{name}")

    def roles(self):
        """Return the roles that the user was given, sorted."""
        self.env.invalidate_all()
        return sorted(role for role in ROLES if self.group(role) in self.user.group_ids)

    def give(self, *roles):
        self.user.group_ids += self.env["res.groups"].union(*map(self.group, roles))

    def tour(self, name, debug=""):
        url = f"/odoo/action-base.action_res_users/{self.user.id}?debug={debug}"
        self.start_tour(url, f"agency_evaluation.{name}", login=self.administrator.login)

    def test_the_form_of_a_user_offers_each_role_by_itself(self):
        hierarchy = self.env["res.groups"]._get_view_group_hierarchy()
        groups, privileges = hierarchy["groups"], hierarchy["privileges"]
        category = self.env.ref("agency_evaluation.module_category_agency_evaluation")
        (offered,) = (found["privilege_ids"] for found in hierarchy["categories"] if found["id"] == category.id)
        self.assertEqual(
            [privileges[privilege]["group_ids"] for privilege in offered], [self.group(role).ids for role in ROLES]
        )
        for name in ("reader", "company_reader"):
            self.assertFalse(groups[self.group(name).id]["privilege_id"])

    def test_several_roles_survive_a_form(self):
        self.give("evaluator", "manager")
        with Form(self.user.with_user(self.administrator), "base.view_users_form") as form:
            form.name = "Chuyên viên Văn phòng"
        self.assertEqual(self.roles(), ["evaluator", "manager"])
        with Form(self.user.with_user(self.administrator), "base.view_users_form") as form:
            form.group_ids.remove(id=self.group("evaluator").id)
        self.assertEqual(self.roles(), ["manager"])

    def test_several_roles_in_the_browser(self):
        self.give("evaluator")
        self.tour("give_role")
        self.assertEqual(self.roles(), ["evaluator", "manager"])
        self.tour("give_other_right")
        self.assertEqual(self.user.name, "Chuyen vien Van phong")
        self.assertTrue(self.user.has_group("base.group_partner_manager"))
        self.assertEqual(self.roles(), ["evaluator", "manager"])
        self.tour("take_role", debug="1")
        self.assertEqual(self.roles(), ["manager"])
        self.tour("take_last_role")
        self.assertEqual(self.roles(), [])
        self.assertTrue(self.user._is_internal())

    def test_reading_is_not_given_by_itself(self):
        observers = self.env["res.groups"].create({"name": "Observers"})
        self.user.group_ids += observers
        for name in ("reader", "company_reader"):
            group = self.group(name)
            for way, attempt in {
                "to a user": lambda group=group: self.user.write({"group_ids": [Command.link(group.id)]}),
                "from the group": lambda group=group: group.write({"user_ids": [Command.link(self.user.id)]}),
                "by a group that implies it": lambda group=group: observers.write(
                    {"implied_ids": [Command.link(group.id)]}
                ),
                "to a new user": lambda group=group: new_test_user(
                    self.env, "test_new", groups=group.get_external_id()[group.id]
                ),
                "beside a role": lambda group=group: self.user.write(
                    {"group_ids": [Command.link(group.id), Command.link(self.group("auditor").id)]}
                ),
            }.items():
                with self.subTest(group=name, way=way), self.assertRaisesRegex(ValidationError, "comes with a role"):
                    with self.cr.savepoint():
                        attempt()
                self.env.invalidate_all()
                self.env.registry.clear_cache("groups")  # as after any request that failed
                self.assertFalse(self.user.has_group("agency_evaluation.group_reader"))

    def test_reading_does_not_outlast_the_role(self):
        observers = self.env["res.groups"].create({"name": "Observers", "implied_ids": [Command.link(self.reader.id)]})
        self.give("auditor")
        self.user.group_ids += observers
        with self.assertRaisesRegex(ValidationError, "Auditor"), self.cr.savepoint():
            self.user.group_ids -= self.group("auditor")
        with self.assertRaisesRegex(ValidationError, "Chuyên viên"), self.cr.savepoint():
            self.group("auditor").privilege_id = False
        self.user.group_ids -= self.group("auditor") + observers
        self.assertFalse(self.user.has_group("agency_evaluation.group_reader"))
