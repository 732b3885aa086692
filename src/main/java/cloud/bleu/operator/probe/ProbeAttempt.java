package cloud.bleu.operator.probe;

import cloud.bleu.operator.config.ProbeNetworks;
import cloud.bleu.translate.zone.StatedProbe;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks one question. The name is looked up once, each address is held against the networks that are
 * allowed, and the connection goes to that very address: another answer to the same name leads
 * nowhere. Nothing that is answered is kept but the number of a status.
 */
final class ProbeAttempt {

  /** A status line is shorter; what follows it is nobody's business. */
  private static final int MOST_BYTES = 256;

  private static final Pattern STATUS =
      Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})([ \r\n].*)?");

  private final ProbeNetworks networks;
  private final Supplier<Set<InetAddress>> apiServer;
  private final Names names;
  private final ScheduledExecutorService clock;

  /** Looks names up. */
  @FunctionalInterface
  interface Names {
    InetAddress[] of(String host) throws UnknownHostException;
  }

  /**
   * @param apiServer its addresses, which are not asked
   * @param clock ends what takes too long
   */
  ProbeAttempt(
      ProbeNetworks networks,
      Supplier<Set<InetAddress>> apiServer,
      Names names,
      ScheduledExecutorService clock) {
    this.networks = networks;
    this.apiServer = apiServer;
    this.names = names;
    this.clock = clock;
  }

  /**
   * Asks, and is back once it is answered or its time is over; a search for a name may take longer.
   */
  ProbeOutcome ask(StatedProbe probe) {
    long begun = System.nanoTime();
    List<InetAddress> allowed = new ArrayList<>();
    try {
      for (InetAddress address : names.of(probe.host())) {
        if (networks.allows(address, apiServer.get())) {
          allowed.add(address);
        }
      }
    } catch (UnknownHostException e) {
      return ProbeOutcome.unclear("NameNotFound");
    }
    if (allowed.isEmpty()) {
      return ProbeOutcome.NOT_ALLOWED;
    }
    ProbeOutcome outcome = ProbeOutcome.failed("TimedOut");
    for (InetAddress address : allowed) {
      Duration left = probe.timeout().minusNanos(System.nanoTime() - begun);
      if (left.toMillis() <= 0) {
        return ProbeOutcome.failed("TimedOut");
      }
      outcome = ask(probe, address, left);
      if (!outcome.reason().equals("Refused") && !outcome.reason().equals("Unreachable")) {
        return outcome;
      }
    }
    return outcome;
  }

  private ProbeOutcome ask(StatedProbe probe, InetAddress address, Duration left) {
    // Not by a proxy of the process: it would look the name up again, and connect elsewhere.
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      // Each read may be in time and the answer as a whole not, in a handshake as well.
      AtomicBoolean expired = new AtomicBoolean();
      Future<?> end =
          clock.schedule(() -> expire(expired, socket), left.toMillis(), TimeUnit.MILLISECONDS);
      ProbeOutcome outcome;
      try {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, probe.port()), (int) left.toMillis());
        StatedProbe.Get get = probe.http();
        outcome = get == null ? ProbeOutcome.ANSWERED : get(probe, get, socket);
      } catch (IOException e) {
        outcome = fault(e);
      } finally {
        end.cancel(false);
      }
      return expired.get() && outcome.kind() != ProbeOutcome.Kind.ANSWERED
          ? ProbeOutcome.failed("TimedOut")
          : outcome;
    } catch (IOException e) {
      return ProbeOutcome.failed("Unreachable");
    }
  }

  /** Whoever reads then sees a closed connection, and that it is closed because of the time. */
  private static @Nullable Void expire(AtomicBoolean expired, Socket socket) throws IOException {
    expired.set(true);
    socket.close();
    return null;
  }

  private static ProbeOutcome fault(IOException e) {
    if (e instanceof SSLException) {
      return ProbeOutcome.unclear(isCertificate(e) ? "BadCertificate" : "TlsFailed");
    }
    if (e instanceof SocketTimeoutException) {
      return ProbeOutcome.failed("TimedOut");
    }
    if (e instanceof NoRouteToHostException) {
      return ProbeOutcome.failed("Unreachable");
    }
    if (e instanceof ConnectException) {
      return ProbeOutcome.failed(
          String.valueOf(e.getMessage()).contains("refused") ? "Refused" : "Unreachable");
    }
    return ProbeOutcome.failed("ClosedEarly");
  }

  private static boolean isCertificate(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  private static ProbeOutcome get(StatedProbe probe, StatedProbe.Get get, Socket plain)
      throws IOException {
    // Closed with the plain one, which it is a layer of.
    Socket socket = get.tls() ? secured(probe, plain) : plain;
    String question =
        "GET "
            + get.path()
            + " HTTP/1.1\r\nHost: "
            + get.authority()
            + "\r\nUser-Agent: bleu-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    String line = line(socket.getInputStream());
    if (line.isEmpty()) {
      return ProbeOutcome.failed("ClosedEarly");
    }
    Matcher status = STATUS.matcher(line);
    if (!status.matches()) {
      return ProbeOutcome.failed("NotHttp");
    }
    int number = Integer.parseInt(status.group(1));
    return number >= get.statusFrom() && number <= get.statusTo()
        ? ProbeOutcome.ANSWERED
        : ProbeOutcome.failed("UnexpectedStatus" + number);
  }

  private static Socket secured(StatedProbe probe, Socket plain) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, probe.host(), probe.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** The first line, or as much of it as is read of anything. */
  private static String line(InputStream in) throws IOException {
    byte[] read = new byte[MOST_BYTES];
    int length = 0;
    while (length < MOST_BYTES) {
      int more = in.read(read, length, MOST_BYTES - length);
      if (more < 0) {
        break;
      }
      for (int i = length; i < length + more; i++) {
        if (read[i] == '\n') {
          return new String(read, 0, i, StandardCharsets.ISO_8859_1).stripTrailing();
        }
      }
      length += more;
    }
    return new String(read, 0, length, StandardCharsets.ISO_8859_1).strip();
  }
}
