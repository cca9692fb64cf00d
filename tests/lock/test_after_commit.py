from ...models.lock.after_commit import AfterCommit
from ..cases.common import EvaluationCase


class TestAfterCommit(EvaluationCase):
    """What follows a commit is done once for all that was noted, and heard of by nobody if it fails."""

    def setUp(self):
        super().setUp()
        self.cr.postcommit.clear()
        self.addCleanup(self.cr.postcommit.clear)
        self.done = []

    def work(self, database, things, *told):
        self.done.append((database, things, told))

    def test_it_is_done_once_for_all_that_was_noted(self):
        work = AfterCommit(self.work, "%s")
        work.note(self.env, [3, 1])
        with self.assertRaises(ZeroDivisionError), self.cr.savepoint():
            work.note(self.env, [2])
            raise ZeroDivisionError
        work.note(self.env, [1], "told")
        self.assertEqual((work.noted(self.env), work.noted(self.env, "told")), ({1, 2, 3}, {1}))
        work.noted(self.env).discard(3)
        self.assertEqual(self.done, [])
        self.cr.postcommit.run()
        name = self.cr.dbname
        self.assertEqual(self.done, [(name, {1, 2}, ()), (name, {1}, ("told",))])
        self.assertEqual(work.noted(self.env), set())
        self.cr.postcommit.run()
        self.assertEqual(len(self.done), 2)

    def test_what_is_done_already_or_undone_is_not_done(self):
        done, undone = AfterCommit(self.work, "%s"), AfterCommit(self.work, "%s")
        done.note(self.env, [1])
        done.noted(self.env).clear()
        self.cr.postcommit.run()
        undone.note(self.env, [1])
        self.cr.postcommit.clear()  # as each rollback does
        self.cr.postcommit.run()
        self.assertEqual(self.done, [])

    def test_one_that_fails_is_logged_and_others_follow(self):
        def fail(_database, _things):
            raise RuntimeError("no")

        AfterCommit(fail, "%s are left").note(self.env, [2, 1])
        AfterCommit(self.work, "%s").note(self.env, [1])
        with self.assertLogs(__name__, "WARNING") as logged:
            self.cr.postcommit.run()
        self.assertIn("[1, 2] are left", logged.output[0])
        self.assertEqual(len(self.done), 1)

    def test_it_may_be_done_later(self):
        waiting = []
        later = AfterCommit(self.work, "%s", when=waiting.append)
        later.note(self.env, [1])
        self.cr.postcommit.run()
        self.assertEqual(self.done, [])
        waiting.pop()()
        self.assertEqual(self.done, [(self.cr.dbname, {1}, ())])
