package org.shuyuan.notices.internal.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Encrypted connections to a server whose certificate is for its name or address. The mail library's own check knows no addresses. Thread-safe. */
final class NamedServers extends SSLSocketFactory {

    private final SSLSocketFactory sockets;

    NamedServers(SSLSocketFactory sockets) {
        this.sockets = sockets;
    }

    private static Socket checked(Socket socket) {
        if (socket instanceof SSLSocket secure) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
        }
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        return checked(sockets.createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean close) throws IOException {
        return checked(sockets.createSocket(socket, host, port, close));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return checked(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return checked(sockets.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return checked(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return checked(sockets.createSocket(host, port, local, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }
}
