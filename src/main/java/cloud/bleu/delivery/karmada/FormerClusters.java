package cloud.bleu.delivery.karmada;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.member.UnreachedTarget;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.TargetObservation;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Clusters that have a Work of a binding and no entry in it any more: replicas there may run on.
 * Whether Karmada reports a cluster in the binding is a reason to look, and no proof. Karmada
 * leaves the last numbers standing, and leaves out a cluster while its Work is still being deleted.
 */
final class FormerClusters {

  /** How long an answer holds that may change without a sign: somebody may delete a Work. */
  private static final Duration HOLDS = Duration.ofSeconds(30);

  /** How long it holds while each cluster with a Work is reached, and so is about to remove it. */
  private static final Duration HOLDS_REACHED = Duration.ofSeconds(2);

  private final KarmadaObjects objects;
  private final FormerWorks works;

  /** What was left when that was known last, by workload. */
  private final Map<String, Remainder> last = new ConcurrentHashMap<>();

  /**
   * What is left of a binding.
   *
   * @param unseen why nothing is known of it, by zone
   * @param standing what stands in clusters that are reached, by cluster
   */
  record Remainder(
      Map<String, TargetObservation.Unseen> unseen, SortedMap<String, FormerWorks.Left> standing) {
    Remainder {
      unseen = Map.copyOf(unseen);
      standing = Collections.unmodifiableSortedMap(new TreeMap<>(standing));
    }
  }

  FormerClusters(KubernetesClient client, KarmadaObjects objects, Clock clock) {
    this.objects = objects;
    this.works = new FormerWorks(client, clock);
  }

  /** What clusters may have that are to have nothing. */
  Remainder of(BleuWorkload workload, ResourceBinding binding) {
    TreeSet<String> gone = new TreeSet<>(objects.clusters());
    gone.addAll(binding.reported());
    gone.removeAll(binding.clusters().keySet());
    Map<String, TargetObservation.Unseen> unseen = new HashMap<>();
    TreeMap<String, FormerWorks.Left> standing = new TreeMap<>();
    if (!gone.isEmpty()) {
      sort(answer(workload, binding, gone), binding, gone, unseen, standing);
    }
    Remainder remainder = new Remainder(unseen, standing);
    last.put(key(workload), remainder);
    return remainder;
  }

  private void sort(
      FormerWorks.Answer answer,
      ResourceBinding binding,
      TreeSet<String> gone,
      Map<String, TargetObservation.Unseen> unseen,
      Map<String, FormerWorks.Left> standing) {
    for (String cluster : gone) {
      Reach reach = objects.reach(cluster);
      String zone = objects.zone(cluster);
      FormerWorks.Left left = left(answer, binding, cluster);
      if (reach.isReached() && left != null) {
        standing.put(cluster, left);
      } else if (!reach.isReached() && zone != null) {
        TargetObservation.Unseen one = unseen(answer, left, zone, reach);
        if (one != null) {
          unseen.put(zone, one);
        }
      }
    }
  }

  /** By what Karmada reports while Works cannot be listed. */
  private static FormerWorks.@Nullable Left left(
      FormerWorks.Answer answer, ResourceBinding binding, String cluster) {
    if (answer.why() == null) {
      return answer.left().get(cluster);
    }
    ResourceBinding.Counts counts = binding.counts(cluster);
    return binding.isReported(cluster)
        ? new FormerWorks.Left(
            counts == null ? 0 : counts.replicas(),
            counts == null ? 0 : counts.ready(),
            binding.refusal(cluster))
        : null;
  }

  private static TargetObservation.@Nullable Unseen unseen(
      FormerWorks.Answer answer, FormerWorks.@Nullable Left left, String zone, Reach reach) {
    if (answer.why() != null) {
      return new TargetObservation.Unseen(
          DeliveryProblem.unseenZone(
              "what is left in zone " + zone + " is not known: " + answer.why(), zone),
          reach.since());
    }
    return left == null ? null : UnreachedTarget.unseen(zone, reach);
  }

  private FormerWorks.Answer answer(
      BleuWorkload workload, ResourceBinding binding, TreeSet<String> gone) {
    StringBuilder about = new StringBuilder().append(binding.generation());
    Duration holds = HOLDS_REACHED;
    for (String cluster : gone) {
      Reach reach = objects.reach(cluster);
      about.append(' ').append(cluster).append(binding.isReported(cluster) ? '+' : '-');
      if (!reach.isReached()) {
        about.append(reach.since());
        holds = HOLDS;
      }
    }
    return works.of(key(workload), binding, about.toString(), holds);
  }

  /**
   * Why nothing is known of what is left, by zone, for when Karmada itself is not seen: as it was
   * known last. A process that has begun since then asks: while only the controllers of Karmada are
   * silent, its API answers. Where that is silent too, it goes by what was written of the workload.
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
    Map<String, TargetObservation.Unseen> left = new HashMap<>();
    Remainder known = last.get(key(workload));
    if (known == null && binding != null) {
      known = of(workload, binding);
    }
    if (known != null) {
      left.putAll(known.unseen());
      known.standing().keySet().stream()
          .map(objects::zone)
          .filter(Objects::nonNull)
          .forEach(zone -> left.put(zone, UnreachedTarget.unseen(zone, karmada)));
      return left;
    }
    before.forEach(
        (zone, since) ->
            left.put(
                zone,
                UnreachedTarget.unseen(
                    zone, new Reach(karmada.state(), since, karmada.reason(), karmada.message()))));
    return left;
  }

  /** Forgets a workload that is gone. */
  void forget(String namespace, String name) {
    String key = namespace + "/" + name + "/";
    last.remove(key);
    works.forget(key);
  }

  private static String key(BleuWorkload workload) {
    return workload.getMetadata().getNamespace() + "/" + workload.getMetadata().getName() + "/";
  }
}
