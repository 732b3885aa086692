package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.placement.WorkloadId;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** One trigger for each controller. */
final class Triggers {
  final Trigger<BleuWorkload> workloads = new Trigger<>();
  final Trigger<WorkloadPlacement> placements = new Trigger<>();
  final Trigger<AvailabilityZone> zones = new Trigger<>();
  final Trigger<CloudProvider> providers = new Trigger<>();
  final Trigger<SovereigntyPolicy> policies = new Trigger<>();

  void workload(WorkloadId id) {
    workloads.fire(resource(id));
  }

  void placement(WorkloadId id) {
    placements.fire(resource(id));
  }

  void zone(String name) {
    zones.fire(new ResourceID(name));
  }

  void provider(String name) {
    providers.fire(new ResourceID(name));
  }

  void policy(String name) {
    policies.fire(new ResourceID(name));
  }

  private static ResourceID resource(WorkloadId id) {
    return new ResourceID(id.name(), id.namespace());
  }
}
