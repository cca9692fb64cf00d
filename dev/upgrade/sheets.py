"""The sheet of a unit below the agency, and how it is filled in."""

from .office import Office

#: A sheet of the size that a unit below the agency has: code, parent, printed number, text, points.
UNIT_SHEET = (
    ("A", None, "I", "CÔNG TÁC VĂN THƯ, LƯU TRỮ", 6.0),
    ("A.1", "A", "1", "Tổ chức các cuộc họp giao ban", 3.0),
    ("A.2", "A", "2", "Nộp hồ sơ vào lưu trữ cơ quan", 1.0),
    ("A.3", "A", "3", "Chế độ báo cáo tháng", 2.0),
    ("B", None, "II", "CẢI CÁCH HÀNH CHÍNH", 4.0),
    ("B.1", "B", "1", "Ứng dụng công nghệ thông tin", 3.0),
    ("B.2", "B", "2", "Sáng kiến được công nhận", 1.0),
)
#: What its evaluations state, and how they are scored.
UNIT_FACTS = {"hop": "6", "hop_trong_so": "6", "ho_so": "10", "ho_so_da_nop": "9", "ho_so_chua_nop": "1"}
UNIT_POINTS = {"A.1": 3.0, "A.2": 1.0, "A.3": 2.0, "B.1": 2.25, "B.2": 0.5}
#: What is stated by months, quarters or half-years, by the month in which each begins.
PARTS = {
    "van_ban": {1: "210", 4: "188", 7: "175", 10: "243"},
    "don": {month: str(20 + month) for month in range(1, 13)},
    "don_dung_han": {month: str(18 + month) for month in range(1, 13)},
    "bien_che": {1: "31", 7: "29"},
}
#: What an evaluation states once for its whole period, by the month in which that begins.
CONTENTMENT = {1: "91,5", 7: "94,5"}


