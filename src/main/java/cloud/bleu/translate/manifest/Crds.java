package cloud.bleu.translate.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The schemas of the CustomResourceDefinitions that travel in the jar, read when needed. */
final class Crds {

  /** File of each kind, by kind. */
  static final Map<String, String> PLURALS =
      Map.of(
          "CloudProvider", "cloudproviders",
          "AvailabilityZone", "availabilityzones",
          "SovereigntyPolicy", "sovereigntypolicies",
          "BleuWorkload", "bleuworkloads",
          "WorkloadPlacement", "workloadplacements",
          "PlacementGate", "placementgates",
          "SovereigntyWaiver", "sovereigntywaivers",
          "ResilienceDrill", "resiliencedrills",
          "MigrationPlan", "migrationplans",
          "DecisionLedger", "decisionledgers");

  static final String GROUP = "placement.bleu.cloud";
  static final String VERSION = "v1alpha1";

  private static final Map<String, JsonNode> SCHEMAS = new ConcurrentHashMap<>();

  private Crds() {}

  /** The schema of a kind of {@link #PLURALS}. */
  static JsonNode schema(String kind) {
    return SCHEMAS.computeIfAbsent(kind, Crds::load);
  }

  private static JsonNode load(String kind) {
    String file = "/cloud/bleu/crds/" + GROUP + "_" + PLURALS.get(kind) + ".yaml";
    try (InputStream in = Crds.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + file);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      JsonNode crd = parse(text);
      for (JsonNode version : crd.path("spec").path("versions")) {
        if (version.path("name").asText().equals(VERSION)) {
          return version.path("schema").path("openAPIV3Schema");
        }
      }
      throw new IllegalStateException("no version " + VERSION + " in " + file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** YAML of our own as JSON. */
  static JsonNode parse(String yaml) {
    try {
      return Yaml.json(Yaml.compose(yaml, false).getSingleNode().orElseThrow());
    } catch (Yaml.Refused e) {
      throw new IllegalStateException("malformed: " + yaml, e);
    }
  }
}
