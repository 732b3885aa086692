package cloud.bleu.operator.status;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.zone.HeldZones;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds objects back from deletion while something of the operator's depends on them. */
public final class Finalizers {

  /** On a BleuWorkload whose template is to get its replicas back. */
  public static final String RESTORE = "placement.bleu.cloud/restore";

  /** On an AvailabilityZone while replicas are decided or children stand in it. */
  public static final String IN_USE = "placement.bleu.cloud/in-use";

  private final KubernetesClient client;
  private final String manager;
  private final @Nullable RefusedWrites refused;

  /**
   * @param manager field manager of the writes: the controller that holds the objects back
   */
  public Finalizers(KubernetesClient client, String manager) {
    this(client, manager, null);
  }

  /**
   * @param refused told of what the API server does not take
   */
  public Finalizers(KubernetesClient client, String manager, @Nullable RefusedWrites refused) {
    this.client = client;
    this.manager = manager;
    this.refused = refused;
  }

  /** What became of a write. */
  public enum Outcome {
    /** There was nothing to write. */
    NOTHING,
    /** The object is as it was to be, or gone. */
    WRITTEN,
    /** The object is newer than it was read: it is to be looked at again soon. */
    OUTDATED;

    /**
     * For the end of a reconciliation that goes no further. An object that is newer by a write of
     * this process comes with no event.
     */
    public <P extends HasMetadata> UpdateControl<P> control() {
      UpdateControl<P> control = UpdateControl.noUpdate();
      return this == OUTDATED ? control.rescheduleAfter(StatusWriter.OUTDATED) : control;
    }
  }

  /** Whether the object carries that finalizer, by its full name. */
  public static boolean has(HasMetadata object, String finalizer) {
    return object.getMetadata().getFinalizers().contains(finalizer);
  }

  /**
   * Writes in which zones of which other clusters something of a workload may stand; nothing when
   * it says so.
   *
   * @param zones with the uid of the namespace kube-system of their cluster
   */
  public <P extends HasMetadata> Outcome elsewhere(
      P workload, Map<String, String> zones, Context<P> context) {
    if (HeldZones.of(workload).keySet().equals(zones.keySet())) {
      return Outcome.NOTHING;
    }
    Patched<P> patched = patch(workload, only(workload, zones));
    remember(workload, patched.object(), context);
    return patched.outcome();
  }

  /**
   * Takes those of some zones away, outside of a reconciliation; nothing when none is there.
   *
   * @param zones by name
   */
  public Outcome leave(HasMetadata workload, Set<String> zones) {
    SortedMap<String, String> rest = HeldZones.of(workload);
    return rest.keySet().removeAll(zones)
        ? patch(workload, only(workload, rest)).outcome()
        : Outcome.NOTHING;
  }

  /** What is held already keeps the cluster that it was held with. */
  private static List<String> only(HasMetadata workload, Map<String, String> zones) {
    List<String> finalizers = new ArrayList<>(workload.getMetadata().getFinalizers());
    finalizers.removeIf(f -> HeldZones.isOne(f) && !HeldZones.isAbout(f, zones));
    TreeMap<String, String> more = new TreeMap<>(zones);
    more.keySet().removeAll(HeldZones.of(workload).keySet());
    more.forEach((zone, cluster) -> finalizers.add(HeldZones.finalizer(zone, cluster)));
    return finalizers;
  }

  /** Adds it in a reconciliation of the object; nothing when it is there already. */
  public <P extends HasMetadata> Outcome add(P object, String finalizer, Context<P> context) {
    return add(object, finalizer, Map.of(), context);
  }

  /**
   * Adds it in a reconciliation of the object, and says in the same write what it is held for;
   * nothing when it is there already and there is nothing to say.
   *
   * @param annotations to write; a null value removes one
   */
  public <P extends HasMetadata> Outcome add(
      P object, String finalizer, Map<String, @Nullable String> annotations, Context<P> context) {
    if (has(object, finalizer) && annotations.isEmpty()) {
      return Outcome.NOTHING;
    }
    List<String> finalizers = new ArrayList<>(object.getMetadata().getFinalizers());
    if (!has(object, finalizer)) {
      finalizers.add(finalizer);
    }
    Patched<P> patched = patch(object, finalizers, annotations);
    remember(object, patched.object(), context);
    return patched.outcome();
  }

  /** Removes it in a reconciliation of the object; nothing when it was not there. */
  public <P extends HasMetadata> Outcome remove(P object, String finalizer, Context<P> context) {
    if (!has(object, finalizer)) {
      return Outcome.NOTHING;
    }
    Patched<P> patched = without(object, finalizer);
    remember(object, patched.object(), context);
    return patched.outcome();
  }

  /** Removes one that is there. */
  public Outcome remove(HasMetadata object, String finalizer) {
    return without(object, finalizer).outcome();
  }

  private <P extends HasMetadata> Patched<P> without(P object, String finalizer) {
    List<String> finalizers = new ArrayList<>(object.getMetadata().getFinalizers());
    finalizers.remove(finalizer);
    return patch(object, finalizers);
  }

  /** So that the next look, which may come before the watch tells of this write, sees it. */
  private static <P extends HasMetadata> void remember(
      P object, @Nullable P updated, Context<P> context) {
    // One that was held back from deletion by this alone is gone.
    if (updated != null && updated.getMetadata().getDeletionTimestamp() == null) {
      updated.getMetadata().setManagedFields(null);
      context
          .eventSourceRetriever()
          .getControllerEventSource()
          .handleRecentResourceUpdate(ResourceID.fromResource(object), updated, object);
    }
  }

  /**
   * @param object with the finalizers; null when it is gone, or newer than it was read
   */
  private record Patched<P>(@Nullable P object, Outcome outcome) {}

  private <P extends HasMetadata> Patched<P> patch(P object, List<String> finalizers) {
    return patch(object, finalizers, Map.of());
  }

  private <P extends HasMetadata> Patched<P> patch(
      P object, List<String> finalizers, Map<String, @Nullable String> annotations) {
    Map<String, Object> metadata = new HashMap<>();
    metadata.put("resourceVersion", object.getMetadata().getResourceVersion());
    metadata.put("finalizers", finalizers);
    if (!annotations.isEmpty()) {
      metadata.put("annotations", annotations);
    }
    Map<String, Object> patch = Map.of("metadata", metadata);
    try {
      P patched =
          client
              .resource(object)
              .patch(
                  new PatchContext.Builder()
                      .withPatchType(PatchType.JSON_MERGE)
                      .withFieldManager(manager)
                      .build(),
                  Serialization.asJson(patch));
      if (refused != null) {
        refused.over(RefusedWrites.Write.Finalizer, EventRecorder.reference(object));
      }
      return new Patched<>(patched, Outcome.WRITTEN);
    } catch (KubernetesClientException e) {
      Refusal refusal = Refusal.of(e);
      if (refusal != null && refused != null) {
        refused.refused(
            RefusedWrites.Write.Finalizer,
            EventRecorder.reference(object),
            "its finalizers cannot be written: " + refusal.sentence());
      }
      // Gone, or newer than the cache had it.
      if (refusal != null || e.getCode() != 404 && e.getCode() != 409) {
        throw e;
      }
      return new Patched<>(null, e.getCode() == 404 ? Outcome.WRITTEN : Outcome.OUTDATED);
    }
  }
}
