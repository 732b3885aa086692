package cloud.bleu.operator.trigger;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import org.jspecify.annotations.Nullable;

/** One trigger for each controller. */
public final class Triggers {
  public final Trigger<BleuWorkload> workloads = new Trigger<>();
  public final Trigger<WorkloadPlacement> placements = new Trigger<>();
  public final Trigger<AvailabilityZone> zones = new Trigger<>();
  public final Trigger<CloudProvider> providers = new Trigger<>();
  public final Trigger<SovereigntyPolicy> policies = new Trigger<>();

  public final Trigger<SovereigntyWaiver> waivers = new Trigger<>();

  public final Trigger<ResilienceDrill> drills = new Trigger<>();

  /** Has a workload reconciled soon. */
  public void workload(WorkloadId id) {
    workloads.fire(resource(id));
  }

  /** The trigger of a controller, by its name; null for a name that none has. */
  @Nullable Trigger<?> of(String controller) {
    return switch (controller) {
      case ControllerName.WORKLOAD -> workloads;
      case ControllerName.PLACEMENT -> placements;
      case ControllerName.ZONE -> zones;
      case ControllerName.PROVIDER -> providers;
      case ControllerName.POLICY -> policies;
      case ControllerName.WAIVER -> waivers;
      case ControllerName.DRILL -> drills;
      default -> null;
    };
  }

  /** Has the WorkloadPlacement of a workload reconciled soon. */
  public void placement(WorkloadId id) {
    placements.fire(resource(id));
  }

  /** A provider, zone, policy or waiver. */
  public void fact(ObjectRef object) {
    switch (object.kind()) {
      case "CloudProvider" -> providers.fire(new ResourceID(object.name()));
      case "AvailabilityZone" -> zone(object.name());
      case "SovereigntyWaiver" -> waivers.fire(new ResourceID(object.name(), object.namespace()));
      default -> policies.fire(new ResourceID(object.name()));
    }
  }

  /** Has a drill reconciled soon. */
  public void drill(String name) {
    drills.fire(new ResourceID(name));
  }

  /** Has a zone reconciled soon. */
  public void zone(String name) {
    zones.fire(new ResourceID(name));
  }

  private static ResourceID resource(WorkloadId id) {
    return new ResourceID(id.name(), id.namespace());
  }
}
