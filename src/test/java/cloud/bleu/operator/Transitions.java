package cloud.bleu.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The transitions that the schemas give. */
final class Transitions {
  private final TransitionWorld world;

  Transitions(TransitionWorld world) {
    this.world = world;
  }

  /** Every edit of every kind that people write, on objects in use and on one that is not. */
  List<Transition> ofSchemas() {
    List<Transition> all = new ArrayList<>();
    all.addAll(of("BleuWorkload", "web", ""));
    for (String name : List.of("db", "vm", "ref")) {
      all.addAll(of("BleuWorkload", name, "/workload"));
    }
    all.addAll(of("BleuWorkload", "db", "/placement/weights"));
    all.addAll(of("AvailabilityZone", "fr-a", ""));
    all.addAll(of("AvailabilityZone", "spare", ""));
    all.addAll(of("CloudProvider", "acme", ""));
    all.addAll(of("SovereigntyPolicy", "p", ""));
    return all;
  }

  private List<Transition> of(String kind, String name, String under) {
    JsonNode spec = world.spec(kind, name);
    List<Transition> all = new ArrayList<>();
    for (SchemaCases.Case one : SchemaCases.of(schema(kind), spec)) {
      if (one.id().startsWith(under)) {
        String id = kind + "/" + name + one.id();
        // Only an order about a zone moves what runs there.
        boolean moves = kind.equals("AvailabilityZone") && one.id().startsWith("/state");
        all.add(
            new Transition(
                id,
                kind.equals("BleuWorkload") ? name : "",
                moves,
                () -> world.replace(kind, name, one.spec()),
                () -> world.replace(kind, name, spec)));
      }
    }
    return all;
  }

  private static JsonNode schema(String kind) {
    Map<String, String> files =
        Map.of(
            "BleuWorkload", "bleuworkloads",
            "AvailabilityZone", "availabilityzones",
            "CloudProvider", "cloudproviders",
            "SovereigntyPolicy", "sovereigntypolicies");
    Path file = Path.of("crds", "placement.bleu.cloud_" + files.get(kind) + ".yaml");
    try {
      return new ObjectMapper()
          .valueToTree(Serialization.unmarshal(Files.readString(file), Map.class))
          .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
