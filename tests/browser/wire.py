"""A line between browser and portal that counts what comes down: everything, the service worker's share included."""

import contextlib
import socket
import threading


class Wire:
    def __init__(self, target):
        host, port = target.removeprefix("http://").split(":")
        self.target = (host, int(port))
        self.down = 0
        self._lock = threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._open, daemon=True).start()

    def close(self):
        self._door.close()

    def _open(self):
        while True:
            try:
                phone, _address = self._door.accept()
            except OSError:
                return
            try:
                portal = socket.create_connection(self.target)
            except OSError:
                phone.close()
                continue
            threading.Thread(target=self._pass, args=(phone, portal, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(portal, phone, True), daemon=True).start()

    def _pass(self, source, sink, is_down):
        try:
            while data := source.recv(65536):
                if is_down:
                    with self._lock:
                        self.down += len(data)
                sink.sendall(data)
        except OSError:
            pass
        finally:
            for end in (source, sink):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
