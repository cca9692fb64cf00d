"""A time-stamping authority in this process: a small HTTP server around pyHanko, which can also misbehave."""

import asyncio
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import signed_pdfs
from asn1crypto import tsp

AUTHORITY = "Tổ chức cấp dấu thời gian thử nghiệm"


def make_authority():
    """Return an authority, and the root that vouches for it."""
    root = signed_pdfs.make_certificate(signed_pdfs.AUTHORITY)
    return SimpleNamespace(root=root, holder=signed_pdfs.make_certificate(AUTHORITY, root, stamps_time=True))


@contextmanager
def served(authority, manner="good", password=None):
    """Serve an authority on a port of its own; yield its address and what it was asked, as a list.

    :param manner: how it answers; "good", or what is wrong with it
    :param password: what it asks for, as the value of the header
    """
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if password and self.headers.get("Authorization") != password:
                self.answer(401, b"")
            elif manner == "redirect":
                self.send_response(302)
                self.send_header("Location", "/elsewhere")
                self.end_headers()
            elif manner == "error":
                self.answer(500, b"no")
            elif manner == "page":
                self.answer(200, b"<html>", "text/html")
            elif manner == "garbage":
                self.answer(200, b"garbage")
            elif manner == "endless":
                self.answer(200, bytes(1 << 20))
            elif manner == "slow":
                finished.wait(60)
            else:
                self.answer(200, stamped(authority, body, manner))

        def answer(self, code, content, kind="application/timestamp-reply"):
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments):
            """Say nothing."""

    finished = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/tsa", asked
    finally:
        finished.set()
        server.shutdown()
        server.server_close()


def stamped(authority, body, manner="good"):
    """Return the answer to a request, as bytes; `manner` may change what is asked before."""
    request = tsp.TimeStampReq.load(body)
    if manner == "another number":
        request["nonce"] = 7
    elif manner == "another digest":
        request["message_imprint"]["hashed_message"] = bytes(32)
    elif manner == "refused":
        return tsp.TimeStampResp({"status": {"status": "rejection"}}).dump()
    stamper = signed_pdfs._stamper(authority.holder)
    return asyncio.run(stamper.async_request_tsa_response(tsp.TimeStampReq.load(request.dump(force=True)))).dump()


def token(authority, digest):
    """Return a time stamp on a digest (bytes), as DER."""
    stamper = signed_pdfs._stamper(authority.holder)
    return asyncio.run(stamper.async_timestamp(digest, "sha256")).dump()
