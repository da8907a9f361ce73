"""Servers and proxies that write down to the byte what arrives, and certificates for them."""

from __future__ import annotations

import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NamedTuple

HEADERS = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_ANSWER = b'{"data": {"plants": []}, "error_code": 0}'
_REPLY = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html;charset=UTF-8\r\n"
    b"Content-Length: %d\r\n\r\n%b" % (len(_ANSWER), _ANSWER)
)


class Arrived(NamedTuple):
    """A request as it arrived: where, its head and its body."""

    where: str
    head: bytes
    body: bytes

    @property
    def line(self) -> str:
        return self.head.decode("latin-1").splitlines()[0]

    @property
    def headers(self) -> dict[str, str]:
        lines = self.head.decode("latin-1").split("\r\n")[1:-2]
        return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}


class Listener:
    """An HTTP server, or a proxy, that writes down what arrives in a list of everybody's."""

    def __init__(
        self,
        name: str,
        seen: list[Arrived],
        address: tuple[Any, ...] = ("127.0.0.1", 0),
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._name, self._seen, self._tls = name, seen, tls
        self._socket = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET)
        self._socket.bind(address)
        self._socket.listen()
        self.port: int = self._socket.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(60)
            if self._tls is None:
                self._answer(connection, self._name)
                return
            with self._tls.wrap_socket(connection, server_side=True) as encrypted:
                shown = " to a client with a certificate" if encrypted.getpeercert() else ""
                self._answer(encrypted, self._name + shown)

    def _answer(self, connection: socket.socket, where: str) -> None:
        stream = connection.makefile("rb")
        while head := stream.readline():
            while line := stream.readline():
                head += line
                if line == b"\r\n":
                    break
            one = Arrived(where, head, b"")
            one = one._replace(body=stream.read(int(one.headers.get("content-length", 0))))
            self._seen.append(one)
            if one.line.startswith("CONNECT "):
                _relay(connection, one.line.split()[1])
                return
            connection.sendall(_REPLY)

    def stop(self) -> None:
        """End when the clients have gone."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join()


def _relay(client: socket.socket, place: str) -> None:
    host, _, port = place.rpartition(":")
    with socket.create_connection((host, int(port))) as server:
        client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        pairs = {client: server, server: client}
        while True:
            for ready in select.select(list(pairs), [], [])[0]:
                part = ready.recv(65536)
                if not part:
                    return
                pairs[ready].sendall(part)


@contextmanager
def listening(
    name: str,
    seen: list[Arrived],
    address: tuple[Any, ...] = ("127.0.0.1", 0),
    tls: ssl.SSLContext | None = None,
) -> Iterator[Listener]:
    """A listener as long as the block lasts."""
    listener = Listener(name, seen, address, tls)
    try:
        yield listener
    finally:
        listener.stop()


@contextmanager
def raw_server(behave: Callable[[socket.socket], object]) -> Iterator[str]:
    """A socket that treats each connection as `behave` says, after reading the request."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.02)
    stopped = threading.Event()

    def serve() -> None:
        while not stopped.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(60)
                try:
                    connection.recv(65536)
                    behave(connection)
                except OSError:
                    pass

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    stopped.set()
    thread.join()
    listener.close()


def drip(connection: socket.socket) -> None:
    """Send the headers, or the body, a byte at a time and without an end in sight."""
    connection.sendall(HEADERS + b"Content-Length: 900000\r\nX-Slow: ")
    while True:
        connection.sendall(b"x")
        time.sleep(0.03)


def link_local() -> tuple[str, int] | None:
    """An address of this machine that counts on one of its links only, and the link's number."""
    table = Path("/proc/net/if_inet6")
    for line in table.read_text().splitlines() if table.exists() else ():
        digits, index, *_ = line.split()
        address = ip_address(bytes.fromhex(digits))
        if address.is_link_local:
            return str(address), int(index, 16)
    return None


def make_certificate(path: Path) -> Path:
    """A file with a key and its certificate, for 127.0.0.1, which vouches for itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "this machine")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
