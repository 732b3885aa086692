package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.RolloutSettings;
import cloud.bleu.api.v1alpha1.RolloutSettings.Replacement;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.cluster.ForeignEdit;
import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.ZoneObservation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The existing Deployment that serves as template. It is scaled down once the decided replicas are
 * ready, or before they start where it recreates its pods, and gets its replicas back when the
 * BleuWorkload is deleted. Their number stands on the Deployment itself, written with the
 * scale-down, so no crash can lose it.
 */
public final class ReferenceDelivery {

  private static final String ASKS_FOR_MORE = "TemplateAsksForMore";

  private final ClusterWriter writer;
  private final FormerReplicas former;
  private final UndoneEdits edits;

  /** How far scaling down has come; AGAIN: it met a newer version, which may bring no event. */
  enum ScaleDown {
    DONE,
    NOT_YET,
    AGAIN
  }

  /**
   * @param client of the cluster that the Deployment is in
   * @param edits is told of who scaled one up that is scaled down again
   */
  public ReferenceDelivery(KubernetesClient client, UndoneEdits edits) {
    this.writer = new ClusterWriter(client);
    this.former = new FormerReplicas(writer);
    this.edits = edits;
  }

  /**
   * Scales down when it is time.
   *
   * @param problems takes why it is not, where somebody can help
   * @return what is left to do
   */
  ScaleDown scaleDown(
      DeliveryOrder order,
      WorkloadSource.DeploymentRef ref,
      List<ZoneObservation> children,
      boolean delivered,
      List<DeliveryProblem> problems) {
    Deployment reference = order.reference();
    if (reference == null
        || !ref.scaleDown().equals("OnSuccess")
        || FormerReplicas.asked(reference) == 0) {
      return ScaleDown.DONE;
    }
    if (asksForMore(order, reference, problems)
        || !delivered
        || !available(order.replicas(), children)) {
      return ScaleDown.NOT_YET;
    }
    return scaleToNone(order, reference) ? ScaleDown.DONE : ScaleDown.AGAIN;
  }

  /**
   * Ends the replicas of a Deployment that recreates its pods, before anything starts in their
   * place.
   *
   * @param starting whether something would start
   * @param problems takes what is waited for
   * @return whether none of its replicas is left
   */
  boolean vacate(
      DeliveryOrder order,
      WorkloadSource.DeploymentRef ref,
      boolean starting,
      List<DeliveryProblem> problems) {
    Deployment reference = order.reference();
    if (reference == null
        || order.occupied().isEmpty()
        || RolloutSettings.of(reference).replacement() != Replacement.RECREATE
        || isEmpty(reference) && order.referencePods().getAsInt() == 0) {
      return true;
    }
    boolean scales = ref.scaleDown().equals("OnSuccess");
    if (scales && asksForMore(order, reference, problems)) {
      return false;
    }
    if (scales && starting && FormerReplicas.asked(reference) > 0) {
      scaleToNone(order, reference);
    }
    problems.add(
        DeliveryProblem.passing(
            "TemplateRuns",
            "Deployment "
                + ref.name()
                + " recreates its pods, so nothing starts in zones before all of them have ended: "
                + (scales || FormerReplicas.asked(reference) == 0
                    ? "if one does not end, see why with kubectl describe"
                    : "scale it to 0, or set scaleDown to OnSuccess")));
    return false;
  }

  /**
   * Whether a Deployment that was not taken over yet asks for more replicas than are decided: what
   * replaces it could not carry its load. Once it is taken over, the replicas are those of the
   * workload, whoever scales it.
   */
  private static boolean asksForMore(
      DeliveryOrder order, Deployment reference, List<DeliveryProblem> problems) {
    int asked = FormerReplicas.asked(reference);
    int decided = order.replicas();
    if (FormerReplicas.noted(reference) != null || asked <= decided) {
      return false;
    }
    String name = "Deployment " + reference.getMetadata().getName();
    int wanted = order.workload().getSpec().replicas();
    problems.add(
        wanted < asked
            ? DeliveryProblem.forPerson(
                ASKS_FOR_MORE,
                name
                    + " asks for "
                    + asked
                    + " replicas and spec.replicas for "
                    + wanted
                    + ", so it is not scaled down and runs on: set spec.replicas to "
                    + asked
                    + ", also where an autoscaler scales later, or scale the Deployment down to "
                    + wanted
                    + " first")
            : DeliveryProblem.passing(
                ASKS_FOR_MORE,
                name
                    + " asks for "
                    + asked
                    + " replicas and only "
                    + decided
                    + " are placed, so it is not scaled down and runs on: the condition Placed says"
                    + " what keeps the others from being placed; or scale the Deployment down to "
                    + decided
                    + " first"));
    return true;
  }

