package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The objects of examples/hospital and one provider without a zone, to be edited. Of its workloads
 * the record (base: Cloud Temple and OVHcloud, web: anywhere), its rehearsal (base: Bleu and Cloud
 * Temple, web: anywhere), the batch (Cloud Temple) and the web site (Bleu and Outscale).
 */
public final class Hospital {

  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final JsonMapper JSON = new JsonMapper();

  private static final String IDLE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: idle}
      spec:
        displayName: Idle
        offerings: [{name: none, layers: [IaaS], regions: [nowhere], qualifications: [{scheme: SecNumCloud}]}]
      """;

  private Hospital() {}

  public static List<HasMetadata> objects() {
    try {
      List<HasMetadata> objects = new ArrayList<>(Manifest.directory(Path.of("examples/hospital")));
      objects.add(Manifest.object(IDLE));
      return objects;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same objects with another value in one field of one spec.
   *
   * @param object {@code CloudProvider/bleu}
   * @param field JSON pointer within spec
   * @param value text, or JSON where it is a list
   */
  public static List<HasMetadata> edited(
      List<HasMetadata> objects, String object, String field, String value) {
    List<HasMetadata> edited = new ArrayList<>();
    boolean found = false;
    for (HasMetadata each : objects) {
      boolean it = object.equals(each.getKind() + "/" + each.getMetadata().getName());
      found |= it;
      edited.add(it ? with(each, field, value) : each);
    }
    assertEquals(true, found, object);
    return edited;
  }

  private static HasMetadata with(HasMetadata object, String field, String value) {
    JsonNode tree = JSON.valueToTree(object);
    JsonNode holder = tree.path("spec");
    String[] steps = field.substring(1).split("/");
    for (int i = 0; i < steps.length - 1; i++) {
      holder =
          holder instanceof ArrayNode list
              ? list.path(Integer.parseInt(steps[i]))
              : holder.path(steps[i]).isArray()
                  ? holder.path(steps[i])
                  : ((ObjectNode) holder).withObject("/" + steps[i]);
    }
    ObjectNode parent = (ObjectNode) holder;
    String last = steps[steps.length - 1];
    if (parent.path(last).isNumber() || last.endsWith("Days")) {
      parent.put(last, Integer.parseInt(value));
    } else if (value.startsWith("[")) {
      parent.set(last, json(value));
    } else {
      parent.put(last, value);
    }
    return Manifest.object(tree.toString());
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** What the example says as a whole, as the command line reads it. */
  public static Translation translated() {
    return EstateTranslator.translate(
        ManifestObjects.of(
                ManifestReader.read(List.of("examples/hospital"), InputStream.nullInputStream()))
            .objects(),
        NOW,
        Map.of());
  }

  public static String shortName(WorkloadId id) {
    String rehearsal = id.namespace().equals("sante-repetition") ? "'" : "";
    return switch (id.name()) {
      case "dossier-base" -> "base" + rehearsal;
      case "dossier-web" -> "web" + rehearsal;
      case "codage-nuit" -> "batch";
      default -> "site";
    };
  }

  public static <T extends HasMetadata> List<T> of(Class<T> type, List<HasMetadata> objects) {
    return objects.stream().filter(type::isInstance).map(type::cast).collect(Collectors.toList());
  }
}
