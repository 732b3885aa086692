package cloud.bleu.operator.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Which facts a workload is judged by: those of zones that its own residency does not exclude by
 * name, and of what it names itself. A zone that is excluded by name stays out whatever else is
 * said of it. So an edit of that zone does not concern the workload; an edit that lets the zone in
 * does.
 *
 * @param backups zones that are named as backup targets: they are judged as well
 * @param providers of what it depends on
 */
record FactScope(Names zones, Names regions, Names of, Set<String> backups, Set<String> providers) {

  /** Names that are allowed (empty: all) and names that are denied; denial wins. */
  record Names(Set<String> allow, Set<String> deny) {
    static Names of(JsonNode lists) {
      return new Names(texts(lists.path("allow")), texts(lists.path("deny")));
    }

    boolean take(String name) {
      return !deny.contains(name) && (allow.isEmpty() || allow.contains(name));
    }
  }

  /** Of the spec of a BleuWorkload. */
  static FactScope of(JsonNode spec) {
    JsonNode residency = spec.path("residency");
    Set<String> providers = new HashSet<>();
    spec.path("dependencies").forEach(d -> providers.add(d.path("provider").asText()));
    return new FactScope(
        Names.of(residency.path("zones")),
        Names.of(residency.path("regions")),
        Names.of(residency.path("providers")),
        texts(spec.path("resilience").path("backup").path("toZones")),
        providers);
  }

  /** Whether the workload can be judged on a zone. */
  boolean judges(String zone, JsonNode spec) {
    return backups.contains(zone)
        || zones.take(zone)
            && regions.take(spec.path("region").asText())
            && of.take(spec.path("provider").asText());
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new HashSet<>();
    list.forEach(t -> texts.add(t.asText()));
    return texts;
  }
}
