"""An HTTP proxy for CONNECT, as companies have them."""

import socket
import threading


class HttpProxy:
    """Leads to `target`, whatever it is asked for."""

    def __init__(self, target: str, status: str = "200 OK") -> None:
        host, port = target.rsplit(":", 1)
        self._target, self._status = (host, int(port)), status
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        #: What it was asked for.
        self.asked: list[str] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            request += client.recv(4096)
        self.asked.append(request.split(b"\r\n")[0].decode())
        client.sendall(f"HTTP/1.1 {self._status}\r\n\r\n".encode())
        if not self._status.startswith("200"):
            client.close()
            return
        upstream = socket.create_connection(self._target)
        threading.Thread(target=self._carry, args=(upstream, client), daemon=True).start()
        self._carry(client, upstream)

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            return
