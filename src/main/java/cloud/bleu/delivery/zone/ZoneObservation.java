package cloud.bleu.delivery.zone;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a zone holds of a workload, as its target has it.
 *
 * @param cluster in which it stands, {@link Clusters#OWN} for the own one
 * @param object that a target is asked to write over, in the version that was seen
 * @param zone by what the object says of itself, empty when it names none
 * @param surplus whether it is not the object that the zone should have, but one beside it
 * @param template digest of the manifest that was last asked of it, null when that is not known
 * @param replicas asked of it
 * @param exist replicas that exist
 * @param ready replicas that are ready
 * @param available replicas that have been ready for {@code minReadySeconds}, as last reported: no
 *     fewer of them are taken away than have successors
 * @param assured those of them that are there for certain, so that they are successors of others: a
 *     number of before what was asked last may count what is on its way out. While nothing is seen
 *     of it, as it was when it was seen last
 * @param settled whether what is counted is about what was asked last, and no replica is left but
 *     those of the newest template, all of them available: what {@code kubectl rollout status}
 *     waits for
 * @param rolled whether its controller reports that it has rolled out what was asked last, be some
 *     of its replicas unavailable by now or not; where it reports no such thing, as settled
 * @param overdue whether its controller reports that it did not progress within its {@code
 *     progressDeadlineSeconds}, which only the one of a Deployment does
 * @param progressed while it rolls out: when it was asked something last or something was last
 *     reported of it, whichever came later; null: it does not roll out, or nobody noted that
 */
public record ZoneObservation(
    String cluster,
    HasMetadata object,
    String zone,
    boolean surplus,
    @Nullable String template,
    int replicas,
    int exist,
    int ready,
    int available,
    int assured,
    boolean settled,
    boolean rolled,
    boolean overdue,
    @Nullable Instant progressed) {

  /** Finalizers of the garbage collector, which decide what becomes of the pods. */
  private static final List<String> COLLECTED = List.of("foregroundDeletion", "orphan");

  /** An observation in the own cluster, where nothing says that it has rolled but what counts. */
  public ZoneObservation(
      HasMetadata object,
      String zone,
      boolean surplus,
      @Nullable String template,
      int replicas,
      int exist,
      int ready,
      int available,
      boolean settled,
      boolean overdue) {
    this(
        Clusters.OWN,
        object,
        zone,
        surplus,
        template,
        replicas,
        exist,
        ready,
        available,
        available,
        settled,
        settled,
        overdue,
        null);
  }

  /**
   * Whether it is being deleted and finalizers keep it, so that its pods run on. What is deleted in
   * the foreground ends with its pods, whatever else keeps it; whoever deletes with the finalizer
   * {@code orphan} wants to keep them. An order to another cluster has no pods: its agent ends what
   * it stands for.
   */
  public boolean isHeldBack() {
    List<String> finalizers = object.getMetadata().getFinalizers();
    return object.getMetadata().getDeletionTimestamp() != null
        && (object instanceof Deployment || object instanceof StatefulSet)
        && !finalizers.isEmpty()
        && Collections.disjoint(finalizers, COLLECTED);
  }

  /**
   * Returns the same observation of what rolls out.
   *
   * @param last when it was asked something last or something was last reported of it; null: nobody
   *     noted that
   */
  public ZoneObservation rolling(@Nullable Instant last) {
    return new ZoneObservation(
        cluster, object, zone, surplus, template, replicas, exist, ready, available, assured,
        settled, rolled, overdue, last);
  }

  /**
   * Returns the same observation with another template.
   *
   * @param digest of the template that the object has; null: none that was asked
   */
  public ZoneObservation holding(@Nullable String digest) {
    return new ZoneObservation(
        cluster,
        object,
        zone,
        surplus,
        digest,
        replicas,
        exist,
        ready,
        available,
        assured,
        settled,
        rolled,
        overdue,
        progressed);
  }

  /**
   * Returns the same observation as one of an object in a cluster.
   *
   * @param beside whether the zone is in another cluster by now, so that this is not the object
   *     that it should have
   */
  public ZoneObservation in(String other, boolean beside) {
    return new ZoneObservation(
        other,
        object,
        zone,
        surplus || beside,
        template,
        replicas,
        exist,
        ready,
        available,
        assured,
        settled,
        rolled,
        overdue,
        progressed);
  }

  /** A copy in which at most so many replicas count: the zone was asked to give up the others. */
  public ZoneObservation atMost(int left) {
    return new ZoneObservation(
        cluster,
        object,
        zone,
        surplus,
        template,
        replicas,
        exist,
        Math.min(ready, left),
        Math.min(available, left),
        Math.min(assured, left),
        false,
        false,
        overdue,
        progressed);
  }

  /** A copy in which no number counts: it was true once, and nobody sees whether it still is. */
  public ZoneObservation unseen() {
    return new ZoneObservation(
        cluster, object, zone, surplus, template, replicas, 0, 0, 0, assured, false, false, false,
        null);
  }
}
