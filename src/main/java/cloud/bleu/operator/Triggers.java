package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.placement.WorkloadId;
import cloud.bleu.translate.ObjectRef;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** One trigger for each controller. */
final class Triggers {
  final Trigger<BleuWorkload> workloads = new Trigger<>();
  final Trigger<WorkloadPlacement> placements = new Trigger<>();
  final Trigger<AvailabilityZone> zones = new Trigger<>();
  final Trigger<CloudProvider> providers = new Trigger<>();
  final Trigger<SovereigntyPolicy> policies = new Trigger<>();

  final Trigger<SovereigntyWaiver> waivers = new Trigger<>();

  void workload(WorkloadId id) {
    workloads.fire(resource(id));
  }

  /** A workload and its placement that came in the place of others of their name. */
  void anew(WorkloadId id) {
    workloads.fireAnew(resource(id));
    placements.fireAnew(resource(id));
  }

  void placement(WorkloadId id) {
    placements.fire(resource(id));
  }

  /** A provider, zone, policy or waiver. */
  void fact(ObjectRef object) {
    switch (object.kind()) {
      case "CloudProvider" -> providers.fire(new ResourceID(object.name()));
      case "AvailabilityZone" -> zone(object.name());
      case "SovereigntyWaiver" -> waivers.fire(new ResourceID(object.name(), object.namespace()));
      default -> policies.fire(new ResourceID(object.name()));
    }
  }

  void zone(String name) {
    zones.fire(new ResourceID(name));
  }

  private static ResourceID resource(WorkloadId id) {
    return new ResourceID(id.name(), id.namespace());
  }
}
