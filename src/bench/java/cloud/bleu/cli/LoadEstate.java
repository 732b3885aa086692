package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.sandbox.FakeNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One provider in France, zones of it, each on a site of its own with room for all that a bench
 * makes, and workloads in the namespace {@value #NAMESPACE}.
 */
final class LoadEstate {

  static final String NAMESPACE = "load";

  /** Of a zone, as YAML. */
  static final String CAPACITY = "{cpu: \"4000\", memory: 16Ti}";

  static final String PROVIDER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: here}
      spec: {displayName: Here, offerings: [{name: vms, layers: [IaaS, CaaS], regions: [r]}]}
      """;

  private static final String ZONE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: %1$s}
      spec:
        provider: here
        offerings: [vms]
        region: r
        site: %1$s
        location: {country: FR}
        %2$s
        target: {%3$s}
      """;

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: %1$s, namespace: load}
      spec:
        replicas: %2$d
        dataClasses: [Ordinary]
        workload:
          deployment:
            template:
              metadata: {labels: {app: %1$s}}
              spec: {containers: [{name: c, image: example.com/c, resources: {requests: {cpu: 10m, memory: 16Mi}}}]}
        residency: {zones: {allow: [%3$s]}}
      """;

  private LoadEstate() {}

  /** Creates the namespace and the provider. */
  static void begin(KubernetesClient hub) {
    hub.resource(new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    hub.resource(Serialization.<HasMetadata>unmarshal(PROVIDER)).create();
  }

  /** That many names, numbered from 0. */
  static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  /** The load average of the machine over the last minute. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /**
   * A zone of that provider.
   *
   * @param capacity of its spec, as YAML; empty: it is measured
   * @param target the content of spec.target, in the flow style of YAML
   */
  static HasMetadata zone(String name, String capacity, String target) {
    return Serialization.unmarshal(
        ZONE.formatted(name, capacity.isEmpty() ? "" : "capacity: " + capacity, target));
  }

  /** A node for all that a zone gets, which also has the label {@code zone}. */
  static FakeNode node(String zone) {
    return FakeNode.inZone(zone, zone + "-n1")
        .withLabel("zone", zone)
        .withCapacity("cpu", "4000")
        .withCapacity("memory", "16Ti")
        .withCapacity("pods", "100000");
  }

  /** A workload that the operator delivers as a Deployment, into this zone only. */
  static BleuWorkload workload(String name, int replicas, String zone) {
    return Serialization.unmarshal(WORKLOAD.formatted(name, replicas, zone), BleuWorkload.class);
  }

  /** The workload that an object of a delivery belongs to; empty: it has no label of one. */
  static Optional<String> workloadOf(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getLabels())
        .map(labels -> labels.get(Labels.WORKLOAD));
  }
}
