from ipaddress import ip_address

from odoo import api, fields, models
from odoo.tools import SQL, hmac


class Visit(models.Model):
    """A request for the public page, counted for all workers and hosts; what it is about and by whom is not kept."""

    _name = "agency.evaluation.visit"
    _description = "Request for the Public Page"
    _log_access = False
    _rec_name = "network"

    network = fields.Char(required=True, readonly=True, help="Keyed digest of the address: it leads back to nobody.")
    made_on = fields.Datetime(required=True, readonly=True)

    _network_index = models.Index("(network, made_on)")

    @api.model
    def _allows(self, address, limit, seconds):
        """Count a request of `address`, and tell whether it may be answered; one that may not is not counted.

        It is counted in a transaction of its own, for an answer such as “not found” undoes that of the request. An
        IPv6 address counts with its whole network of 64 bits, which is what one customer has.

        :param limit: requests in any such time
        :param seconds: the length of the time
        """
        # sudo: ir.config_parameter - the key of the digest is read whoever asks
        network = hmac(self.env(su=True), "agency_evaluation_visit", _network(address))
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    """
                    INSERT INTO %(table)s (network, made_on)
                         SELECT %(network)s, clock_timestamp() AT TIME ZONE 'UTC'
                          WHERE %(limit)s > (
                                SELECT count(*)
                                  FROM %(table)s
                                 WHERE network = %(network)s
                                   AND made_on > clock_timestamp() AT TIME ZONE 'UTC' - make_interval(secs => %(time)s)
                          )
                    RETURNING id
                    """,
                    table=SQL.identifier(self._table),
                    network=network,
                    limit=limit,
                    time=seconds,
                )
            )
            return bool(cr.fetchone())

    @api.autovacuum
    def _gc_visits(self):
        """Forget requests that no limit counts any more."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE made_on < now() AT TIME ZONE 'UTC' - interval '1 hour'",
                SQL.identifier(self._table),
            )
        )


def _network(address):
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(int(parsed) >> 64) if parsed.version == 6 else str(parsed)
