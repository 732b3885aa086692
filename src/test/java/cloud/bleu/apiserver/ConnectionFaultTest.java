package cloud.bleu.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the exceptions of the client of the JDK say of a cluster that gives no answer. */
class ConnectionFaultTest {

  private static Arguments row(ConnectionFault expected, String clause, Throwable... chain) {
    for (int i = 0; i + 1 < chain.length; i++) {
      chain[i].initCause(chain[i + 1]);
    }
    return Arguments.of(expected, clause, chain[0]);
  }

  static Stream<Arguments> faults() {
    String away = "is not reachable";
    return Stream.of(
        row(
            ConnectionFault.NameNotFound,
            "has a name that is not found",
            new ConnectException(),
            new UnresolvedAddressException()),
        row(
            ConnectionFault.NameNotFound,
            "has a name that is not found",
            new UnknownHostException("member.example")),
        row(
            ConnectionFault.TlsFailed,
            "is there, but TLS fails: PKIX path building failed",
            new SSLHandshakeException("(certificate_unknown)"),
            new SSLException("PKIX path building failed"),
            new CertificateException()),
        row(
            ConnectionFault.HandshakeEnded,
            "ends the TLS handshake: Remote host terminated the handshake",
            new SSLHandshakeException("Remote host terminated the handshake"),
            new EOFException()),
        row(
            ConnectionFault.HandshakeEnded,
            "ends the TLS handshake: Connection reset",
            new SSLException("Connection reset"),
            new SocketException("Connection reset")),
        row(
            ConnectionFault.ConnectionTimedOut,
            away,
            new HttpConnectTimeoutException("HTTP connect timed out"),
            new ConnectException("HTTP connect timed out")),
        row(ConnectionFault.NoAnswer, away, new HttpTimeoutException("request timed out")),
        row(ConnectionFault.NoAnswer, away, new TimeoutException()),
        row(ConnectionFault.ConnectionRefused, away, new ConnectException("Connection refused")),
        row(ConnectionFault.Other, away, new NoRouteToHostException("No route to host")),
        row(ConnectionFault.Other, away, new IOException("EOF reached while reading")));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whatSaysTheMostCounts(ConnectionFault expected, String clause, Throwable fault) {
    Throwable failure = new IOException("failed", fault);
    assertEquals(expected, ConnectionFault.of(failure));
    assertEquals(clause, expected.clause(failure));
  }
}
