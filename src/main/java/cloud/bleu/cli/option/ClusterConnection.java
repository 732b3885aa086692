package cloud.bleu.cli.option;

import cloud.bleu.apiserver.AnswerDeadline;
import cloud.bleu.apiserver.AnswerSilence;
import cloud.bleu.apiserver.ConnectionFault;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.StoppedAnswerException;
import cloud.bleu.translate.finding.Problem;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.impl.BaseClient;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The way to the cluster that a verb asks, and how long the verb waits for an answer. */
public final class ClusterConnection {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int RETRIES = 5;
  private static final int CONNECTION_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 30_000;
  private static final int QUICK_CONNECTION_MILLIS = 1_000;
  private static final int QUICK_REQUEST_MILLIS = 2_000;

  private final Config config;
  private final @Nullable RequestTimeout stated;

  /** Who ends an answer that does not end; empty: nobody. By name. */
  private final Map<String, Interceptor> guard;

  private final Duration silence;
  private volatile boolean writeUnanswered;

  private ClusterConnection(
      Config config,
      @Nullable RequestTimeout stated,
      Duration silence,
      Map<String, Interceptor> guard) {
    this.config = config;
    this.stated = stated;
    this.silence = silence;
    this.guard = isUnbounded(stated) ? Map.of() : guard;
    if (stated != null) {
      config.setConnectionTimeout(Math.min(CONNECTION_MILLIS, stated.millis()));
      config.setRequestTimeout(stated.millis());
    }
  }

  private static boolean isUnbounded(@Nullable RequestTimeout stated) {
    return stated != null && stated.time().isZero();
  }

  /**
   * That of a verb that somebody waits for. A server that asks for patience (429), as it does for a
   * moment where a CRD is new, is asked again some times, after as many seconds as its Retry-After
   * says, up to 10; one that is not there is said not to be within seconds.
   *
   * @param config is changed
   * @param stated how long an answer may take to begin, with all that is tried again meanwhile;
   *     null: as long as usual
   */
  public static ClusterConnection interactive(Config config, @Nullable RequestTimeout stated) {
    return interactive(
        config,
        stated,
        stated != null && stated.time().compareTo(AnswerSilence.USUAL) > 0
            ? stated.time()
            : AnswerSilence.USUAL);
  }

  /**
   * @param silence after which an answer that began is given up
   */
  static ClusterConnection interactive(
      Config config, @Nullable RequestTimeout stated, Duration silence) {
    config.setRequestRetryBackoffLimit(RETRIES);
    config.setConnectionTimeout(CONNECTION_MILLIS);
    config.setRequestTimeout(REQUEST_MILLIS);
    return new ClusterConnection(
        config, stated, silence, Map.of(AnswerSilence.NAME, new AnswerSilence(silence)));
  }

  /**
   * That of who has no use for an answer that comes late, unless a time is stated.
   *
   * @param config is changed
   * @param stated how long an answer may take to begin, and as long again to end; null: no longer
   *     than moments
   */
  public static ClusterConnection quick(Config config, @Nullable RequestTimeout stated) {
    config.setRequestRetryBackoffLimit(0);
    config.setConnectionTimeout(QUICK_CONNECTION_MILLIS);
    config.setRequestTimeout(QUICK_REQUEST_MILLIS);
    Duration patience = stated == null ? Duration.ofMillis(QUICK_REQUEST_MILLIS) : stated.time();
    return new ClusterConnection(
        config, stated, patience, Map.of(AnswerDeadline.NAME, new AnswerDeadline(patience)));
  }

  /** The namespace of the context; {@code default} where it names none. */
  public String namespace() {
    String namespace = config.getNamespace();
    return namespace == null ? "default" : namespace;
  }

