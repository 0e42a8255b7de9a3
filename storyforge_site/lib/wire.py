"""Sockets for the one HTTP client: they keep the thread's deadline, and can refuse private addresses.

A time-out of the library is one for each read, which a vendor that sends a byte now and then never meets. And a
host name is checked where it is resolved, so that what was checked is what is connected to.
"""

import ipaddress
import socket
from collections.abc import Iterable
from ssl import SSLContext
from typing import Any

import httpcore

from storyforge_site.lib import deadlines


class Backend(httpcore.SyncBackend):
    """`public_only`: no connection to loopback, private, link-local or otherwise special addresses."""

    def __init__(self, *, public_only: bool) -> None:
        self.public_only = public_only

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        address = _public_address_of(host, port) if self.public_only else host
        stream = super().connect_tcp(address, port, _left(timeout), local_address, socket_options)
        return _Stream(stream)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self.stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, _left(timeout))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self.stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


def _left(timeout: float | None) -> float:
    left = deadlines.until_end()
    if left <= 0:
        raise httpcore.ReadTimeout("the exchange took too long")
    return left if timeout is None else min(timeout, left)


def _public_address_of(host: str, port: int) -> str:
    """Raises ConnectError unless every address of `host` is a public one."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"{host}: {error}") from error
    if not found or not all(_is_public(address) for address in found):
        raise httpcore.ConnectError(f"{host} is not a public address")
    return min(found, key=len)  # IPv4 where there is one


_HIDING_IPV4 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"))  # NAT64, 6to4


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if any(address in network for network in _HIDING_IPV4):
            return False
        address = address.ipv4_mapped or address
    return address.is_global and not address.is_multicast
