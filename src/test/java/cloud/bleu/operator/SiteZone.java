package cloud.bleu.operator;

/** A zone in France on a site of its own, as a manifest. */
public final class SiteZone {

  private SiteZone() {}

  /**
   * One of whose room nothing is stated.
   *
   * @param target the content of spec.target, in the flow style of YAML
   */
  public static String yaml(String provider, String name, String target) {
    return yaml(provider, name, "", target);
  }

  /**
   * One with some room.
   *
   * @param capacity of its spec, as YAML; empty: it is measured
   * @param target the content of spec.target, in the flow style of YAML
   */
  public static String yaml(String provider, String name, String capacity, String target) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: %s}
        spec:
          provider: %s
          offerings: [base]
          region: north
          site: site-%s
          location: {country: FR, latitude: "48.8", longitude: "2.3"}
          %s
          target: {%s}
        """
        .formatted(name, provider, name, capacity.isEmpty() ? "" : "capacity: " + capacity, target);
  }
}
