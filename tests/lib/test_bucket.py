"""Files in an S3-compatible store: the same as on a disk, and a bad address stops the start with one sentence."""

import os
import re
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings

from community.content.models import Attachment
from tests.content.files import drawn, saved
from tests.content.films import upload

pytest.importorskip("storages", reason="django-storages[s3] is not installed: it is needed where STORAGE_URL is set")


class Store(BaseHTTPRequestHandler):
    """As much of S3 as files need: put, get, head and delete in one bucket. What is not signed is refused."""

    kept: dict[str, bytes]
    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.kept[self.path] = content
        self._answer(200)

    def do_GET(self):
        if self.path not in self.kept:
            return self._answer(404)
        content = self.kept[self.path]
        if part := re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", "")):
            return self._answer(206, content[int(part[1]) : int(part[2]) + 1])
        return self._answer(200, content)

    def do_HEAD(self):
        self.do_GET()

    def do_DELETE(self):
        self.kept.pop(self.path, None)
        self._answer(204)

    def _answer(self, status, content=b""):
        signed = self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 Credential=ann/")
        self.send_response(status if signed else 403)
        self.send_header("ETag", '"x"')
        self.send_header("Last-Modified", "Sun, 22 Nov 2026 00:00:00 GMT")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *words):
        pass


@pytest.fixture
def kept(settings):
    """What the store holds, by address; files go there during the test."""
    Store.kept = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Store)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"s3+http://ann:a%2Fsecret@127.0.0.1:{server.server_port}/pictures?region=eu-central-1"
    bucket = {"BACKEND": "community.lib.bucket.Bucket", "OPTIONS": {"url": url}}
    with override_settings(STORAGES=settings.STORAGES | {"default": bucket}):
        yield Store.kept
    server.shutdown()


def test_a_picture_is_kept_shown_copied_and_removed_in_a_bucket(client, cast, kept):
    picture = Attachment.upload(BytesIO(saved(drawn((900, 9)), "PNG")), by=cast.asker)
    assert list(kept) == [f"/pictures/{picture.path}"]

    cast.question(body=picture.markdown)
    assert Attachment.make_small_copies() == 1
    small = client.get(picture.shown.address)
    whole = client.get(picture.get_absolute_url())

    assert (small["Content-Type"], small.getvalue()[:4]) == ("image/webp", b"RIFF")
    assert (whole["Content-Type"], whole.getvalue()[:4]) == ("image/png", b"\x89PNG")
    picture.refresh_from_db()
    default_storage.delete(picture.path)
    default_storage.delete(picture.small_path)
    assert kept == {}
    assert client.get(picture.get_absolute_url()).status_code == 404


def test_of_a_video_the_bucket_sends_the_part_that_a_player_asks_for(client, cast, kept):
    video = upload(cast.editor)
    cast.question(by=cast.editor, body=video.attachment.markdown)
    whole = kept[f"/pictures/{video.attachment.path}"]

    part = client.get(video.address, headers={"Range": "bytes=100-199"})

    assert (part.status_code, part.getvalue()) == (206, whole[100:200])
    assert client.get(video.address).getvalue() == whole
    default_storage.delete(video.attachment.path)
    assert client.get(video.address).status_code == 404


def test_what_is_kept_comes_back_as_it_was(kept):
    default_storage.save("a/b.bin", ContentFile(b"\0\xff" * 1_000))

    assert default_storage.open("a/b.bin").read() == b"\0\xff" * 1_000
    with pytest.raises(FileNotFoundError):
        default_storage.open("a/c.bin")


@pytest.mark.parametrize("url", ["ftp://host/bucket", "s3://host", "s3:///bucket", "bucket"])
def test_a_bad_address_stops_the_start_with_one_sentence(url):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={**os.environ, "STORAGE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "STORAGE_URL must" in done.stderr.splitlines()[-1]
