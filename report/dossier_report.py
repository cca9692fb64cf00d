import dataclasses
from collections import defaultdict
from functools import partial

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.modules.registry import Registry

from ..models.evidence.file_store import StoreRefused
from ..models.evidence.stored_content import Place, StoreUnanswered
from ..scoring import manifest
from ..scoring.manifest import digest
from ..scoring.period_names import Kind
from . import dossier, score_sheet_xlsx
from .dossier import Document, Dossier, File, Index, Subject
from .file_names import FOLDER_LENGTH, Names, safe_name

_ANNUAL = "agency_evaluation.report_annual_report"
_SCORE_SHEET = "agency_evaluation.report_score_sheet"
_EXCHANGE = "agency_evaluation.report_exchange"
#: How the printed papers are called in the dossier; others have the name of their report.
_PAPERS = {
    _ANNUAL: "Báo cáo",
    _SCORE_SHEET: "Bảng chấm điểm",
    "agency_evaluation.report_findings": "Kết quả kiểm tra tính nhất quán",
    _EXCHANGE: "Trao đổi trong quá trình thẩm định",
}

#: What the dossier itself brings; no file of a user bears any of these names.
_OWN_NAMES = (
    dossier.INDEX_HTML,
    dossier.INDEX_XLSX,
    dossier.MANIFEST,
    dossier.SEAL,
    dossier.SEAL_WITHOUT_NAMES,
    dossier.PEOPLE,
    dossier.PAPERS,
    dossier.SCRIPT,
    dossier.GUIDE,
    dossier.SIGNED,
    dossier.STAMP,
)


class DossierReport(models.AbstractModel):
    """Turns evaluations into plain dossiers: everything that proves their points, for whoever audits them."""

    _name = "agency.evaluation.dossier.report"
    _description = "Evidence Dossier"
    _inherit = ["agency.evaluation.paper.report"]

    _shown_parts = ("evidence_ids", "fact_ids", "line_ids")
    _sealed_as = "dossier"
    _sealed_class = Index

    def _describe(self, evaluation):
        """Return what the indexes of the dossier say by the records of now, as :class:`Index`."""
        sheet = self.env["report.agency_evaluation.report_score_sheet"].with_env(evaluation.env)
        return _Indexer(evaluation, sheet._prepare_paper(evaluation), self._name_of).index()

    def _prepare_paper(self, evaluation):
        """Return the dossier as :class:`Dossier`: a snapshot of the list of documents, their files still unread.

        :raises UserError: if there is nothing to print the papers with
        """
        return self._complete(evaluation, self._describe(evaluation))

    def _sealed_paper(self, evaluation, described):
        return self._complete(evaluation, self._read_sealed_paper(described))

    def _complete(self, evaluation, index):
        """Return the dossier that has `index`, with its papers and with what came after the seal."""
        sheet = self.env["report.agency_evaluation.report_score_sheet"].with_env(evaluation.env)
        return _Collector(self, evaluation, sheet._paper_of(evaluation), index).collect()

    def _print_papers(self, evaluation, sheet):
        """Return the papers of the dossier as (name, extension, content), in order; None where one cannot be kept now.

        :param sheet: the scoring sheet, as :class:`score_sheet.ScoreSheet`
        """
        env = evaluation.env
        # sudo: ir.actions.report - which papers there are is no secret; each checks for itself who may print it
        reports = env["ir.actions.report"].sudo()
        domain = [("model", "=", evaluation._name), ("is_official_paper", "=", True)]
        found = reports.search(domain, order="id").sudo(False)
        papers = []
        for report in found.sorted(lambda report: [*_PAPERS, report.report_name].index(report.report_name)):
            name = report.report_name
            if name == _EXCHANGE and not env[f"report.{name}"]._collect(evaluation)[0].questions:
                continue
            try:
                content = report._official_paper(evaluation)
            except StoreRefused:
                papers.append((_PAPERS.get(name, report.name), "pdf", None))
                continue
            if not content:
                stream = report._render_qweb_pdf_prepare_streams(name, {}, res_ids=evaluation.ids)
                content = stream[evaluation.id]["stream"].getvalue()
            papers.append((_PAPERS.get(name, report.name), "pdf", content))
        papers.append((_PAPERS[_SCORE_SHEET], "xlsx", score_sheet_xlsx.write(sheet)))
        papers += env["agency.evaluation.history.report"]._write(evaluation)
        report = env[f"report.{_ANNUAL}"]
        # Word files need a package that a server may lack; the dossier has the report as a PDF in any case.
        try:
            report._docx_writer()
        except UserError:
            return papers
        return [*papers, (_PAPERS[_ANNUAL], "docx", report._write_docx(evaluation))]


