package cloud.bleu.translate.object;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What objects state by name, for those who see no types of the API. */
public final class EstateSurvey {

  private final ApiObjects objects;

  /**
   * @param objects as they were read, whether or not they can be translated
   */
  public EstateSurvey(ApiObjects objects) {
    this.objects = objects;
  }

  /** What a namespace says. */
  public record StatedNamespace(Map<String, String> labels, Map<String, String> annotations) {
    public StatedNamespace {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }
  }

  /** The namespaces by name. */
  public SortedMap<String, StatedNamespace> namespaces() {
    SortedMap<String, StatedNamespace> all = new TreeMap<>();
    for (Namespace one : objects.namespaces()) {
      all.put(
          one.getMetadata().getName(),
          new StatedNamespace(
              stated(one.getMetadata().getLabels()), stated(one.getMetadata().getAnnotations())));
    }
    return all;
  }

  private static Map<String, String> stated(@Nullable Map<String, String> all) {
    return all == null ? Map.of() : all;
  }

  /** The provider of each zone, by the name of the zone. */
  public SortedMap<String, String> zones() {
    SortedMap<String, String> all = new TreeMap<>();
    for (AvailabilityZone zone : objects.zones()) {
      all.put(
          zone.getMetadata().getName(),
          zone.getSpec() == null || zone.getSpec().provider() == null
              ? ""
              : zone.getSpec().provider());
    }
    return all;
  }

  /**
   * Whether a provider has zones in another cluster, to which objects can be copied. Karmada takes
   * them along by itself.
   */
  public boolean isElsewhere(String provider) {
    return objects.zones().stream()
        .map((AvailabilityZone zone) -> zone.getSpec())
        .anyMatch(
            s ->
                s != null
                    && provider.equals(s.provider())
                    && s.target() != null
                    && s.target().elsewhere()
                    && s.target().karmada() == null);
  }

  /** When each workload was created, of those that say it. */
  public SortedMap<WorkloadId, Instant> created() {
    SortedMap<WorkloadId, Instant> all = new TreeMap<>();
    for (BleuWorkload one : objects.workloads()) {
      String at = one.getMetadata().getCreationTimestamp();
      if (at != null) {
        String namespace = one.getMetadata().getNamespace();
        all.put(
            new WorkloadId(namespace == null ? "default" : namespace, one.getMetadata().getName()),
            Instant.parse(at));
      }
    }
    return all;
  }

  /** The services that a provider is known to offer. */
  public SortedSet<String> services(String provider) {
    SortedSet<String> all = new TreeSet<>();
    for (CloudProvider one : objects.providers()) {
      if (provider.equals(one.getMetadata().getName()) && one.getSpec() != null) {
        one.getSpec().offerings().forEach(o -> all.addAll(o.services()));
      }
    }
    return all;
  }

  /** The classes of data that each policy is for, by its name; empty: all. */
  public SortedMap<String, List<String>> policies() {
    SortedMap<String, List<String>> all = new TreeMap<>();
    for (SovereigntyPolicy one : objects.policies()) {
      boolean isForAll = one.getSpec() == null || one.getSpec().appliesTo() == null;
      all.put(
          one.getMetadata().getName(),
          isForAll ? List.of() : one.getSpec().appliesTo().dataClasses());
    }
    return all;
  }
}
