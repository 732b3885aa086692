package cloud.bleu.report.page;

import cloud.bleu.evidence.assessment.LeftOutObject;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What of a cluster the reader of a page may list, as the API server said.
 *
 * @param namespaces of which workloads may be listed; null: of all
 * @param waivers namespaces of which waivers may be listed; null: of all
 * @param facts whether zones, providers, policies and drills may be listed, all four
 */
public record PageAccess(
    @Nullable SortedSet<String> namespaces, @Nullable SortedSet<String> waivers, boolean facts) {

  private static final Set<String> FACTS =
      Set.of("AvailabilityZone", "CloudProvider", "ResilienceDrill", "SovereigntyPolicy");

  /** Everything. */
  public static final PageAccess WHOLE = new PageAccess(null, null, true);

  public PageAccess {
    namespaces = frozen(namespaces);
    waivers = frozen(waivers);
  }

  private static @Nullable SortedSet<String> frozen(@Nullable Collection<String> names) {
    return names == null ? null : Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }

  /** Whether workloads of a namespace may be listed. */
  public boolean shows(String namespace) {
    return namespaces == null || namespaces.contains(namespace);
  }

  /** Whether waivers of a namespace may be listed. */
  public boolean showsWaivers(String namespace) {
    return shows(namespace) && (waivers == null || waivers.contains(namespace));
  }

  /** Whether waivers may be listed wherever workloads may. */
  public boolean showsAllWaivers() {
    return waivers == null || namespaces != null && waivers.containsAll(namespaces);
  }

  /** Whether an object that cannot be used may be listed; of kinds that nobody asked about: no. */
  public boolean shows(LeftOutObject object) {
    String namespace = object.namespace();
    return switch (object.kind()) {
      case "BleuWorkload" -> namespace != null && shows(namespace);
      case "SovereigntyWaiver" -> namespace != null && showsWaivers(namespace);
      case "Namespace" -> shows(object.name());
      default -> FACTS.contains(object.kind()) ? facts : equals(WHOLE);
    };
  }
}
