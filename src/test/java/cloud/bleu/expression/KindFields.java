package cloud.bleu.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which field of a kind an expression reads under a name of its own. */
public final class KindFields {
  private static final Path CRDS = Path.of("crds");

  private static final Map<String, String> KINDS =
      Map.of(
          "workload", "bleuworkloads",
          "zone", "availabilityzones",
          "provider", "cloudproviders");

  private static final String TEMPLATE = "made of `spec.workload`";

  /**
   * By the beginning of the path of a variable, the longest counts: what stands for it under {@code
   * spec}. What begins with {@code =} is the field itself; what has a space, or is code, is said as
   * it is.
   */
  private static final Map<String, String> OTHERWISE =
      Map.ofEntries(
          Map.entry("workload.abandonVolumesIn", "resilience.abandonVolumesIn"),
          Map.entry("workload.affinity", "placement.affinity"),
          Map.entry("workload.affinity[].topology.name", "=placement.affinity[].topology"),
          Map.entry("workload.antiAffinity", "placement.antiAffinity"),
          Map.entry("workload.antiAffinity[].topology.name", "=placement.antiAffinity[].topology"),
          Map.entry("workload.closure", TEMPLATE),
          Map.entry("workload.closure.backup", "resilience.backup"),
          Map.entry(
              "workload.closure.backup.minDistanceMetres", "=resilience.backup.minDistanceKm"),
          Map.entry("workload.closure.dependencies", "dependencies"),
          Map.entry("workload.closure.egress", "residency.egress"),
          Map.entry("workload.closure.egress[].target", "=residency.egress[].to"),
          Map.entry("workload.closure.egress[].way", "=residency.egress[].to"),
          Map.entry(
              "workload.closure.exposedBy",
              "made of Services, Ingresses and routes that lead to it"),
          Map.entry("workload.closure.secrets.companions", "=workload.companions"),
          Map.entry("workload.dataBound", TEMPLATE),
          Map.entry("workload.failoverAfter", "=resilience.failover.after"),
          Map.entry("workload.formerVolumes", "=workload.statefulSet.formerOrdinals"),
          Map.entry("workload.name", "`metadata.name`"),
          Map.entry("workload.namespace", "`metadata.namespace`"),
          Map.entry("workload.objective", "=placement.objective"),
          Map.entry("workload.perZoneMax", "=placement.perZone.max"),
          Map.entry("workload.perZoneMin", "=placement.perZone.min"),
          Map.entry("workload.priority", "=placement.priorityClassName"),
          Map.entry("workload.quorum", "=resilience.quorum"),
          Map.entry("workload.rebalance", "placement.rebalance"),
          Map.entry(
              "workload.replication.maxRoundTripMicros", "=resilience.replication.maxRoundTrip"),
          Map.entry(
              "workload.replication.minDistanceMetres", "=resilience.replication.minDistanceKm"),
          Map.entry("workload.returnAfter", "=resilience.failover.returnAfter"),
          Map.entry("workload.silenceAfter", "=resilience.failover.after"),
          Map.entry("workload.spread", "resilience.spread"),
          Map.entry("workload.spread[].hard", "=resilience.spread[].whenUnsatisfiable"),
          Map.entry("workload.spread[].over.name", "=resilience.spread[].over"),
          Map.entry("workload.surges", TEMPLATE),
          Map.entry("workload.tolerate", "resilience.tolerate"),
          Map.entry("workload.tolerate[].copy", "=resilience.tolerate[].replication"),
          Map.entry("workload.tolerate[].hard", "=resilience.tolerate[].whenUnsatisfiable"),
          Map.entry("workload.tolerate[].of.name", "=resilience.tolerate[].of"),
          Map.entry("workload.weights", "=placement.weights"),
          Map.entry("zone.delivery.gated", "the condition `EnforcedElsewhere`"),
          Map.entry("zone.delivery.way", "=target"),
          Map.entry("zone.equipment.egress", "egress"),
          Map.entry("zone.equipment.registries", "registries"),
          Map.entry("zone.equipment.storage", "storage"),
          Map.entry("zone.location.coordinates.latitudeE6", "=location.latitude"),
          Map.entry("zone.location.coordinates.longitudeE6", "=location.longitude"),
          Map.entry("zone.name", "`metadata.name`"),
          Map.entry("zone.silentAfter", "=health.silentAfter"),
          Map.entry("provider.name", "`metadata.name`"));

  private KindFields() {}

  /**
   * What stands for a variable in its kind; empty where it is the field of the same name.
   *
   * @throws IllegalStateException where the kind has no such field: name it here, or call the
   *     variable as the kind does
   */
  public static String of(String variable) throws IOException {
    if (variable.equals("now")) {
      return "";
    }
    String path = variable.startsWith("offerings") ? "provider." + variable : variable;
    String kind = KINDS.get(path.substring(0, path.indexOf('.')));
    String other =
        OTHERWISE.keySet().stream()
            .filter(k -> path.equals(k) || path.startsWith(k + ".") || path.startsWith(k + "["))
            .max(Comparator.comparingInt(String::length))
            .orElse("");
    String to = OTHERWISE.getOrDefault(other, "");
    if (to.contains(" ") || to.startsWith("`")) {
      return to;
    }
    String own = path.substring(path.indexOf('.') + 1);
    String field =
        to.isEmpty()
            ? own
            : to.startsWith("=") ? to.substring(1) : to + path.substring(other.length());
    if (!isField(kind, field)) {
      throw new IllegalStateException(variable + ": " + kind + " have no field spec." + field);
    }
    return field.equals(own) ? "" : "`spec." + field + "`";
  }

  private static boolean isField(String kind, String field) throws IOException {
    JsonNode at =
        new YAMLMapper()
            .readTree(Files.readString(file(kind)))
            .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    for (String part : List.of(field.split("\\."))) {
      boolean each = part.endsWith("[]");
      at = at.path("properties").path(each ? part.substring(0, part.length() - 2) : part);
      at = each ? at.path("items") : at;
    }
    return !at.isMissingNode();
  }

  private static Path file(String kind) throws IOException {
    try (Stream<Path> files = Files.list(CRDS)) {
      return files
          .filter(f -> f.toString().endsWith("_" + kind + ".yaml"))
          .findFirst()
          .orElseThrow();
    }
  }
}
