package cloud.bleu.operator;

import cloud.bleu.apiserver.AnswerSilence;
import cloud.bleu.apiserver.CipherPreference;
import cloud.bleu.apiserver.ServerReach;
import cloud.bleu.apiserver.watch.WatchEventText;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** Makes the client of the cluster that the operator runs in. */
public final class HubClient {

  private HubClient() {}

  /** A new client; the caller closes it. */
  public static KubernetesClient of(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new CipherPreference(config))
        .withKubernetesSerialization(Operator.serialization())
        .withHttpClientBuilderConsumer(
            builder ->
                builder
                    .addOrReplaceInterceptor(
                        AnswerSilence.NAME, new AnswerSilence(AnswerSilence.USUAL))
                    .addOrReplaceInterceptor(
                        ServerReach.NAME, new ServerReach(config.getMasterUrl()))
                    .addOrReplaceInterceptor(WatchEventText.NAME, new WatchEventText()))
        .build();
  }
}
