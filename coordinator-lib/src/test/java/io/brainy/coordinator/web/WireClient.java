package io.brainy.coordinator.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/// Sends a request byte for byte, since every client normalises something.
final class WireClient {

    private final int port;

    WireClient(int port) {
        this.port = port;
    }

    Answer send(String method, String target) throws IOException {
        return raw(method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    Answer send(String method, String target, String headers, byte[] body) throws IOException {
        return raw(
                method
                        + " "
                        + target
                        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                        + body.length
                        + "\r\n"
                        + headers
                        + "\r\n",
                body);
    }

    Answer raw(String request) throws IOException {
        return raw(request, new byte[0]);
    }

    Answer raw(String head, byte[] body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(ISO_8859_1));
            out.write(body);
            out.flush();
            return Answer.parse(new String(socket.getInputStream().readAllBytes(), UTF_8));
        }
    }

    record Answer(int status, String headers, String body) {

        static Answer parse(String text) {
            int end = text.indexOf("\r\n\r\n");
            String headers = end < 0 ? text : text.substring(0, end);
            return new Answer(
                    Integer.parseInt(headers.split(" ", 3)[1]),
                    headers,
                    end < 0 ? "" : text.substring(end + 4));
        }
    }
}
