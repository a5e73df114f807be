"""Files in a bucket of an S3-compatible store, where STORAGE_URL names one.

    s3://key:secret@s3.eu-central-1.amazonaws.com/bucket?region=eu-central-1    (s3+http:// without TLS)

Imported only then: the packages of the group `s3` need not be there otherwise.
"""

from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from botocore.config import Config
from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage

_PIECE = 64 * 2**10
_SECONDS = 10  # to connect, and between two pieces of an answer


class Bucket(S3Storage):
    """Private files: they are read through our own addresses, which ask who may see them."""

    def __init__(self, url: str):
        where = urlsplit(url)
        port = f":{where.port}" if where.port else ""
        scheme = "http" if where.scheme == "s3+http" else "https"
        super().__init__(
            endpoint_url=f"{scheme}://{where.hostname}{port}",
            bucket_name=where.path.strip("/"),
            access_key=unquote(where.username) if where.username else None,
            secret_key=unquote(where.password) if where.password else None,
            region_name=parse_qs(where.query).get("region", ["us-east-1"])[0],
            default_acl=None,
            client_config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                connect_timeout=_SECONDS,
                read_timeout=_SECONDS,
                # What Amazon alone knows is left out: other stores refuse it.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def part(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """So many bytes of a file, from `start` on, as they come from the store. Raises FileNotFoundError."""
        what = {"Bucket": self.bucket_name, "Key": self._normalize_name(name)}
        try:
            got = self.connection.meta.client.get_object(**what, Range=f"bytes={start}-{start + length - 1}")
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                raise FileNotFoundError(name) from error
            raise
        return got["Body"].iter_chunks(_PIECE)