class UnitSheets(Office):
    """Publishes the sheet, with rules, facts, grades and sections, and answers all that it asks for."""

    def publish_unit_sheet(self, year, policy):
        """Return the published sheet of a unit for a year."""
        sets = self.as_("manager", self.env["agency.evaluation.criteria.set"])
        criteria_set = sets.create(
            {
                "name": f"Bảng chấm điểm đơn vị năm {year}",
                "code": f"DV-{year}",
                "year": year,
                "declared_points": 10.0,
                "na_policy": policy,
                "company_id": self.env.company.id,
            }
        )
        rows = self.add_rows(criteria_set)
        facts = self.add_facts(criteria_set)
        self.add_rules(rows, facts)
        self.add_parts(criteria_set, rows, facts)
        self.publish(criteria_set)
        return criteria_set

    def add_rows(self, criteria_set):
        rows = {}
        for sequence, (code, parent, number, text, points) in enumerate(UNIT_SHEET, 1):
            rows[code] = criteria_set.criterion_ids.create(
                {
                    "set_id": criteria_set.id,
                    "parent_id": parent and rows[parent].id,
                    "sequence": sequence,
                    "code": code,
                    "number": number,
                    "name": text,
                    "max_points": points,
                    "is_bonus": code == "B.2",
                    "base_points": 2.0 if code == "A.3" else 0.0,
                    "evidence_required": code == "A.1",
                    "may_not_apply_reason": "Đơn vị không có hồ sơ đến hạn nộp" if code == "A.2" else False,
                    "guidance": "Theo sổ theo dõi của Văn thư" if code == "A.1" else False,
                    "department_id": self.branch.id if code == "A.2" else False,
                }
            )
        return rows

    def add_facts(self, criteria_set):
        whole = {"decimals": 0}
        definitions = {
            "hop": {"name": "Cuộc họp", **whole},
            "hop_trong_so": {"name": "Cuộc họp ghi trong sổ", **whole},
            "ho_so": {"name": "Hồ sơ phải nộp", "unit": "hồ sơ", **whole},
            "ho_so_da_nop": {"name": "Hồ sơ đã nộp", "unit": "hồ sơ", **whole},
            "ho_so_chua_nop": {"name": "Hồ sơ chưa nộp", "unit": "hồ sơ", **whole},
            "bao_cao": {"name": "Báo cáo quý I", "frequency": "month", "months": "1-3", **whole},
            "kinh_phi": {"name": "Kinh phí", "unit": "đồng", "is_required": False},
            "kinh_phi_hop": {"name": "Kinh phí họp", "unit": "đồng", "is_required": False},
            "kinh_phi_khac": {"name": "Kinh phí khác", "unit": "đồng", "is_required": False},
            "ty_le": {"name": "Tỷ lệ nộp", "unit": "%", "formula": "percent(ho_so_da_nop, ho_so)"},
            "van_ban": {"name": "Văn bản đi", "unit": "văn bản", "frequency": "quarter", **whole},
            "don": {"name": "Đơn phải giải quyết", "unit": "đơn", "frequency": "month", **whole},
            "don_dung_han": {"name": "Đơn giải quyết đúng hạn", "unit": "đơn", "frequency": "month", **whole},
            "bien_che": {"name": "Biên chế", "unit": "người", "frequency": "half", "aggregate": "last", "most": "999"},
            "hai_long": {"name": "Mức độ hài lòng", "unit": "%", "aggregate": "mean", "decimals": 2, "most": "100"},
        }
        facts = {}
        for code, values in definitions.items():
            # some stories alone state what is stated by parts
            is_required = code not in {*PARTS, "hai_long"}
            own = {"set_id": criteria_set.id, "code": code, "sequence": len(facts), "is_required": is_required}
            facts[code] = criteria_set.indicator_ids.create({**own, **values})
        facts["ty_le_don"] = criteria_set.indicator_ids.create(
            {
                "set_id": criteria_set.id,
                "code": "ty_le_don",
                "sequence": len(facts),
                "name": "Tỷ lệ đơn đúng hạn",
                "unit": "%",
                "frequency": "month",
                "aggregate": "ratio",
                "ratio_part_id": facts["don_dung_han"].id,
                "ratio_whole_id": facts["don"].id,
                "is_required": False,
            }
        )
        return facts

    def add_rules(self, rows, facts):
        rules = {
            "A.1": {"effect": "award", "points": 0.5, "basis": "each", "indicator_id": facts["hop"].id},
            "A.2": {"effect": "award", "points": 1.0, "basis": "when", "indicator_id": facts["ty_le"].id},
            "A.3": {"effect": "deduct", "points": 0.25, "basis": "period", "indicator_id": facts["bao_cao"].id},
        }
        rules["A.2"].update({"operator": ">=", "threshold": 80})
        rules["A.3"].update({"operator": "<", "threshold": 2})
        for code, values in rules.items():
            rows[code].rule_ids.create({"criterion_id": rows[code].id, "name": f"Quy tắc chấm mục {code}", **values})
        rows["B.1"].rule_ids.create({"criterion_id": rows["B.1"].id, "name": "Theo đánh giá của đoàn kiểm tra"})

    def add_parts(self, criteria_set, rows, facts):
        own = {"set_id": criteria_set.id}
        criteria_set.relation_ids.create(
            [
                {**own, "name": "Họp", "whole_id": facts["hop"].id, "part_ids": [facts["hop_trong_so"].id]},
                {
                    **own,
                    "name": "Hồ sơ",
                    "whole_id": facts["ho_so"].id,
                    "part_ids": [facts["ho_so_da_nop"].id, facts["ho_so_chua_nop"].id],
                    "operator": "=",
                },
                {
                    **own,
                    "name": "Kinh phí",
                    "whole_id": facts["kinh_phi"].id,
                    "part_ids": [facts["kinh_phi_hop"].id, facts["kinh_phi_khac"].id],
                    "tolerance": 0.5,
                },
            ]
        )
        rows["B.1"].indicator_ids = facts["hai_long"]
        criteria_set.grade_ids.create(
            [
                {**own, "name": "Tốt", "min_points": 8.5, "max_points": 10.0, "include_max": True, "floor_percent": 70},
                {**own, "name": "Khá", "min_points": 5.0, "max_points": 8.5},
                {**own, "name": "Yếu", "min_points": 0.0, "max_points": 5.0},
            ]
        )
        criteria_set.grade_ids[0].blocking_indicator_ids = facts["ho_so_chua_nop"]
        criteria_set.check_setting_ids.create({**own, "code": "bonus_without_reason", "severity": "error"})
        criteria_set.section_ids.create(
            [
                {
                    **own,
                    "sequence": 1,
                    "number": "I",
                    "title": "Kết quả năm {{year}} của {{unit}}",
                    "body": "<p>Đã tổ chức {{hop}} cuộc họp, nộp {{ty_le}} hồ sơ; đạt {{total}} điểm.</p>",
                    "criterion_id": rows["A"].id,
                },
                {
                    **own,
                    "sequence": 2,
                    "number": "II",
                    "title": "Tồn tại, hạn chế",
                    "body": "<ul><li>{{shortcomings}}</li></ul>",
                },
            ]
        )

    def state_parts(self, login, evaluation, months):
        """State the facts of months, quarters and half-years that begin in these months (1 to 12)."""
        evaluation = self.as_(login, evaluation)
        facts = {fact.code: fact for fact in evaluation.fact_ids}
        for code, numbers in PARTS.items():
            facts[code].write({f"month_{month:02d}": numbers[month] for month in months if month in numbers})
        facts["hai_long"].entry = CONTENTMENT[evaluation.date_from.month]

    def state_facts(self, login, evaluation):
        facts = {fact.code: fact for fact in self.as_(login, evaluation).fact_ids}
        for code, number in UNIT_FACTS.items():
            facts[code].write({"entry": number, "note": "Sổ theo dõi của Văn thư"})
        if evaluation.date_from.month == 1:
            facts["bao_cao"].write({"month_01": "2", "month_02": "2", "month_03": "2"})

    def fill_unit_sheet(self, evaluation, login="evaluator", **answers):
        """State and prove all that a unit's sheet asks for; `answers` are other values by code, ``A_1`` for A.1."""
        self.state_facts(login, evaluation)
        values = {code: {"self_points": points} for code, points in UNIT_POINTS.items()}
        values["B.1"] |= {"explanation": "Còn một phần mềm chưa dùng thường xuyên", "improvement": "Tập huấn lại"}
        values["B.2"]["explanation"] = "Một sáng kiến được công nhận cấp cơ sở"
        values |= {code.replace("_", "."): answer for code, answer in answers.items()}
        self.answer(login, evaluation, values)
        self.add_document(login, evaluation, f"{evaluation.id}/BC-CCMT", ["A.1", "B.2"], ["hop"])
        self.as_(login, evaluation).action_fill_report()
