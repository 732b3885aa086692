package cloud.bleu.apiserver;

import cloud.bleu.credential.Credentials;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why a request to an API server has no answer, as far as the exceptions of the client tell. */
public enum ConnectionFault {
  /** No name server knows its host. */
  NameNotFound,
  /** One side does not accept the TLS of the other: there is a server. */
  TlsFailed,
  /** The connection ended in the middle of a TLS handshake: the server may be gone. */
  HandshakeEnded,
  /** Nobody accepted the connection in time. */
  ConnectionTimedOut,
  /** No answer came in time. */
  NoAnswer,
  /** Nobody listens there, or there is no way to it. */
  ConnectionRefused,
  Other;

  /**
   * Where several causes say something, the one that says the most, in the order above.
   *
   * @param failure of a request that has no answer, with its causes
   */
  public static ConnectionFault of(Throwable failure) {
    ConnectionFault found = Other;
    boolean isClosed = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      ConnectionFault said = ofOne(cause);
      found = said.compareTo(found) < 0 ? said : found;
      isClosed |= cause instanceof EOFException || cause instanceof SocketException;
    }
    return found == TlsFailed && isClosed ? HandshakeEnded : found;
  }

  private static ConnectionFault ofOne(Throwable cause) {
    if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
      return NameNotFound;
    }
    if (cause instanceof SSLException) {
      return TlsFailed;
    }
    if (cause instanceof HttpConnectTimeoutException) {
      return ConnectionTimedOut;
    }
    // The last is of the client itself, which counts the same time as the connection below it.
    if (cause instanceof HttpTimeoutException
        || cause instanceof SocketTimeoutException
        || cause instanceof TimeoutException) {
      return NoAnswer;
    }
    return cause instanceof ConnectException ? ConnectionRefused : Other;
  }

  /** What TLS says: empty where nothing was wrong with it. */
  private static String tlsMessage(Throwable failure) {
    String message = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      message = cause instanceof SSLException ? String.valueOf(cause.getMessage()) : message;
    }
    return Credentials.hidden(message);
  }

  /**
   * What is wrong with the way to a cluster, as a clause whose subject is the cluster.
   *
   * @param failure that this was found in
   */
  public String clause(Throwable failure) {
    return switch (this) {
      case NameNotFound -> "has a name that is not found";
      case TlsFailed -> "is there, but TLS fails: " + tlsMessage(failure);
      case HandshakeEnded -> "ends the TLS handshake: " + tlsMessage(failure);
      default -> "is not reachable";
    };
  }

  /** What who has a context can do about it, as a clause. */
  public String advice() {
    return switch (this) {
      case NameNotFound -> "check the server of the context, and the name server that is asked";
      case TlsFailed ->
          "check the certificate authority of the context and the client certificate of its user,"
              + " and whether a proxy stands between";
      case HandshakeEnded ->
          "check whether its API server runs, and whether a proxy stands between";
      default -> "check the context and the network";
    };
  }
}
