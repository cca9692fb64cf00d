"""How an agency names itself on its papers, which changes with the years."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """What the papers of an agency print of it, at one time; empty where nothing is printed.

    :ivar company_name: what the company was called that stands for the agency
    :ivar name: of the issuing agency where its papers call it otherwise
    :ivar parent_name: of the agency above it
    :ivar addressees: to whom the report is addressed, one a line
    :ivar recipients: who else gets a copy, one a line
    :ivar signer_title: one line each
    """

    company_name: str = ""
    name: str = ""
    parent_name: str = ""
    short_name: str = ""
    place: str = ""
    document_symbol: str = ""
    addressees: str = ""
    recipients: str = ""
    filing: str = ""
    signer_title: str = ""
    signer_name: str = ""
    head_title: str = ""

    @property
    def agency(self) -> str:
        """The name of the agency as it is printed."""
        return self.name or self.company_name

    @property
    def short_agency(self) -> str:
        """The name of the agency where there is little room."""
        return self.short_name or self.agency
