package cloud.bleu.operator.member;

import cloud.bleu.apiserver.AnswerDeadline;
import cloud.bleu.apiserver.CipherPreference;
import cloud.bleu.apiserver.ServerPause;
import cloud.bleu.apiserver.watch.WatchEventText;
import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.operator.access.MemberAccess;
import cloud.bleu.operator.config.MemberIntervals;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Makes the clients of other clusters. None repeats what comes to nothing: others wait for it. */
public final class MemberClients {

  private static final Duration PROBE = Duration.ofSeconds(4);

  /** How long the body of an answer may take, as that of a long list over a slow line. */
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final KubernetesSerialization serialization;
  private final UnaryOperator<KubernetesClient> fence;
  private final CompanionSource source;
  private final ClusterDns dns;
  private final UndoneEdits edits;
  private final HubGates gates;
  private final Clock clock;
  private final LongSupplier nanos;
  private final MemberIntervals intervals;

  /**
   * @param fence makes a client send no write while another process may lead
   * @param source the companions of workloads, in this cluster
   * @param dns what pods may always ask
   * @param edits is told of what others changed in other clusters and is as decided again
   * @param gates what gates in other clusters are to say
   * @param nanos a clock that nobody can set, in nanoseconds
   * @param intervals between looks at each of them, and the patience of requests
   */
  public MemberClients(
      KubernetesSerialization serialization,
      UnaryOperator<KubernetesClient> fence,
      CompanionSource source,
      ClusterDns dns,
      UndoneEdits edits,
      HubGates gates,
      Clock clock,
      LongSupplier nanos,
      MemberIntervals intervals) {
    this.serialization = serialization;
    this.fence = fence;
    this.source = source;
    this.dns = dns;
    this.edits = edits;
    this.gates = gates;
    this.clock = clock;
    this.nanos = nanos;
    this.intervals = intervals;
  }

  /**
   * Connects a cluster; nothing is asked of it yet.
   *
   * @param way that may be used
   * @param home uid of the namespace kube-system of this cluster
   */
  Member connect(String id, MemberAccess way, String home, MemberListener listener) {
    Config stated = stated(way);
    ServerPause pause = new ServerPause(nanos);
    CredentialRefusals refusals = new CredentialRefusals(nanos);
    KubernetesClient client = client(stated, intervals.patience(), ANSWER, pause, refusals);
    return new Member(
        id,
        way,
        new MemberWiring(
            client,
            fence.apply(client),
            // Who probes hears of a refusal by himself.
            client(stated, PROBE, PROBE, pause, new CredentialRefusals(nanos)),
            pause,
            refusals,
            home,
            source,
            dns,
            edits,
            gates,
            clock,
            nanos,
            intervals),
        listener);
  }

  private static Config stated(MemberAccess way) {
    Config config = Config.fromKubeconfig(Objects.requireNonNull(way.kubeconfig()));
    if (way.token() != null) {
      config.setOauthTokenProvider(way.token());
    }
    config.setConnectionTimeout((int) PROBE.toMillis());
    config.setRequestRetryBackoffLimit(0);
    // The way is the one that is stated, whatever the environment of this process says.
    config.setHttpProxy(null);
    config.setHttpsProxy(null);
    // Over HTTP/2 a server that refuses a user closes the connection, at times before its answer.
    config.setHttp2Disable(true);
    return config;
  }

  private KubernetesClient client(
      Config stated,
      Duration patience,
      Duration answer,
      ServerPause pause,
      CredentialRefusals refusals) {
    Config config = new ConfigBuilder(stated).withRequestTimeout((int) patience.toMillis()).build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new CipherPreference(config))
        .withKubernetesSerialization(serialization)
        .withHttpClientBuilderConsumer(
            builder ->
                builder
                    .addOrReplaceInterceptor(AnswerDeadline.NAME, new AnswerDeadline(answer))
                    .addOrReplaceInterceptor(ServerPause.NAME, pause)
                    .addOrReplaceInterceptor(CredentialRefusals.NAME, refusals)
                    .addOrReplaceInterceptor(WatchEventText.NAME, new WatchEventText()))
        .build();
  }
}
