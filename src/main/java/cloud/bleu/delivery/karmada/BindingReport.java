package cloud.bleu.delivery.karmada;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadSource.BindingOf;
import cloud.bleu.delivery.manifest.WriteTimes;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.member.UnreachedTarget;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneObservation;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What Karmada reports of clusters in a binding, and whether that counts. Karmada leaves the last
 * numbers standing when a cluster is gone, and they also stand when Karmada itself is gone.
 */
final class BindingReport {

  /** Begins the name of a cluster of Karmada in what is seen. */
  static final String KARMADA = "karmada/";

  /** What the user's manifest is called here: whatever it says, it is the one that stands. */
  static final String TEMPLATE = "karmada";

  /** Labels by which Karmada says which policy propagates a binding. */
  private static final Set<String> CLAIMS =
      Set.of(
          "propagationpolicy.karmada.io/permanent-id",
          "clusterpropagationpolicy.karmada.io/permanent-id");

  private final KarmadaObjects objects;
  private final Clock clock;

  /** Since when Karmada has not told of what is asked now, by workload and cluster. */
  private final Map<String, Instant> behind = new ConcurrentHashMap<>();

  BindingReport(KarmadaObjects objects, Clock clock) {
    this.objects = objects;
    this.clock = clock;
  }

  /** What a cluster holds, by what Karmada says of it. */
  static ZoneObservation observation(
      ResourceBinding binding, String cluster, String zone, int replicas) {
    ResourceBinding.Counts counts = binding.counts(cluster);
    if (counts == null) {
      return rolling(
          binding,
          new ZoneObservation(
              binding.object(), zone, false, TEMPLATE, replicas, 0, 0, 0, false, false),
          cluster);
    }
    boolean rolled = counts.replicas() == replicas && counts.updated() >= replicas;
    ZoneObservation one =
        new ZoneObservation(
            binding.object(),
            zone,
            false,
            TEMPLATE,
            replicas,
            counts.replicas(),
            // What is more than is asked for is on its way out.
            Math.min(counts.ready(), replicas),
            Math.min(counts.available(), replicas),
            rolled && counts.available() >= replicas,
            false);
    return rolled ? one.in(KARMADA + cluster, false) : rolling(binding, one, cluster);
  }

  /** Of what rolls out in a cluster: any news of the binding counts as its progress. */
  private static ZoneObservation rolling(
      ResourceBinding binding, ZoneObservation one, String cluster) {
    return one.rolling(WriteTimes.progressed(binding.object())).in(KARMADA + cluster, false);
  }

  /**
   * What stands in a cluster that has no entry any more: none of it makes up for anything.
   *
   * @param ready of the replicas that exist; 0 where some are to be there again
   */
  static ZoneObservation left(
      ResourceBinding binding, String cluster, String zone, int replicas, int ready) {
    return new ZoneObservation(
            binding.object(), zone, false, TEMPLATE, 0, replicas, ready, 0, false, false)
        .in(KARMADA + cluster, false);
  }

  /** Why no number of a cluster counts; null when it does. */
  TargetObservation.@Nullable Unseen unseen(
      BleuWorkload workload, ResourceBinding binding, String cluster, String zone) {
    String key =
        workload.getMetadata().getNamespace()
            + "/"
            + workload.getMetadata().getName()
            + "/"
            + cluster;
    Reach reach = objects.reach(cluster);
    ResourceBinding.Counts counts = binding.counts(cluster);
    BindingOf of = workload.getSpec().workload().karmada().bindingOf();
    long current = objects.generation(workload.getMetadata().getNamespace(), of.name());
    String refusal = binding.refusal(cluster);
    DeliveryProblem problem = null;
    if (!reach.isReached()) {
      behind.remove(key);
      return objects.zone(cluster) == null
          ? nowhere(cluster, reach)
          : UnreachedTarget.unseen(zone, reach);
    } else if (refusal != null) {
      problem =
          DeliveryProblem.passing(
              DeliveryProblem.REFUSED,
              "Karmada cannot bring "
                  + of.kind()
                  + " "
                  + of.name()
                  + " to "
                  + cluster
                  + ": "
                  + refusal);
    } else if (counts != null && !counts.isAbout(current)) {
      problem =
          binding.isHeldBack(cluster)
              ? BindingObstacle.heldBack(binding, zone, cluster)
              : statusBehind(binding, of, cluster);
    }
    if (problem == null) {
      behind.remove(key);
      return null;
    }
    return new TargetObservation.Unseen(
        problem, behind.computeIfAbsent(key, k -> clock.instant().truncatedTo(ChronoUnit.SECONDS)));
  }

  private static DeliveryProblem statusBehind(
      ResourceBinding binding, BindingOf of, String cluster) {
    return DeliveryProblem.passing(
        "KarmadaStatusBehind",
        "Karmada has not told yet what became of the newest "
            + of.kind()
            + " "
            + of.name()
            + " in "
            + cluster
            + (isClaimed(binding)
                ? "; if that lasts, see its Work there"
                : ", and no policy selects it any more: write a PropagationPolicy that does, with"
                    + " schedulerName "
                    + ResourceBinding.SCHEDULER));
  }

  /**
   * Whether a policy propagates it: Karmada takes that label from it when the policy is deleted.
   */
  private static boolean isClaimed(ResourceBinding binding) {
    Map<String, String> labels = binding.object().getMetadata().getLabels();
    return labels != null && CLAIMS.stream().anyMatch(labels::containsKey);
  }

  private static TargetObservation.Unseen nowhere(String cluster, Reach reach) {
    return new TargetObservation.Unseen(
        DeliveryProblem.unreachable(
            "what stands in cluster "
                + cluster
                + " of Karmada, which no zone names, is not known: "
                + reach.message()),
        reach.since());
  }

  /** Forgets what was remembered of a workload that is gone. */
  void forget(String namespace, String name) {
    behind.keySet().removeIf(key -> key.startsWith(namespace + "/" + name + "/"));
  }
}
