package cloud.bleu.delivery.karmada;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.member.UnreachedTarget;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.TargetObservation;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Clusters that are not reached, and that a binding has no entry for any more, but a Work: what is
 * of it there may run on. Karmada keeps a Work until the cluster has answered. Works are listed
 * only while a cluster is not reached.
 */
final class FormerClusters {

  private static final ResourceDefinitionContext WORK =
      new ResourceDefinitionContext.Builder()
          .withGroup("work.karmada.io")
          .withVersion("v1alpha1")
          .withKind("Work")
          .withPlural("works")
          .withNamespaced(true)
          .build();

  private static final String BINDING = "resourcebinding.karmada.io/";

  /** By which Karmada finds the Works of a binding. */
  static final String ID = BINDING + "permanent-id";

  /** Karmada keeps the Works of a cluster in a namespace of their own. */
  private static final String WORKS_OF = "karmada-es-";

  /** How long an answer holds that may change without a sign: somebody may delete a Work. */
  private static final Duration HOLDS = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final KarmadaObjects objects;
  private final Clock clock;

  /** Zones in which something was left when that was known last, by workload. */
  private final Map<String, Map<String, TargetObservation.Unseen>> last = new ConcurrentHashMap<>();

  /** By workload and cluster, while the cluster is not reached. */
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /** What a list of Works says. */
  private enum Left {
    NOTHING,
    WORK,
    UNKNOWN
  }

  /**
   * What came of asking once.
   *
   * @param about the binding and the silence: of others nothing is said
   * @param why it is not known; empty where it is
   */
  private record Answer(String about, Instant at, Left left, String why) {}

  FormerClusters(KubernetesClient client, KarmadaObjects objects, Clock clock) {
    this.client = client;
    this.objects = objects;
    this.clock = clock;
  }

  /** Why nothing is known of what is left, by zone. */
  Map<String, TargetObservation.Unseen> of(BleuWorkload workload, ResourceBinding binding) {
    Map<String, TargetObservation.Unseen> left = new HashMap<>();
    Set<String> entries = binding.clusters().keySet();
    for (String cluster : objects.clusters()) {
      Reach reach = objects.reach(cluster);
      String key = key(workload) + cluster;
      if (reach.isReached() || entries.contains(cluster)) {
        answers.remove(key);
        continue;
      }
      String zone = objects.zone(cluster);
      TargetObservation.Unseen one =
          zone == null ? null : unseen(answer(key, binding, cluster, reach), zone, reach);
      if (one != null) {
        left.put(zone, one);
      }
    }
    last.put(key(workload), left);
    return left;
  }

  /**
   * The same for when Karmada itself is not seen: as it was known last. A process that has begun
   * since then asks: while only the controllers of Karmada are silent, its API answers. Where that
   * is silent too, it goes by what was written of the workload.
   *
   * @param binding null when it is not seen either
   * @param before zones of which nothing was seen when that was written, with since when
   * @param karmada why it is not seen
   */
  Map<String, TargetObservation.Unseen> last(
      BleuWorkload workload,
      @Nullable ResourceBinding binding,
      Map<String, Instant> before,
      Reach karmada) {
    Map<String, TargetObservation.Unseen> known = last.get(key(workload));
    if (known != null) {
      return known;
    }
    if (binding != null) {
      return of(workload, binding);
    }
    Map<String, TargetObservation.Unseen> left = new HashMap<>();
    before.forEach(
        (zone, since) ->
            left.put(
                zone,
                UnreachedTarget.unseen(
                    zone, new Reach(karmada.state(), since, karmada.reason(), karmada.message()))));
    return left;
  }

  private static TargetObservation.@Nullable Unseen unseen(
      Answer answer, String zone, Reach reach) {
    return switch (answer.left()) {
      case NOTHING -> null;
      case WORK -> UnreachedTarget.unseen(zone, reach);
      case UNKNOWN ->
          new TargetObservation.Unseen(
              DeliveryProblem.unseenZone(
                  "what is left in zone " + zone + " is not known: " + answer.why(), zone),
              reach.since());
    };
  }

  /** Each workload is looked at often, and a list takes a while: one serves for some time. */
  private Answer answer(String key, ResourceBinding binding, String cluster, Reach reach) {
    String about = binding.generation() + " " + binding.isReported(cluster) + " " + reach.since();
    Answer known = answers.get(key);
    if (known != null && known.about().equals(about) && holds(known)) {
      return known;
    }
    Answer next = asked(binding, cluster, about);
    answers.put(key, next);
    return next;
  }

  /** Where no Work is none comes before the binding is another one. */
  private boolean holds(Answer known) {
    return known.left() == Left.NOTHING
        || Duration.between(known.at(), clock.instant()).abs().compareTo(HOLDS) < 0;
  }

  private Answer asked(ResourceBinding binding, String cluster, String about) {
    Left left;
    String why = "";
    try {
      left = hasWork(binding, cluster) ? Left.WORK : Left.NOTHING;
    } catch (KubernetesClientException e) {
      // One cluster of which nothing is known holds up no other.
      left = Left.UNKNOWN;
      why = "Works in " + WORKS_OF + cluster + ": " + why(e);
    }
    return new Answer(about, clock.instant(), left, why);
  }

  private static String why(KubernetesClientException e) {
    Refusal refusal = Refusal.of(e);
    if (refusal != null) {
      return refusal.sentence() + "; set karmada.enabled of the chart";
    }
    return Refusal.words(e)
        + "; they are asked for again by themselves, else see the API server of Karmada";
  }

  private boolean hasWork(ResourceBinding binding, String cluster) {
    return client
        .genericKubernetesResources(WORK)
        .inNamespace(WORKS_OF + cluster)
        .withLabel(ID, binding.id())
        .list()
        .getItems()
        .stream()
        .map(work -> work.getMetadata().getAnnotations())
        .anyMatch(
            of ->
                of != null
                    && binding.namespace().equals(of.get(BINDING + "namespace"))
                    && binding.name().equals(of.get(BINDING + "name")));
  }

  /** Forgets a workload that is gone. */
  void forget(String namespace, String name) {
    String key = namespace + "/" + name + "/";
    last.remove(key);
    answers.keySet().removeIf(one -> one.startsWith(key));
  }

  private static String key(BleuWorkload workload) {
    return workload.getMetadata().getNamespace() + "/" + workload.getMetadata().getName() + "/";
  }
}
