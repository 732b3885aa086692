package cloud.bleu.translate.object;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The objects that a decision depends on, as the API server or a file has them. The order of the
 * lists never matters.
 *
 * @param pods those bound to nodes, for what is not ours; empty: nothing else runs there
 * @param deployments those that a {@code deploymentRef} may name
 * @param services with {@code ingresses} and {@code routes}, what may lead to workloads from
 *     outside
 * @param routes of the Gateway API, with their ReferenceGrants, in any version
 * @param drills of which a live one that moves replicas counts; all others decide nothing
 */
public record ApiObjects(
    List<CloudProvider> providers,
    List<AvailabilityZone> zones,
    List<SovereigntyPolicy> policies,
    List<BleuWorkload> workloads,
    List<WorkloadPlacement> placements,
    List<Namespace> namespaces,
    List<PriorityClass> priorityClasses,
    List<Node> nodes,
    List<Pod> pods,
    List<Deployment> deployments,
    List<SovereigntyWaiver> waivers,
    List<Service> services,
    List<Ingress> ingresses,
    List<GenericKubernetesResource> routes,
    List<ResilienceDrill> drills) {

  public ApiObjects {
    providers = sorted(providers);
    zones = sorted(zones);
    policies = sorted(policies);
    workloads = sorted(workloads);
    placements = sorted(placements);
    namespaces = sorted(namespaces);
    priorityClasses = sorted(priorityClasses);
    nodes = sorted(nodes);
    pods = List.copyOf(pods);
    deployments = sorted(deployments);
    waivers = sorted(waivers);
    services = sorted(services);
    ingresses = sorted(ingresses);
    routes = sorted(routes);
    drills = sorted(drills);
  }

  /** Of an estate without drills. */
  public ApiObjects(
      List<CloudProvider> providers,
      List<AvailabilityZone> zones,
      List<SovereigntyPolicy> policies,
      List<BleuWorkload> workloads,
      List<WorkloadPlacement> placements,
      List<Namespace> namespaces,
      List<PriorityClass> priorityClasses,
      List<Node> nodes,
      List<Pod> pods,
      List<Deployment> deployments,
      List<SovereigntyWaiver> waivers,
      List<Service> services,
      List<Ingress> ingresses,
      List<GenericKubernetesResource> routes) {
    this(
        providers,
        zones,
        policies,
        workloads,
        placements,
        namespaces,
        priorityClasses,
        nodes,
        pods,
        deployments,
        waivers,
        services,
        ingresses,
        routes,
        List.of());
  }

  /** Of an estate in which nothing is waived and that nothing is known to lead into. */
  public ApiObjects(
      List<CloudProvider> providers,
      List<AvailabilityZone> zones,
      List<SovereigntyPolicy> policies,
      List<BleuWorkload> workloads,
      List<WorkloadPlacement> placements,
      List<Namespace> namespaces,
      List<PriorityClass> priorityClasses,
      List<Node> nodes,
      List<Pod> pods,
      List<Deployment> deployments) {
    this(
        providers,
        zones,
        policies,
        workloads,
        placements,
        namespaces,
        priorityClasses,
        nodes,
        pods,
        deployments,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** The same with other policies. */
  public ApiObjects withPolicies(List<SovereigntyPolicy> others) {
    return new ApiObjects(
        providers,
        zones,
        others,
        workloads,
        placements,
        namespaces,
        priorityClasses,
        nodes,
        pods,
        deployments,
        waivers,
        services,
        ingresses,
        routes,
        drills);
  }

  /** The same with other workloads. */
  public ApiObjects withWorkloads(List<BleuWorkload> others) {
    return new ApiObjects(
        providers,
        zones,
        policies,
        others,
        placements,
        namespaces,
        priorityClasses,
        nodes,
        pods,
        deployments,
        waivers,
        services,
        ingresses,
        routes,
        drills);
  }

  /** The same with other providers and zones. */
  public ApiObjects withFacts(
      List<CloudProvider> otherProviders, List<AvailabilityZone> otherZones) {
    return new ApiObjects(
        otherProviders,
        otherZones,
        policies,
        workloads,
        placements,
        namespaces,
        priorityClasses,
        nodes,
        pods,
        deployments,
        waivers,
        services,
        ingresses,
        routes,
        drills);
  }

  /** The same with other drills. */
  public ApiObjects withDrills(List<ResilienceDrill> others) {
    return new ApiObjects(
        providers,
        zones,
        policies,
        workloads,
        placements,
        namespaces,
        priorityClasses,
        nodes,
        pods,
        deployments,
        waivers,
        services,
        ingresses,
        routes,
        others);
  }

  /** These, and of others what has no namesake of its kind among these. */
  public ApiObjects joinedBy(ApiObjects others) {
    return new ApiObjects(
        joined(providers, others.providers),
        joined(zones, others.zones),
        joined(policies, others.policies),
        joined(workloads, others.workloads),
        joined(placements, others.placements),
        joined(namespaces, others.namespaces),
        joined(priorityClasses, others.priorityClasses),
        joined(nodes, others.nodes),
        joined(pods, others.pods),
        joined(deployments, others.deployments),
        joined(waivers, others.waivers),
        joined(services, others.services),
        joined(ingresses, others.ingresses),
        joined(routes, others.routes),
        joined(drills, others.drills));
  }

  private static <T extends HasMetadata> List<T> joined(List<T> own, List<T> others) {
    Set<Key> names = new HashSet<>();
    own.forEach(o -> names.add(Key.of(o)));
    List<T> all = new ArrayList<>(own);
    others.stream().filter(o -> names.add(Key.of(o))).forEach(all::add);
    return all;
  }

  private record Key(String kind, String namespace, String name) {
    static Key of(HasMetadata object) {
      return new Key(
          String.valueOf(object.getKind()),
          String.valueOf(object.getMetadata().getNamespace()),
          String.valueOf(object.getMetadata().getName()));
    }
  }

  private static <T extends HasMetadata> List<T> sorted(List<T> objects) {
    return objects.stream()
        .sorted(
            Comparator.comparing((T o) -> String.valueOf(o.getMetadata().getNamespace()))
                .thenComparing(o -> String.valueOf(o.getMetadata().getName())))
        .toList();
  }
}
