from odoo.http import Controller, content_disposition, request, route

from ..report import bundle_zip
from ..report.file_names import safe_name


class TaskFilesController(Controller):
    @route("/agency_evaluation/task/<int:task_id>/files.zip", type="http", auth="user_or_key", readonly=False)
    def task_files(self, task_id):
        """Download what a background task has made, file by file as it is read.

        Each file is kept on record as it is where it is downloaded by itself. What the user may no longer read is left
        out.

        :raises NotFound: if there is no such task, or no file of it
        :raises AccessError: unless the user asked for it
        """
        task = request.env["agency.evaluation.task"].browse(task_id)
        if not task.exists():
            raise request.not_found()
        task._check_is_own()
        # sudo: agency.evaluation.task - its parts belong to whoever asked for it, as far as the evaluations do
        task_sudo = task.sudo()
        parts = task_sudo.part_ids.filtered("has_file")
        parts = parts.filtered(lambda part: part.evaluation_id.with_env(task.env).has_access("read"))
        if task.state in ("waiting", "running") or not parts:
            raise request.not_found()
        for part in parts:
            evaluation = part.evaluation_id.with_env(task.env)
            request.env["agency.evaluation.access.log"]._record(evaluation, task_sudo._log_name())
        response = request.make_response(
            bundle_zip.stream(task_sudo._bundle(parts)),
            headers=[
                ("Content-Type", "application/zip"),
                ("Content-Disposition", content_disposition(safe_name(f"{task.name}.zip"))),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store, private"),
            ],
        )
        response.direct_passthrough = True
        return response
