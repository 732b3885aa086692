package cloud.bleu.cli;

/** One provider in France and zones of it, each on a site of its own, as manifests. */
final class LoadEstate {

  static final String PROVIDER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: here}
      spec: {displayName: Here, offerings: [{name: vms, layers: [IaaS, CaaS], regions: [r]}]}
      """;

  private LoadEstate() {}

  /**
   * A zone of that provider.
   *
   * @param capacity of its spec, as YAML; empty: it is measured
   * @param target the content of spec.target, in the flow style of YAML
   */
  static String zone(String name, String capacity, String target) {
    return """
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
        """
        .formatted(name, capacity.isEmpty() ? "" : "capacity: " + capacity, target);
  }
}
