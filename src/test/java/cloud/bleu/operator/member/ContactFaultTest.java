package cloud.bleu.operator.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.status.TargetReach;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
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
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a fault says of a cluster: a broken way to it moves nothing away from it. */
class ContactFaultTest {

  private static Throwable by(Throwable fault, Throwable cause) {
    return fault.initCause(cause);
  }

  private static Arguments row(Throwable fault, String reason, boolean silent) {
    return Arguments.of(fault, reason, silent);
  }

  static Stream<Arguments> unanswered() {
    return Stream.of(
        row(new HttpTimeoutException("request timed out"), "NoAnswer", true),
        row(new HttpConnectTimeoutException("HTTP connect timed out"), "NoAnswer", true),
        row(new ConnectException("Connection refused"), "ConnectionRefused", true),
        row(new NoRouteToHostException("No route to host"), "NotReached", true),
        row(new SocketException("Connection reset"), "NotReached", true),
        row(new IOException("EOF reached while reading"), "NotReached", true),
        // As the client of the JDK says it.
        row(by(new ConnectException(), new UnresolvedAddressException()), "NameNotFound", false),
        row(new UnknownHostException("member.example"), "NameNotFound", false),
        row(
            by(new SSLHandshakeException("(certificate_unknown) PKIX"), new CertificateException()),
            "TlsFailed",
            false),
        row(new SSLHandshakeException("Received fatal alert: bad_certificate"), "TlsFailed", false),
        row(new SSLException("Unsupported or unrecognized SSL message"), "TlsFailed", false),
        // A load balancer of a cluster that is lost takes the connection and closes it.
        row(
            by(new SSLHandshakeException("Remote host terminated"), new EOFException()),
            "NotReached",
            true),
        row(
            by(new SSLException("Connection reset"), new SocketException("Connection reset")),
            "NotReached",
            true));
  }

  @ParameterizedTest
  @MethodSource("unanswered")
  void onlyAnAnswerThatIsMissingIsASilence(Throwable fault, String reason, boolean silent) {
    KubernetesClientException e =
        new KubernetesClientException("no answer", new IOException("failed", fault));
    ContactFault found = ContactFault.of(e);
    assertEquals(reason, found.reason());
    assertEquals(silent, TargetReach.isSilence(found.reason()));
  }

  @ParameterizedTest
  @CsvSource({
    "400, ServerRefuses, false",
    "401, Unauthorized, false",
    "403, Forbidden, false",
    "407, ServerRefuses, false",
    "429, ServerRefuses, false",
    "500, ServerFails, true",
    "503, ServerFails, true",
    "504, ServerFails, true",
  })
  void whoAnswersThatItRefusesIsThere(int code, String reason, boolean silent) {
    ContactFault found =
        ContactFault.of(
            new KubernetesClientException(
                "refused", code, new StatusBuilder().withCode(code).withMessage("why").build()));
    assertEquals(reason, found.reason());
    assertEquals(silent, TargetReach.isSilence(found.reason()));
    assertTrue(found.words().contains(Integer.toString(code)), found.words());
  }
}
