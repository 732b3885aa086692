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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The objects that a decision depends on, as the API server or a file has them. Immutable. A kind
 * of which nothing is stated has no objects. The order in which objects are given never matters.
 */
public final class ApiObjects {

  /** Nothing of any kind. */
  public static final ApiObjects NONE = new ApiObjects(Map.of());

  private static final Comparator<HasMetadata> BY_NAME =
      Comparator.comparing((HasMetadata o) -> String.valueOf(o.getMetadata().getNamespace()))
          .thenComparing(o -> String.valueOf(o.getMetadata().getName()));

  /** Sorted by namespace and name, but for pods: there are many, and they are only added up. */
  private final Map<Class<?>, List<? extends HasMetadata>> byKind;

  private ApiObjects(Map<Class<?>, List<? extends HasMetadata>> byKind) {
    this.byKind = byKind;
  }

  /** A copy with these objects of a kind in place of those that were there. */
  public <T extends HasMetadata> ApiObjects with(Class<T> kind, List<T> objects) {
    Map<Class<?>, List<? extends HasMetadata>> all = new LinkedHashMap<>(byKind);
    all.put(
        kind, kind == Pod.class ? List.copyOf(objects) : objects.stream().sorted(BY_NAME).toList());
    return new ApiObjects(all);
  }

  /** These, and of others what has no namesake of its kind among these. */
  public ApiObjects joinedBy(ApiObjects others) {
    ApiObjects all = this;
    for (Class<?> kind : others.byKind.keySet()) {
      all = all.joinedBy(others, kind.asSubclass(HasMetadata.class));
    }
    return all;
  }

  private <T extends HasMetadata> ApiObjects joinedBy(ApiObjects others, Class<T> kind) {
    Set<Key> names = new HashSet<>();
    List<T> all = new ArrayList<>(of(kind));
    all.forEach(o -> names.add(Key.of(o)));
    others.of(kind).stream().filter(o -> names.add(Key.of(o))).forEach(all::add);
    return with(kind, all);
  }

  /** All objects of a kind; empty where nothing is stated of it. */
  @SuppressWarnings("unchecked") // with() puts a list of that kind only
  public <T extends HasMetadata> List<T> of(Class<T> kind) {
    List<? extends HasMetadata> found = byKind.get(kind);
    return found == null ? List.of() : (List<T>) found;
  }

  /** The objects of all kinds, those of one kind together. */
  public Stream<HasMetadata> all() {
    return byKind.values().stream().flatMap(List::stream);
  }

  /** Sorted by name. */
  public List<CloudProvider> providers() {
    return of(CloudProvider.class);
  }

  /** Sorted by name. */
  public List<AvailabilityZone> zones() {
    return of(AvailabilityZone.class);
  }

  /** Sorted by name. */
  public List<SovereigntyPolicy> policies() {
    return of(SovereigntyPolicy.class);
  }

  /** Sorted by namespace and name. */
  public List<BleuWorkload> workloads() {
    return of(BleuWorkload.class);
  }

  /** Sorted by namespace and name. */
  public List<WorkloadPlacement> placements() {
    return of(WorkloadPlacement.class);
  }

  /** Sorted by name. */
  public List<Namespace> namespaces() {
    return of(Namespace.class);
  }

  /** Sorted by name. */
  public List<PriorityClass> priorityClasses() {
    return of(PriorityClass.class);
  }

  /** Sorted by name. */
  public List<Node> nodes() {
    return of(Node.class);
  }

  /** Those bound to nodes, for what is not ours; empty: nothing else runs there. */
  public List<Pod> pods() {
    return of(Pod.class);
  }

  /** Those that a {@code deploymentRef} may name. */
  public List<Deployment> deployments() {
    return of(Deployment.class);
  }

  /** Sorted by namespace and name. */
  public List<SovereigntyWaiver> waivers() {
    return of(SovereigntyWaiver.class);
  }

  /** With {@link #ingresses} and {@link #routes}, what may lead to workloads from outside. */
  public List<Service> services() {
    return of(Service.class);
  }

  /** Sorted by namespace and name. */
  public List<Ingress> ingresses() {
    return of(Ingress.class);
  }

  /** Routes of the Gateway API, with their ReferenceGrants, in any version. */
  public List<GenericKubernetesResource> routes() {
    return of(GenericKubernetesResource.class);
  }

  /** Of which a live one that moves replicas counts; all others decide nothing. */
  public List<ResilienceDrill> drills() {
    return of(ResilienceDrill.class);
  }

  private record Key(String kind, String namespace, String name) {
    static Key of(HasMetadata object) {
      return new Key(
          String.valueOf(object.getKind()),
          String.valueOf(object.getMetadata().getNamespace()),
          String.valueOf(object.getMetadata().getName()));
    }
  }
}
