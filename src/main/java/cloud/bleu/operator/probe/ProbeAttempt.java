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
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks one question. The name is looked up once, each address is checked against the networks that
 * are allowed, and the connection goes to that very address: a different answer to the same name
 * leads nowhere. Of an answer only the number of its status is kept.
 */
final class ProbeAttempt {

  /** A status line is shorter; what follows it is not read. */
  private static final int MOST_BYTES = 256;

  /** Of a name that has more, the others are not asked. */
  private static final int MOST_ADDRESSES = 4;

  private static final ProbeOutcome NOT_ASKABLE = ProbeOutcome.unclear("NotAskable");
  private static final ProbeOutcome NAME_TIMED_OUT = ProbeOutcome.unclear("NameTimedOut");
  private static final ProbeOutcome TIMED_OUT = ProbeOutcome.failed("TimedOut");

  private static final Pattern STATUS =
      Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})([ \r\n].*)?");

  private final ProbeNetworks networks;
  private final Function<Duration, @Nullable Set<InetAddress>> apiServer;
  private final NameSearch names;
  private final Supplier<SSLSocketFactory> tls;
  private final Alarm alarm;
  private final LongSupplier nanos;

  /** Rings after a time. */
  @FunctionalInterface
  interface Alarm {
    /**
     * Sets one.
     *
     * @param ring what is then done, by a thread of the alarm
     * @return what has it ring no more
     */
    Runnable after(long millis, Runnable ring);
  }

  /**
   * @param apiServer its addresses, which are not asked, as far as they are known within that time;
   *     null while they are not known: then only what is listed one by one is asked
   * @param tls says whom to trust; asked for by the first question that needs it
   * @param alarm ends what takes too long
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  ProbeAttempt(
      ProbeNetworks networks,
      Function<Duration, @Nullable Set<InetAddress>> apiServer,
      NameSearch names,
      Supplier<SSLSocketFactory> tls,
      Alarm alarm,
      LongSupplier nanos) {
    this.networks = networks;
    this.apiServer = apiServer;
    this.names = names;
    this.tls = tls;
    this.alarm = alarm;
    this.nanos = nanos;
  }

  /** Asks, and is back once it is answered or its time is over. */
  ProbeOutcome ask(StatedProbe probe) {
    long begun = nanos.getAsLong();
    List<InetAddress> allowed = new ArrayList<>();
    boolean unsure = false;
    try {
      Set<InetAddress> server = apiServer.apply(probe.timeout());
      List<InetAddress> found = names.of(probe.host(), left(probe, begun));
      if (found == null) {
        return NAME_TIMED_OUT;
      }
      for (InetAddress address : found) {
        boolean may = networks.allows(address, server == null ? Set.of() : server);
        if (may && server == null && !networks.lists(address)) {
          unsure = true;
        } else if (may) {
          allowed.add(address);
        }
      }
    } catch (UnknownHostException e) {
      return ProbeOutcome.unclear("NameNotFound");
    }
    if (unsure) {
      return NOT_ASKABLE;
    }
    if (allowed.isEmpty()) {
      return ProbeOutcome.NOT_ALLOWED;
    }
    // The name took most of the time: who does not answer in the rest is not to blame.
    boolean hurried = left(probe, begun).multipliedBy(2).compareTo(probe.timeout()) < 0;
    ProbeOutcome outcome = ask(probe, allowed, begun);
    return hurried && outcome.equals(TIMED_OUT) ? NAME_TIMED_OUT : outcome;
  }

  private Duration left(StatedProbe probe, long begun) {
    return probe.timeout().minusNanos(nanos.getAsLong() - begun);
  }

  private ProbeOutcome ask(StatedProbe probe, List<InetAddress> allowed, long begun) {
    List<InetAddress> asked = allowed.subList(0, Math.min(allowed.size(), MOST_ADDRESSES));
    ProbeOutcome outcome = NOT_ASKABLE;
    boolean clear = true;
    for (int i = 0; i < asked.size(); i++) {
      // Each has its share of what is left: a first one that is silent does not stand for all.
      long left = left(probe, begun).toMillis();
      outcome = ask(probe, asked.get(i), Math.max(1, left / (asked.size() - i)));
      if (outcome.kind() == ProbeOutcome.Kind.ANSWERED) {
        return outcome;
      }
      clear &= outcome.kind() == ProbeOutcome.Kind.FAILED;
    }
    return clear || outcome.kind() == ProbeOutcome.Kind.UNCLEAR ? outcome : NOT_ASKABLE;
  }

  private ProbeOutcome ask(StatedProbe probe, InetAddress address, long millis) {
    // Not by a proxy of the process: it would look the name up again, and connect elsewhere.
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      // Each read may be in time and the answer as a whole not, in a handshake as well.
      AtomicBoolean expired = new AtomicBoolean();
      Runnable end = alarm.after(millis, () -> expire(expired, socket));
      ProbeOutcome outcome;
      try {
        outcome = connect(socket, new InetSocketAddress(address, probe.port()), (int) millis);
        StatedProbe.Get get = probe.http();
        if (get != null && outcome.kind() == ProbeOutcome.Kind.ANSWERED) {
          outcome = get(probe, get, socket);
        }
      } catch (IOException e) {
        outcome = fault(e);
      } finally {
        end.run();
      }
      return expired.get() && outcome.kind() != ProbeOutcome.Kind.ANSWERED ? TIMED_OUT : outcome;
    } catch (IOException e) {
      return NOT_ASKABLE;
    }
  }

  private static ProbeOutcome connect(Socket socket, InetSocketAddress address, int millis) {
    try {
      socket.setTcpNoDelay(true);
      socket.connect(address, millis);
      return ProbeOutcome.ANSWERED;
    } catch (IOException e) {
      return unconnected(e);
    }
  }

  /**
   * Why there is no connection. What is not known to come from the other side is a fault of this
   * machine: it has no such network, no port or no file left, or may not.
   */
  static ProbeOutcome unconnected(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (e instanceof SocketTimeoutException
        || e instanceof ConnectException && message.contains("timed out")) {
      return TIMED_OUT;
    }
    if (e instanceof NoRouteToHostException) {
      return ProbeOutcome.failed("Unreachable");
    }
    return e instanceof ConnectException && message.contains("refused")
        ? ProbeOutcome.failed("Refused")
        : NOT_ASKABLE;
  }

  /** Whoever reads then sees a closed connection, and that it is closed because of the time. */
  private static void expire(AtomicBoolean expired, Socket socket) {
    expired.set(true);
    try {
      socket.close();
    } catch (IOException e) {
      // Then it is closed.
    }
  }

  private static ProbeOutcome fault(IOException e) {
    if (e instanceof SSLException) {
      return ProbeOutcome.unclear(isCertificate(e) ? "BadCertificate" : "TlsFailed");
    }
    return e instanceof SocketTimeoutException ? TIMED_OUT : ProbeOutcome.failed("ClosedEarly");
  }

  private static boolean isCertificate(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  private ProbeOutcome get(StatedProbe probe, StatedProbe.Get get, Socket plain)
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
      return ProbeOutcome.unclear("NotHttp");
    }
    int number = Integer.parseInt(status.group(1));
    return number >= get.statusFrom() && number <= get.statusTo()
        ? ProbeOutcome.ANSWERED
        : ProbeOutcome.failed("UnexpectedStatus" + number);
  }

  private Socket secured(StatedProbe probe, Socket plain) throws IOException {
    SSLSocket socket = (SSLSocket) tls.get().createSocket(plain, probe.host(), probe.port(), true);
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