  /** By its own word; its pods may be about to end. */
  private static boolean isEmpty(Deployment reference) {
    DeploymentStatus status = reference.getStatus();
    Long generation = reference.getMetadata().getGeneration();
    return FormerReplicas.asked(reference) == 0
        && (status == null
            || (orZero(status.getObservedGeneration()) >= orZero(generation)
                && (status.getReplicas() == null || status.getReplicas() == 0)));
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  private boolean scaleToNone(DeliveryOrder order, Deployment reference) {
    if (FormerReplicas.noted(reference) != null) {
      return scaleDownAgain(order, reference);
    }
    Map<String, @Nullable String> annotations = new HashMap<>();
    annotations.put(Labels.RESTORE, String.valueOf(FormerReplicas.asked(reference)));
    annotations.put(Labels.RESTORED, null);
    return patch(reference, 0, annotations);
  }

  /** Somebody has scaled it up since: that is told, for they will find it undone. */
  private boolean scaleDownAgain(DeliveryOrder order, Deployment reference) {
    HasMetadata live = writer.read(reference);
    ForeignEdit edit = live == null ? null : ForeignEdit.ofReference(live);
    if (!patch(reference, 0, Map.of())) {
      return false;
    }
    if (edit != null) {
      edits.undone(order.workload(), edit);
    }
    return true;
  }

  /**
   * What a workload is to record of a Deployment before it takes that over.
   *
   * @return replicas
   */
  int before(BleuWorkload workload, Deployment reference) {
    return former.atTheBeginning(workload, reference);
  }

  /**
   * Gives the replicas back, for somebody who does not wait until they are available.
   *
   * @param workload that took it over
   * @return how far that is; AGAIN: it met a newer version
   */
  public Restoration restore(BleuWorkload workload, Deployment reference) {
    Restoration back = give(workload, reference, false);
    boolean isDone =
        back.step() != Restoration.Step.AGAIN
            && (FormerReplicas.number(reference, Labels.RESTORED) == null || settle(reference));
    return isDone ? back : Restoration.AGAIN;
  }

  /**
   * Gives the replicas back, once; they are as many as before the take-over, or as the workload
   * asked for last, whichever is more: an autoscaler may have changed that. One that is at 0 and
   * has lost its note gets those of the workload, if it ran before.
   *
   * @param awaited whether they are to be available before what replaced them goes
   */
  Restoration give(BleuWorkload workload, Deployment reference, boolean awaited) {
    int wanted = workload.getSpec().replicas();
    Integer noted = FormerReplicas.noted(reference);
    if (noted != null) {
      return give(
          reference, Math.max(noted, Math.max(wanted, FormerReplicas.asked(reference))), awaited);
    }
    Integer restored = FormerReplicas.number(reference, Labels.RESTORED);
    if (restored == null) {
      return FormerReplicas.asked(reference) > 0 || wanted == 0
          ? Restoration.NOTHING
          : switch (former.atTheEnd(workload, reference)) {
            case OWED -> give(reference, wanted, awaited);
            case NONE -> Restoration.NOTHING;
            case UNKNOWN -> new Restoration(Restoration.Step.LEFT, wanted, 0);
          };
    }
    DeploymentStatus status = reference.getStatus();
    Integer available = status == null ? null : status.getAvailableReplicas();
    return new Restoration(
        Restoration.Step.AWAITED,
        Math.min(restored, FormerReplicas.asked(reference)),
        available == null ? 0 : available);
  }

  private Restoration give(Deployment reference, int replicas, boolean awaited) {
    Map<String, @Nullable String> annotations = new HashMap<>();
    annotations.put(Labels.RESTORE, null);
    annotations.put(Labels.RESTORED, awaited ? String.valueOf(replicas) : null);
    return patch(reference, replicas, annotations)
        ? new Restoration(Restoration.Step.GIVEN, replicas, 0)
        : Restoration.AGAIN;
  }

  /**
   * Ends the way back: nothing of it stays on the Deployment.
   *
   * @return whether that is written
   */
  boolean settle(Deployment reference) {
    Map<String, @Nullable String> remove = new HashMap<>();
    remove.put(Labels.RESTORED, null);
    return patch(reference, FormerReplicas.asked(reference), remove);
  }

  private boolean patch(Deployment live, int replicas, Map<String, @Nullable String> annotations) {
    try {
      writer.scale(live, replicas, annotations);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return true;
      }
      if (ClusterWriter.stale(e)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean available(int wanted, List<ZoneObservation> children) {
    int available = 0;
    for (ZoneObservation child : children) {
      available += Math.min(child.available(), child.assured());
    }
    return wanted > 0 && available >= wanted;
  }
}