class _Indexer:
    """Puts the documents of an evaluation into folders, and describes them as plain data.

    :ivar _described: documents by id, so that what proves five rows is in the dossier once
    """

    def __init__(self, evaluation, sheet, name_of):
        self._evaluation = evaluation
        self._sheet = sheet
        self._name_of = name_of
        self._sealed_names = evaluation._sealed_names()
        self._local = evaluation._agency_time
        self._described = {}
        self._folders = {}
        self._names = defaultdict(Names)
        for name in _OWN_NAMES:
            self._names[""].take(name)
        # The papers stand beside the folders.
        for name in _PAPERS.values():
            for extension in ("pdf", "xlsx", "docx"):
                self._names[""].take(f"{name}.{extension}")

    def index(self):
        evaluation, sheet = self._evaluation, self._sheet
        return Index(
            agency=sheet.author,
            title=sheet.title,
            about=self._about(),
            points_columns=sheet.points_columns,
            rows=self._rows(),
            total=tuple(cell.text for cell in sheet.total),
            facts=self._facts(),
            others=self._others(),
            identity={
                "reference": evaluation.name,
                "revision": evaluation.revision,
                "unit": evaluation._paper_unit(),
                "year": evaluation.year,
                "date_from": evaluation.date_from.isoformat(),
                "date_to": evaluation.date_to.isoformat(),
                "status": evaluation.state,
            },
        )

    def _about(self):
        evaluation = self._evaluation
        states = dict(evaluation._fields["state"]._description_selection(evaluation.env))
        about = {
            "Số hiệu": evaluation.name,
            "Đơn vị": evaluation._paper_unit(),
            "Kỳ đánh giá": _describe_period(evaluation._named_period()),
            "Trạng thái": states[evaluation.state],
            "Xếp loại": evaluation.grade_label or "",
        }
        return {label: text for label, text in about.items() if text}

    def _rows(self):
        return tuple(
            Subject(
                code=line.code,
                text="\n".join((row.text, *row.rules, *([row.remark] if row.remark else []))),
                level=row.level,
                is_heading=row.is_heading,
                points=tuple(cell.text for cell in row.cells),
                documents=self._describe(line.evidence_ids, partial(self._folder_of, line)),
            )
            for line, row in zip(self._evaluation.line_ids, self._sheet.rows, strict=True)
        )

    def _facts(self):
        folder = partial(self._take_folder, dossier.FACTS_FOLDER)
        return tuple(
            Subject(
                fact.code,
                "\n".join(filter(None, (fact.display_name, fact.origin_text))),
                0,
                False,
                (" – ".join(filter(None, (fact.total, fact.trouble))),),
                self._describe(fact.evidence_ids, folder),
            )
            for fact in self._evaluation.fact_ids
            if fact.evidence_ids or fact.origin
        )

    def _others(self):
        uncited = self._evaluation.evidence_ids.filtered(lambda document: document.id not in self._described)
        return self._describe(uncited, partial(self._take_folder, dossier.OTHERS_FOLDER))

    def _folder_of(self, line):
        """Return the folder of a row, with a slash at its end: that of its group and, in it, its own."""
        group = line._group()
        return self._take_folder(line.code, "" if group == line else self._take_folder(group.code))

    def _take_folder(self, name, above=""):
        """Return the folder for what is called `name` in the folder `above`, each with a slash at its end."""
        if (above, name) not in self._folders:
            safe = self._names[above].take(safe_name(name, FOLDER_LENGTH))
            self._folders[above, name] = f"{above}{safe}/"
        return self._folders[above, name]

    def _describe(self, documents, folder):
        """Return `documents` as :class:`Document`; the files of one that is new go where `folder` says when asked."""
        for document in documents:
            if document.id not in self._described:
                self._described[document.id] = self._describe_document(document, folder)
        return tuple(self._described[document.id] for document in documents)

    def _describe_document(self, document, folder):
        day = document.issue_date
        reviews = {"accepted": "Đã chấp nhận", "rejected": f"Không chấp nhận: {document.review_note}"}
        details = (
            self._name_of(document.document_type_id, self._sealed_names),
            f"Ngày {day:%d/%m/%Y}" if day else "",
            document.issuer,
            f"Vị trí: {document.location}" if document.location else "",
        )
        # sudo: ir.attachment - whoever may read a document may read its files
        files = document.sudo().attachment_ids.sorted("id")
        return Document(
            title=document.display_name or "",
            details=tuple(filter(None, details)),
            register=document.register_reference or "",
            is_secret=document.is_secret,
            review=reviews.get(document.review_state, ""),
            files=tuple(self._describe_evidence(file, folder()) for file in files),
            key=document.id,
        )

    def _describe_evidence(self, file, folder):
        path = f"{folder}{self._names[folder].take(safe_name(file.name))}"
        return File(path, file.file_size or 0, self._local(file.create_date), file.evidence_sha256 or "", file.id)


