package cloud.bleu.operator.snapshot;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.evidence.record.Digest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Digests of the facts of one pass, by zone and provider. */
final class FactDigests {

  /** What changes by itself, or is no fact that anybody is judged by. */
  private static final List<String> STATE =
      List.of("state", "maintenance", "capacity", "usablePercent", "cost", "target");

  /** The digest of a spec; as long as the object is the same, so is that. */
  private record Zone(@Nullable Object source, JsonNode spec, String digest) {}

  private record Provider(@Nullable Object source, String digest) {}

  private final SortedMap<String, Zone> zones = new TreeMap<>();
  private final Map<String, Provider> providers = new HashMap<>();
  private final Map<TreeSet<String>, String> known = new HashMap<>();
  private final Map<FactScope, TreeSet<String>> within = new HashMap<>();

  /** Of nothing. */
  FactDigests() {}

  /**
   * @param before those of the pass before, for what is the same object since
   */
  FactDigests(List<CloudProvider> providers, List<AvailabilityZone> zones, FactDigests before) {
    for (CloudProvider p : providers) {
      String name = p.getMetadata().getName();
      Provider last = before.providers.get(name);
      this.providers.put(
          name,
          last != null && last.source() == p.getSpec()
              ? last
              : new Provider(p.getSpec(), Digest.of(InputDigest.spec(p.getSpec()))));
    }
    for (AvailabilityZone z : zones) {
      Zone last = before.zones.get(z.getMetadata().getName());
      if (last != null && last.source() == z.getSpec()) {
        this.zones.put(z.getMetadata().getName(), last);
        continue;
      }
      JsonNode spec = Serialization.jsonMapper().valueToTree(z.getSpec());
      if (spec instanceof ObjectNode object) {
        object.remove(STATE);
      }
      this.zones.put(
          z.getMetadata().getName(),
          new Zone(
              z.getSpec(),
              spec == null ? MissingNode.getInstance() : spec,
              Digest.of(InputDigest.tree(spec))));
    }
  }

  /** One digest of all facts within that scope. */
  String of(FactScope scope) {
    return known.computeIfAbsent(judged(scope), this::digest);
  }

  /** The zones and providers within that scope. */
  TreeSet<String> judged(FactScope scope) {
    return within.computeIfAbsent(scope, this::collected);
  }

  private TreeSet<String> collected(FactScope scope) {
    TreeSet<String> judged = new TreeSet<>();
    zones.forEach(
        (name, zone) -> {
          if (scope.judges(name, zone.spec())) {
            judge(name, zone, judged);
          }
        });
    scope.providers().forEach(p -> judged.add(VerdictSubject.provider(p)));
    return judged;
  }

  private void judge(String name, Zone zone, TreeSet<String> judged) {
    judged.add(VerdictSubject.zone(name));
    judged.add(VerdictSubject.provider(zone.spec().path("provider").asText()));
    for (JsonNode backup : zone.spec().path("storage").path("backupZones")) {
      Zone target = zones.get(backup.asText());
      if (target != null && !judged.contains(VerdictSubject.zone(backup.asText()))) {
        judge(backup.asText(), target, judged);
      }
    }
  }

  private String digest(TreeSet<String> judged) {
    TreeMap<String, Object> tree = new TreeMap<>();
    for (String object : judged) {
      String name = VerdictSubject.name(object);
      Zone zone = VerdictSubject.isZone(object) ? zones.get(name) : null;
      Provider provider = providers.get(name);
      tree.put(object, zone != null ? zone.digest() : provider == null ? "" : provider.digest());
    }
    return Digest.of(tree);
  }
}
