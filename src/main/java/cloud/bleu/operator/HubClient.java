package cloud.bleu.operator;

import cloud.bleu.apiserver.AnswerSilence;
import cloud.bleu.apiserver.CipherPreference;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;

/** Makes the client of the cluster that the operator runs in. */
public final class HubClient {

  /** Lists are long, and an API server under load makes pauses; one that hangs does not go on. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private HubClient() {}

  /** A new client; the caller closes it. */
  public static KubernetesClient of(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new CipherPreference(config))
        .withKubernetesSerialization(Operator.serialization())
        .withHttpClientBuilderConsumer(
            builder ->
                builder.addOrReplaceInterceptor(AnswerSilence.NAME, new AnswerSilence(SILENCE)))
        .build();
  }
}