class _Collector:
    """Adds to the index what it is about: papers, proofs, and where each file is read."""

    def __init__(self, report, evaluation, sheet, index):
        self._report = report
        self._evaluation = evaluation
        self._sheet = sheet
        self._index = index
        self._local = evaluation._agency_time
        self._made = self._local(fields.Datetime.now())
        # sudo: ir.attachment - whoever may read a document may read its files
        files = evaluation.env["ir.attachment"].sudo().browse(sorted({file.key for file in index.files()}))
        self._files = {file.id: file for file in files.exists()}
        self._silent = set()

    def collect(self):
        index = self._index.with_files(self._find_file)
        return Dossier(
            **{each.name: getattr(index, each.name) for each in dataclasses.fields(index) if each.name != "about"},
            about=self._about(),
            papers=self._papers(),
            seal=self._evaluation.seal or "",
            **self._sealed(),
            signed=self._signed(),
            stamp=self._evaluation._time_stamp()._token_of(self._evaluation.seal),
            made=self._made,
        )

    def _sealed(self):
        """Return what was sealed, with names or functions as the agency says, as arguments of :class:`Dossier`."""
        evaluation = self._evaluation
        sealing = evaluation.env["agency.evaluation.seal"].search([("evaluation_id", "=", evaluation.id)])
        # sudo: res.company - what an agency gives away is no secret
        is_named = evaluation.company_id.sudo().agency_dossier_people == "names"
        content = (sealing.manifest or "").encode()
        if not is_named and manifest.tells_names(content):
            return {"sealed": b"", "sealed_without_names": manifest.without_names(content, sealing._functions())}
        people = manifest.canonical(sealing.people) if is_named and sealing.people else b""
        # Whatever names it has, the papers beside it print.
        papers = (sealing.papers or "").encode() if manifest.holds_papers(content) else b""
        return {"sealed": content, "people": people, "sealed_papers": papers}

    def _signed(self):
        copies = self._evaluation.signed_copy_ids[:1]
        # sudo: ir.attachment - whoever may read a signed copy may read its file
        file = copies.sudo().attachment_ids[:1]
        if not file:
            return {}
        self._files[file.id] = file
        signed = File(dossier.SIGNED, file.file_size or 0, self._local(file.create_date), copies.sha256, file.id)
        return {signed.path: self._find_file(signed)}

    def _about(self):
        evaluation = self._evaluation
        about = {**self._index.about, "Lập hồ sơ": f"{self._made:%H:%M %d/%m/%Y}"}
        if evaluation.seal:
            about["Niêm phong"] = f"{self._local(evaluation.sealed_on):%H:%M %d/%m/%Y}"
            about["Mã niêm phong SHA-256"] = evaluation.seal
            about["Dấu thời gian"] = evaluation._describe_time_stamp()[0]
            about["Trang kiểm tra"] = evaluation.seal_url
        about["Tài liệu đã đưa ra"] = evaluation._taken_out_notice()
        return {label: text for label, text in about.items() if text}

    def _papers(self):
        papers, names = {}, Names()
        for name in _OWN_NAMES:
            names.take(name)
        for name, extension, content in self._report._print_papers(self._evaluation, self._sheet):
            path = names.take(safe_name(f"{name}.{extension}"))
            papers[path] = self._describe_paper(path, content)
        return papers

    def _describe_paper(self, path, content):
        """Return a paper as :class:`File`.

        :param content: its bytes, the register's record of an official one, or None where that cannot be kept now
        """
        if content is None:
            return File(path, 0, self._made, read=partial(_pieces_in_store, None, 0, "", set()))
        if isinstance(content, bytes):
            return File(path, len(content), self._made, digest(content), read=partial(_pieces, content))
        # sudo: ir.attachment - whoever may print the paper may read its file
        file = content.sudo().attachment_ids[:1]
        self._files[file.id] = file
        return self._find_file(File(path, file.file_size or 0, self._local(content.made_on), content.sha256, file.id))

    def _find_file(self, file):
        """Return a described file so that it can be read, with the decision by which it was taken out if it was."""
        record = self._files.get(file.key)
        if not record:
            return file
        # One more byte than it had shows that it has grown.
        read = pieces_of_file(record, file.size + 1, self._silent)
        # sudo: agency.evaluation.quarantine - which decision a file went by is told to whoever reads the dossier
        decision = record.quarantine_id.sudo()
        return dataclasses.replace(file, read=read, taken_out=decision._describe() if decision else "")


