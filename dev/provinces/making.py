"""Makes the province in a database with the demo; runs in Odoo's shell.

For one unit of each year everything is done by the product itself, as users do it. What it would take an hour to do
sixty times, filling in and reviewing, is multiplied; then opening, checking and approving are the product's own again,
so that every seal is a true one.
"""

import random
from datetime import timedelta

from psycopg2.extras import execute_values

from odoo.fields import Command, Date

from benchmark.copies import Tree
from benchmark.seed import LEADERS, LEFT_OUT, Seed

from .names import CLUSTERS, PROVINCE, REASONS, REMARKS

#: How many rounds there are; the last one, of this year, is open.
YEARS = 3
#: How far the units of the open round are, in turn: one of each kind is done by the product.
OPEN = ("draft", "submitted", "reviewed", "waiting", "approved", "draft", "approved", "submitted", "draft", "reviewed")
#: What else is in the copies of a record and would be untrue of them.
_NOT_COPIED = (*LEFT_OUT, "agency_evaluation_change", "agency_evaluation_finding")
#: Of how many rows in a hundred the documents are missing.
_WITHOUT = 15


class Province(Seed):
    """Makes the records, one step after the other.

    :param units: how many units each cluster has, all of them where it is None
    """

    def __init__(self, env, units=None):
        super().__init__(env)
        self.today = Date.context_today(self.demo)
        self.clusters = [(cluster, cluster.units[:units]) for cluster in CLUSTERS]
        self.dice = random.Random(PROVINCE)

    def make(self):
        self.succeed()
        self.make_province()
        self.make_leaders()
        self.make_units()
        for year in range(self.today.year - YEARS + 1, self.today.year + 1):
            self.make_round(year)
        self.env["agency.evaluation"]._cron_sync_desks()
        self.cr.commit()

    def make_province(self):
        """The province is an agency of its own; the one of the 2020 report stays beside it."""
        name = f"Ủy ban nhân dân tỉnh {PROVINCE}"
        self.province = self.env["res.company"].create(
            {
                "name": name,
                "agency_name": name.upper(),
                "agency_place": PROVINCE,
                "agency_short_name": f"UBND tỉnh {PROVINCE}",
            }
        )
        leaders = self.env["res.users"].search([("login", "in", [*LEADERS, "auditor", "admin"])])
        leaders.write({"company_ids": [Command.link(self.province.id)], "company_id": self.province.id})
        self.env.flush_all()
        self.env.invalidate_all()

    def make_leaders(self):
        """Each cluster has its reviewer and approver."""
        self.judges = {}
        for role in LEADERS[:2]:
            label = {"reviewer": "Thẩm định", "approver": "Phê duyệt"}[role]
            people = {f"{role}{number}": f"{label} {cluster.name}" for number, (cluster, _) in self.numbered()}
            self.judges[role] = self.make_accounts(people, role)

    def numbered(self):
        return enumerate(self.clusters, 1)

    def make_accounts(self, people, role):
        """Make accounts with the password of the demo's users of the role, whose hash they get: making one takes long.

        :param people: what they are called, by their login
        """
        group = self.env.ref(f"agency_evaluation.group_{role}")
        users = (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                [
                    {
                        "name": name,
                        "login": login,
                        "lang": "vi_VN",
                        "tz": "Asia/Ho_Chi_Minh",
                        "company_id": self.province.id,
                        "company_ids": [Command.set(self.province.ids)],
                        "group_ids": [Command.link(group.id)],
                        "notification_type": "inbox",
                    }
                    for login, name in people.items()
                ]
            )
        )
        self.env.flush_all()
        self.cr.execute(
            """
            UPDATE res_users SET password = (SELECT password FROM res_users WHERE login = %s)
             WHERE id = ANY(%s)
            """,
            [role, users.ids],
        )
        self.env.invalidate_all()
        return users

    def make_units(self):
        departments = self.env["hr.department"]
        self.strengths, self.noted["logins"] = [], []
        for number, (cluster, names) in self.numbered():
            company = {"company_id": self.province.id}
            units = departments.create([{"name": name, **company} for name in names])
            logins = [f"unit{len(self.noted['logins']) + place:02}" for place in range(1, len(names) + 1)]
            people = {login: f"{cluster.head} {name}" for login, name in zip(logins, names, strict=True)}
            users = self.make_accounts(people, "evaluator")
            heads = self.env["hr.employee"].create(
                [
                    {"name": user.name, "user_id": user.id, "department_id": unit.id, **company}
                    for user, unit in zip(users, units, strict=True)
                ]
            )
            for unit, head in zip(units, heads, strict=True):
                unit.manager_id = head
            self.env["agency.evaluation.cluster"].create(
                {
                    "name": cluster.name,
                    "sequence": number,
                    "department_ids": [Command.set(units.ids)],
                    "reviewer_id": self.judges["reviewer"][number - 1].id,
                    "approver_id": self.judges["approver"][number - 1].id,
                    **company,
                }
            )
            departments += units
            self.noted["logins"] += logins
            self.strengths += [cluster.strength + self.dice.uniform(-0.06, 0.04) for _name in names]
        self.units = departments
        self.noted["units"], self.noted["people"] = self.units.ids, self.units.manager_id.user_id.ids

    def succeed(self):
        """What became in 2025 of the agency whose report of 2020 is there."""
        former = self.env.ref("agency_evaluation.department_agency")
        later = self.env["hr.department"].create(
            {"name": "Sở Nông nghiệp và Môi trường", "company_id": former.company_id.id}
        )
        self.env["agency.evaluation.succession"].create(
            {
                "company_id": former.company_id.id,
                "kind": "merge",
                "predecessor_ids": [Command.set(former.ids)],
                "successor_id": later.id,
                "date_from": "2025-03-01",
                "decision_number": "01/NQ-HĐND",
                "decision_date": "2025-02-20",
            }
        )

    def make_round(self, year):
        criteria_set = self.make_set(year)
        is_open = year == self.today.year
        campaign = self.plan(criteria_set, year, is_open)
        ways = [OPEN[place % len(OPEN)] if is_open else "approved" for place in range(len(self.units))]
        sources = self.make_sources(criteria_set, ways)
        made = self.multiply(sources, ways)
        self.vary(made, ways, year)
        self.approve([made[place] for place, way in enumerate(ways) if way == "approved"])
        self.open(campaign)
        if is_open:
            self.check_drafts(made, ways)
            self.excuse_last(campaign)
        else:
            manager = self.as_("manager", campaign)
            manager.action_close()
            if year == self.today.year - YEARS + 1:
                manager.action_publish()
        self.cr.commit()

    def make_set(self, year):
        """Publish the sheet of 2020 for another year."""
        name = f"Bảng chấm điểm, xếp loại công tác văn phòng năm {year}"
        criteria_set = self.as_("manager", self.demo.criteria_set_id).copy(
            {"code": f"VP-{year}", "name": name, "year": year, "company_id": False}
        )
        criteria_set.action_check()
        for finding in criteria_set.finding_ids.filtered(lambda found: found.severity == "warning"):
            finding.action_justify("Giữ nguyên theo văn bản đã ban hành")
        criteria_set.action_publish()
        return criteria_set

    def plan(self, criteria_set, year, is_open):
        first = self.today - timedelta(days=8) if is_open else Date.to_date(f"{year}-12-10")
        deadlines = zip(("submit_by", "review_by", "approve_by"), (0, 14, 28), strict=True)
        return self.as_("manager", self.env["agency.evaluation.campaign"]).create(
            {
                "name": f"Đánh giá công tác văn phòng năm {year}",
                "criteria_set_id": criteria_set.id,
                "company_id": self.province.id,
                "unit_ids": [Command.create({"department_id": unit}) for unit in self.units.ids],
                **{name: first + timedelta(days=days) for name, days in deadlines},
            }
        )

    def make_sources(self, criteria_set, ways):
        """Bring one evaluation into each state that others are copied in; return its unit's place and id by state."""
        evaluation = self.as_("manager", self.env["agency.evaluation"]).create(
            {"criteria_set_id": criteria_set.id, "company_id": self.province.id, **self.people_of(0)}
        )
        self.fill_in(evaluation)
        self.complete(self.noted["logins"][0], evaluation)
        places = {way: ways.index(way) for way in ("draft", "submitted", "reviewed") if way in ways}
        sources = {
            way: (place, self.copy_of(evaluation.id, place) if place else evaluation.id)
            for way, place in (places or {"reviewed": 0}).items()
        }
        for way, (place, id_) in sources.items():
            record = self.env["agency.evaluation"].browse(id_)
            if way != "draft":
                self.justify(self.as_(self.noted["logins"][place], record))
                self.as_(self.noted["logins"][place], record).action_submit()
            if way == "reviewed":
                self.settle(record)
        return sources

    def settle(self, evaluation):
        """Accept row by row what has to be settled, and confirm the review."""
        reviewer = evaluation.reviewer_id.login
        for row in self.as_(reviewer, evaluation).line_ids.filtered("can_settle"):
            row.action_accept()
        self.as_(reviewer, evaluation).action_accept_undisputed()
        self.as_(reviewer, evaluation).action_review()

    def copy_of(self, id_, place):
        self.env.flush_all()
        (copy,) = Tree(self.cr, "agency_evaluation", id_, _NOT_COPIED).multiply([self.values_of(place)])
        self.env.invalidate_all()
        return copy

    def values_of(self, place):
        """Return what is different in the evaluation of a unit."""
        return {**self.people_of(place), "name": self.env["ir.sequence"].next_by_code("agency.evaluation")}

    def people_of(self, place):
        """Return whose the evaluation of a unit is, and who judges it."""
        cluster = self.cluster_of(place)
        return {
            "department_id": self.units[place].id,
            "user_id": self.noted["people"][place],
            "reviewer_id": self.judges["reviewer"][cluster].id,
            "approver_id": self.judges["approver"][cluster].id,
        }

    def cluster_of(self, place):
        for number, (_cluster, names) in enumerate(self.clusters):
            if place < len(names):
                return number
            place -= len(names)
        raise IndexError(place)

    def multiply(self, sources, ways):
        """Have an evaluation in its state of each unit that has begun; return their ids by the place of the unit."""
        made = dict(sources.values())
        for state, (_place, id_) in sources.items():
            places = [
                place for place, way in enumerate(ways) if _COPIED_AS.get(way, way) == state and place not in made
            ]
            if places:
                values = [self.values_of(place) for place in places]
                self.env.flush_all()
                ids = Tree(self.cr, "agency_evaluation", id_, _NOT_COPIED).multiply(values)
                made.update(zip(places, ids, strict=True))
        self.env.invalidate_all()
        return made

    def vary(self, made, ways, year):
        """Let each unit have points of its own, and lose some at the same rows for the same reason each year."""
        place_of = {id_: place for place, id_ in made.items()}
        self.cr.execute(
            """
            SELECT line.id, line.evaluation_id, criterion.code, criterion.max_points, line.explanation
              FROM agency_evaluation_line line
              JOIN agency_evaluation_criterion criterion ON criterion.id = line.criterion_id
             WHERE line.evaluation_id = ANY(%s) AND NOT line.is_heading AND line.status = 'scored'
          ORDER BY line.evaluation_id, line.sequence
            """,
            [sorted(place_of)],
        )
        rows = [
            (id_, *self.answer(place_of[evaluation], ways[place_of[evaluation]], code, maximum, said, year))
            for id_, evaluation, code, maximum, said in self.cr.fetchall()
        ]
        execute_values(
            self.cr._obj,
            """
            UPDATE agency_evaluation_line line
               SET status = new.status, has_points = new.status = 'scored', self_points = new.own::numeric,
                   final_points = COALESCE(new.review::numeric, new.own::numeric),
                   points_difference = COALESCE(new.review::numeric - new.own::numeric, 0),
                   explanation = new.explanation, is_reviewed = new.review IS NOT NULL,
                   review_points = COALESCE(new.review::numeric, 0), review_note = new.note
              FROM (VALUES %s) AS new (id, status, own, explanation, review, note)
             WHERE line.id = new.id
            """,
            rows,
            page_size=2000,
        )
        self.take_documents_away(list(place_of))
        self.env.invalidate_all()
        self.env["agency.evaluation"].browse(place_of)._store_totals()
        self.cr.execute(
            """
            UPDATE agency_evaluation_decision decision
               SET self_points = total.self_points, final_points = total.final_points
              FROM agency_evaluation_total total
             WHERE total.evaluation_id = decision.evaluation_id AND total.evaluation_id = ANY(%s)
            """,
            [list(place_of)],
        )
        self.env.invalidate_all()

    def answer(self, place, way, code, maximum, said, year):
        """Return the answer to a row: status, own points, explanation, the reviewer's points and note.

        :param said: the explanation of what was copied
        """
        lasting = random.Random(f"{place} {code}")  # the same each year
        dice = random.Random(f"{place} {code} {year}")
        strength = min(0.99, self.strengths[place] + 0.015 * (year - self.today.year + YEARS - 1))
        if way == "draft" and dice.random() < 0.1 + 0.4 * lasting.random():
            return "todo", 0.0, None, None, None
        is_weak = lasting.random() < (1 - strength) * 0.8
        reason = lasting.choice(REASONS)
        lost = 0.0
        if is_weak:
            lost = lasting.choice((0.25, 0.5, 0.5, 1.0))
        elif dice.random() < (1 - strength) * 0.7:
            lost, reason = dice.choice((0.25, 0.5)), dice.choice(REASONS)
        own = maximum - _in_quarters(lost * maximum)
        explanation = reason if own < maximum else said
        if way not in ("reviewed", "approved") or dice.random() > 0.04 or own < 0.25:
            return "scored", own, explanation, None, None
        return "scored", own, explanation, own - _in_quarters(0.3 * own), dice.choice(REMARKS)

    def take_documents_away(self, evaluations):
        field = self.env["agency.evaluation.evidence"]._fields["line_ids"]
        self.cr.execute(
            f"""
            DELETE FROM "{field.relation}" proof USING agency_evaluation_line line
             WHERE line.id = proof."{field.column2}" AND line.evaluation_id = ANY(%s)
               AND mod(abs(hashint4(line.id)), 100) < %s
            """,
            [evaluations, _WITHOUT],
        )

    def approve(self, ids):
        """Approve evaluations, each by the approver of its unit: so each has a seal of its own."""
        for approver, evaluations in self.env["agency.evaluation"].browse(ids).grouped("approver_id").items():
            self.as_(approver.login, evaluations).action_approve()

    def open(self, campaign):
        """Open the round by its task, which takes over what is there and makes what is not."""
        manager = self.as_("manager", campaign)
        task = self.env["agency.evaluation.task"].browse(manager.action_open()["res_id"])
        task = task.sudo().with_user(self.env.ref("base.user_root"))
        while task.state in ("waiting", "running"):
            task._in_words_of_asker()._do_some()
            self.env.flush_all()
            self.env.invalidate_all()

    def check_drafts(self, made, ways):
        """Look for contradictions in what is not handed in, as its users do now and then."""
        for place, id_ in made.items():
            if ways[place] == "draft":
                draft = self.env["agency.evaluation"].browse(id_)
                self.as_(self.noted["logins"][place], draft).action_check()

    def excuse_last(self, campaign):
        unit = self.as_("manager", campaign).unit_ids.filtered(lambda unit: unit.progress == "draft")[-1:]
        unit.action_excuse("Đơn vị mới thành lập trong năm, chưa đủ thời gian hoạt động để đánh giá")


def _in_quarters(points):
    """Return points as sheets give them, at least a quarter of one."""
    return max(0.25, round(points * 4) / 4) if points > 0 else 0.0


#: What is approved is copied before.
_COPIED_AS = {"approved": "reviewed"}