  /** A client, which is to be closed. */
  public KubernetesClient client() {
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientBuilderConsumer(http -> guard.forEach(http::addOrReplaceInterceptor))
            .build();
    BaseClient base = client.adapt(BaseClient.class);
    return new KubernetesClientImpl(
        new SingleWaitHttpClient(
            client.getHttpClient(), config.getRequestConfig(), () -> writeUnanswered = true),
        client.getConfiguration(),
        new KubernetesClientBuilder.ExecutorSupplier() {
          @Override
          public Executor get() {
            return base.getExecutor();
          }

          @Override
          public void onClose(Executor executor) {
            client.close();
          }
        },
        client.getKubernetesSerialization());
  }

  /** What is asked, for a sentence: {@code the cluster at https://…}. */
  public String cluster() {
    return "the cluster at " + config.getMasterUrl();
  }

  /** What became of a request that failed, as a clause: {@code the cluster at … answered 500}. */
  public String failure(KubernetesClientException e) {
    if (hasCause(e, StoppedAnswerException.class)) {
      return cluster()
          + " began an answer, and nothing more came of it for "
          + silence.toSeconds()
          + "s";
    }
    if (Refusal.isAnswered(e)) {
      return cluster() + " answered " + e.getCode();
    }
    return cluster()
        + (isOverdue(e)
            ? " gave no answer within " + time()
            : " " + Problem.visible(ConnectionFault.of(e).clause(e)));
  }

  /**
   * What to do about it, as a clause: to look first whether it is done, if it is a write that may
   * have arrived.
   */
  public String advice(KubernetesClientException e) {
    if (e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
      return "log in again, or check the context and its user";
    }
    if (e.getCode() == TOO_MANY_REQUESTS) {
      return "the server is overloaded, so try again later";
    }
    boolean isAnswered = Refusal.isAnswered(e);
    String advice = (isAnswered ? ConnectionFault.Other : ConnectionFault.of(e)).advice();
    if (!isAnswered && writeUnanswered) {
      advice = "it may be done all the same, so look before you ask again; " + advice;
    }
    return isOverdue(e) ? advice + ", or allow more time with " + RequestTimeout.NAME : advice;
  }

  /**
   * What became of a request that failed, with the words of the server; with what to do about it
   * where there are none, or where they do not say it.
   */
  public String refusal(KubernetesClientException e) {
    String told = e.getStatus() == null ? null : e.getStatus().getMessage();
    return failure(e) + (told == null || refusesAnyRequest(e) ? "; " + advice(e) : ": " + told);
  }

  /**
   * Why a write of one object was refused, and what to do.
   *
   * @param needed the rights of the write, told where one is lacking
   * @param conflict what to say of another write, by what the cluster says of it
   */
  public String refusal(
      KubernetesClientException e, String needed, UnaryOperator<@Nullable String> conflict) {
    String told = e.getStatus() == null ? null : e.getStatus().getMessage();
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_FORBIDDEN ->
          (told == null ? "the cluster answered 403" : told) + "; needed: " + needed;
      case HttpURLConnection.HTTP_CONFLICT -> String.valueOf(conflict.apply(told));
      default -> refusal(e);
    };
  }

  /**
   * Whether the answer would be the same whatever is asked: the server does not know who asks, or
   * has too much to do. Its words do not say what to do about it.
   */
  public static boolean refusesAnyRequest(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED || e.getCode() == TOO_MANY_REQUESTS;
  }

  /** Whether its time ran out; that of the connection alone, which is short, if it is stated. */
  private boolean isOverdue(KubernetesClientException e) {
    if (Refusal.isAnswered(e) || hasCause(e, StoppedAnswerException.class)) {
      return false;
    }
    return switch (ConnectionFault.of(e)) {
      case NoAnswer -> true;
      case ConnectionTimedOut -> stated != null && stated.millis() <= CONNECTION_MILLIS;
      default -> false;
    };
  }

  private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
    Throwable cause = e;
    while (cause != null && !type.isInstance(cause)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private String time() {
    return stated == null
        ? Duration.ofMillis(config.getRequestTimeout()).toSeconds() + "s"
        : stated.typed();
  }
}
