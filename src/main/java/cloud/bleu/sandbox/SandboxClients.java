package cloud.bleu.sandbox;

import cloud.bleu.apiserver.AnswerSilence;
import cloud.bleu.apiserver.watch.WatchEventText;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.function.BiPredicate;

/**
 * Makes the clients of API servers that run beside this process, of which there are many in one
 * JVM. They read and write objects with one serialization: each with its own would inspect every
 * class of every kind anew, which costs more than the requests.
 */
public final class SandboxClients {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private SandboxClients() {}

  /** A new client; the caller closes it. */
  public static KubernetesClient of(Config config) {
    return builder(config).build();
  }

  /** What makes such a client, for callers that add an interceptor. */
  public static KubernetesClientBuilder builder(Config config) {
    return builder(config, AnswerSilence.USUAL);
  }

  /**
   * @param silence after which an answer that began is given up
   */
  static KubernetesClientBuilder builder(Config config, Duration silence) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new SilenceBound(silence))
        .withKubernetesSerialization(SERIALIZATION);
  }

  /** Makes HTTP clients that give up an answer of which nothing more comes, whatever is added. */
  private static final class SilenceBound extends JdkHttpClientFactory {
    private final Duration silence;

    SilenceBound(Duration silence) {
      this.silence = silence;
    }

    @Override
    public HttpClient.Builder newBuilder(Config config) {
      return super.newBuilder(config)
          .addOrReplaceInterceptor(AnswerSilence.NAME, new AnswerSilence(silence))
          .addOrReplaceInterceptor(WatchEventText.NAME, new WatchEventText());
    }
  }

  /**
   * Creates an object. Where an answer is late the client asks again by itself, and is refused
   * because of what it has created: then it is there.
   *
   * @param isSame of what is created and of what is there, whether one is the other
   * @throws KubernetesClientException if another one of that name is there, or this one goes again
   */
  static <T extends HasMetadata> void create(
      KubernetesClient client, T object, BiPredicate<T, T> isSame) {
    try {
      client.resource(object).create();
    } catch (KubernetesClientException e) {
      T there = isTaken(e) ? client.resource(object).get() : null;
      if (there == null
          || there.getMetadata().getDeletionTimestamp() != null
          || !isSame.test(object, there)) {
        throw e;
      }
    }
  }

  /** A conflict may have other reasons than the name. */
  private static boolean isTaken(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_CONFLICT
        && e.getStatus() != null
        && "AlreadyExists".equals(e.getStatus().getReason());
  }
}
