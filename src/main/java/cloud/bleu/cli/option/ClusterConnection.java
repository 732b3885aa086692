package cloud.bleu.cli.option;

import cloud.bleu.apiserver.AnswerDeadline;
import cloud.bleu.apiserver.Refusal;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way to the cluster that a verb asks, and how long the verb waits for an answer. */
public final class ClusterConnection {
  private static final int RETRIES = 5;
  private static final int CONNECTION_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 30_000;
  private static final int QUICK_CONNECTION_MILLIS = 1_000;
  private static final int QUICK_REQUEST_MILLIS = 2_000;

  private final Config config;
  private final @Nullable RequestTimeout stated;

  private ClusterConnection(Config config, @Nullable RequestTimeout stated) {
    this.config = config;
    this.stated = stated;
    if (stated != null) {
      bound(config, stated);
      // Or it would be the time of one try among several.
      config.setRequestRetryBackoffLimit(0);
    }
  }

  /** Has requests, and the connection of each, take no longer than that. */
  static void bound(Config config, RequestTimeout stated) {
    config.setConnectionTimeout(stated.millis());
    config.setRequestTimeout(stated.millis());
  }

  /**
   * That of a verb that somebody waits for. A server that asks for patience, as it does for a
   * moment where a CRD is new (429 with a Retry-After of a second), gets it; one that is not there
   * is said not to be within seconds.
   *
   * @param config is changed
   * @param stated how long a request may take; null: as long as usual
   */
  public static ClusterConnection interactive(Config config, @Nullable RequestTimeout stated) {
    config.setRequestRetryBackoffLimit(RETRIES);
    config.setConnectionTimeout(CONNECTION_MILLIS);
    config.setRequestTimeout(REQUEST_MILLIS);
    return new ClusterConnection(config, stated);
  }

  /**
   * That of who has no use for an answer that comes late, unless a time is stated.
   *
   * @param config is changed
   * @param stated how long a request may take; null: no longer than moments
   */
  public static ClusterConnection quick(Config config, @Nullable RequestTimeout stated) {
    config.setRequestRetryBackoffLimit(0);
    config.setConnectionTimeout(QUICK_CONNECTION_MILLIS);
    config.setRequestTimeout(QUICK_REQUEST_MILLIS);
    return new ClusterConnection(config, stated);
  }

  /** The namespace of the context; {@code default} where it names none. */
  public String namespace() {
    String namespace = config.getNamespace();
    return namespace == null ? "default" : namespace;
  }

  /** A client, which is to be closed. */
  public KubernetesClient client() {
    KubernetesClientBuilder builder = new KubernetesClientBuilder().withConfig(config);
    return stated == null || stated.time().isZero()
        ? builder.build()
        : builder
            .withHttpClientBuilderConsumer(
                http ->
                    http.addOrReplaceInterceptor(
                        AnswerDeadline.NAME, new AnswerDeadline(stated.time())))
            .build();
  }

  /** What is asked, for a sentence: {@code the cluster at https://…}. */
  public String cluster() {
    return "the cluster at " + config.getMasterUrl();
  }

  /** What became of a request that failed, as a clause: {@code the cluster at … answered 500}. */
  public String failure(KubernetesClientException e) {
    if (Refusal.isAnswered(e)) {
      return cluster() + " answered " + e.getCode();
    }
    return isOverdue(e)
        ? cluster() + " gave no answer within " + time()
        : cluster() + " is not reachable";
  }

  /** What to do about it, as a clause. */
  public String advice(KubernetesClientException e) {
    String advice = "check the context and the network";
    return isOverdue(e) ? advice + ", or allow more time with " + RequestTimeout.NAME : advice;
  }

  /** Whether its time ran out; that of the connection alone, which is short, if it is stated. */
  private boolean isOverdue(KubernetesClientException e) {
    if (Refusal.isAnswered(e) || Refusal.unanswered(e) == null) {
      return false;
    }
    Throwable cause = e;
    while (cause != null && !(cause instanceof HttpConnectTimeoutException)) {
      cause = cause.getCause();
    }
    return cause == null || stated != null;
  }

  private String time() {
    return stated == null
        ? Duration.ofMillis(config.getRequestTimeout()).toSeconds() + "s"
        : stated.typed();
  }
}
