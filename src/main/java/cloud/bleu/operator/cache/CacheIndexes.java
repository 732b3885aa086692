package cloud.bleu.operator.cache;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadSource.BindingOf;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.manifest.EgressPolicy;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.translate.pod.PodSelectors;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The keys by which objects of a cache are found, beside their names and namespaces. */
final class CacheIndexes {

  /** Pods and children, by namespace and name of their workload: {@code namespace/name}. */
  static final String WORKLOAD = "workload";

  /** Workloads, by namespace and name of each Service that they say they call. */
  static final String CALLED = "called";

  /** Pods, by the node that they stand on. */
  static final String NODE = "node";

  /** Children, by the zone that they say they stand in. */
  static final String ZONE = "zone";

  /** Workloads that are about pods that others create, by namespace. */
  static final String ABOUT_OTHERS = "others";

  /** Workloads, by each zone of another cluster that they say they may stand in. */
  static final String HELD = "held";

  /** Workloads, by the object whose binding of Karmada they name: {@code namespace/kind/name}. */
  static final String PROPAGATED = "propagated";

  /** Zones, by the cluster of Karmada that they name. */
  static final String KARMADA = "karmada";

  /** Zones, by the cluster that they name and the operator reaches by itself. */
  static final String DIRECT = "direct";

  private CacheIndexes() {}

  static Map<String, Function<AvailabilityZone, List<String>>> ofZones() {
    return Map.of(KARMADA, CacheIndexes::karmada, DIRECT, CacheIndexes::direct);
  }

  static Map<String, Function<BleuWorkload, List<String>>> ofWorkloads() {
    return Map.of(
        CALLED,
        CacheIndexes::called,
        ABOUT_OTHERS,
        CacheIndexes::aboutOthers,
        PROPAGATED,
        CacheIndexes::propagated,
        HELD,
        workload -> List.copyOf(HeldZones.of(workload).keySet()));
  }

  static Map<String, Function<Pod, List<String>>> ofPods() {
    return Map.of(WORKLOAD, CacheIndexes::workload, NODE, CacheIndexes::node);
  }

  static <T extends HasMetadata> Map<String, Function<T, List<String>>> ofChildren() {
    return Map.of(WORKLOAD, CacheIndexes::workload, ZONE, CacheIndexes::zone);
  }

  private static List<String> karmada(AvailabilityZone zone) {
    String cluster = Caches.karmadaCluster(zone);
    return cluster == null ? List.of() : List.of(cluster);
  }

  private static List<String> direct(AvailabilityZone zone) {
    String cluster = Caches.directCluster(zone);
    return cluster == null ? List.of() : List.of(cluster);
  }

  private static List<String> called(BleuWorkload workload) {
    return workload.getSpec() == null ? List.of() : EgressPolicy.services(workload);
  }

  private static List<String> aboutOthers(BleuWorkload workload) {
    return PodSelectors.of(workload) == null
        ? List.of()
        : List.of(workload.getMetadata().getNamespace());
  }

  private static List<String> propagated(BleuWorkload workload) {
    if (workload.getSpec() == null
        || workload.getSpec().workload() == null
        || workload.getSpec().workload().karmada() == null
        || workload.getSpec().workload().karmada().bindingOf() == null) {
      return List.of();
    }
    BindingOf of = workload.getSpec().workload().karmada().bindingOf();
    return List.of(workload.getMetadata().getNamespace() + "/" + of.kind() + "/" + of.name());
  }

  private static List<String> workload(HasMetadata object) {
    String workload = ObjectLabels.get(object, Labels.WORKLOAD);
    return workload == null
        ? List.of()
        : List.of(object.getMetadata().getNamespace() + "/" + workload);
  }

  private static List<String> node(Pod pod) {
    String node = PodAssignments.node(pod);
    return node == null ? List.of() : List.of(node);
  }

  private static List<String> zone(HasMetadata child) {
    String zone = ObjectLabels.get(child, Labels.ZONE);
    return zone == null ? List.of() : List.of(zone);
  }
}