def _describe_period(named):
    """Return the days of a period, after its name if it has one that is not that of a year."""
    days = " - ".join(f"{day:%d/%m/%Y}" for day in named.period)
    return days if named.kind in (Kind.YEAR, Kind.OTHER) else f"{named.text[:1].upper()}{named.text[1:]} ({days})"


def _pieces(content):
    return [content]


def pieces_of_file(record, limit, silent):
    """Return what yields the content of a file piece by piece once the request is over, as :class:`File` reads it.

    :param record: the `ir.attachment`
    :param limit: how many bytes are read at most
    :param silent: the codes of stores that do not answer
    """
    return partial(_pieces_in_store, _place_of(record, silent), limit, record._store_code(), silent)


def _place_of(record, silent):
    """Return where a file can be read once the request is over, as :func:`_pieces_in_store` takes it."""
    if record._store_code() in silent:
        return None
    try:
        place = record._stored_place()
    except StoreUnanswered:
        silent.add(record._store_code())
        return None
    cr = record.env.cr
    return place or partial(_pieces_handed_out, cr.dbname, cr.readonly, record.id)


def _pieces_in_store(place, limit, store, silent):
    """Yield at most `limit` bytes of a stored file piece by piece, when the request's own cursor is closed already.

    :param place: where it is, as :class:`Place`, or else what yields its pieces, given the limit
    :param store: the code of the store that it is in
    :param silent: the codes of stores that do not answer, each of which is asked once, for that takes long
    :raises Unanswered: if the store does not answer
    :raises OSError: if the file is not there, or cannot be read
    """
    if place is None or store in silent:
        silent.add(store)
        raise dossier.Unanswered(store)
    begun = False
    try:
        for piece in place.pieces(limit) if isinstance(place, Place) else place(limit):
            begun = True
            yield piece
    except StoreUnanswered as error:
        if not begun:
            silent.add(store)
        raise dossier.Unanswered(store) from error


def _pieces_handed_out(database, is_readonly, file_id, limit):
    """Yield the content of a file that the database or another addon hands out, by a cursor of its own.

    :param is_readonly: whether the request read a replica: its primary may know files that a replica does not know yet
    :raises OSError: if it is not there, or cannot be read
    """
    with Registry(database).cursor(readonly=is_readonly) as cr:
        file = api.Environment(cr, SUPERUSER_ID, {})["ir.attachment"].browse(file_id)
        pieces = list(file._stored_pieces(limit))
    yield from pieces
