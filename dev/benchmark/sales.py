"""What the form of an evaluation is compared with: Odoo's sale order with as many lines; runs in Odoo's shell."""

import json

from odoo.fields import Command

from .forms import form_specification
from .operation import Operation
from .seed import PARAMETER

ORDER = "sale.order"
LINES = (93, 325, 930)


def make(env) -> None:
    """Make an order for each number of lines."""
    partner = env["res.partner"].create({"name": "Khách hàng"})
    products = env["product.product"].create(
        [{"name": f"Sản phẩm {number:03}", "list_price": number} for number in range(1, 101)]
    )
    orders = {}
    for count in LINES:
        lines = [
            Command.create({"product_id": products[number % len(products)].id, "product_uom_qty": 1})
            for number in range(count)
        ]
        orders[count] = env[ORDER].create({"partner_id": partner.id, "order_line": lines}).id
    env["ir.config_parameter"].set_param(PARAMETER, json.dumps({"orders": orders}))
    env.cr.commit()


class OnOrder(Operation):
    title = "sale order"

    def prepare(self):
        self.client = self.bench.client("admin")
        self.order = self.bench.noted["orders"][str(self.case.rows)]
        self.specification = form_specification(self.client, ORDER)
        # all of them: Odoo's form would show a page
        self.specification["order_line"]["limit"] = max(LINES)


class Save(OnOrder):
    """A quantity is typed and saved."""

    def prepare(self):
        super().prepare()
        domain = [["order_id", "=", self.order]]
        self.line = self.client.call("sale.order.line", "search", domain, limit=1)[0]
        self.quantity = 1

    def run(self):
        self.quantity = self.quantity % 9 + 1
        values = {"order_line": [[1, self.line, {"product_uom_qty": self.quantity}]]}
        self.client.call(ORDER, "web_save", [self.order], values, specification=self.specification)
        return self.client.size


class Open(OnOrder):
    """The form reads what it shows."""

    def run(self):
        self.client.call(ORDER, "web_read", [self.order], specification=self.specification)
        return self.client.size


OPERATIONS = {"save": (Save,), "open": (Open,)}
