package cloud.bleu.fieldeffects;

import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestProblem;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Objects as a user writes them, read as every input is read, and planned. */
final class World {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Three zones of 10 cpu on three sites, the third in another region; three replicas of 1 cpu. */
  private static final String BASE =
      """
      Namespace/shop: {metadata: {labels: {placement.bleu.cloud/governed: Audit, team: blue}}}
      CloudProvider/acme:
        spec:
          legalEntity: {name: Acme SAS, registeredOffice: FR, centralAdministration: FR, principalEstablishment: FR}
          offerings:
          - {name: base, layers: [IaaS, CaaS], regions: [north, south], services: [base.compute]}
      AvailabilityZone/a:
        spec: &zone
          {provider: acme, offerings: [base], region: north, site: s-a, usablePercent: 100,
           capacity: {cpu: 10, memory: 100Gi}, location: {country: FR}, target: {nodeSelector: {zone: a}}}
      AvailabilityZone/b:
        spec: {<<: *zone, site: s-b, target: {nodeSelector: {zone: b}}}
      AvailabilityZone/c:
        spec: {<<: *zone, site: s-c, region: south, target: {nodeSelector: {zone: c}}}
      BleuWorkload/web:
        metadata: {namespace: shop, uid: uid-web}
        spec:
          replicas: 3
          dataClasses: [Ordinary]
          workload:
            deployment:
              template: {spec: {containers: [{name: main, image: none, resources: {requests: {cpu: 1, memory: 1Gi}}}]}}
      """;

  private static final World BASE_WORLD = parsed();

  private final Map<String, ObjectNode> objects;

  private World(Map<String, ObjectNode> objects) {
    this.objects = objects;
  }

  static World base() {
    return BASE_WORLD;
  }

  private static World parsed() {
    Object merged = new org.yaml.snakeyaml.Yaml().load(BASE);
    Map<String, ObjectNode> objects = new LinkedHashMap<>();
    JsonNode tree = JSON.valueToTree(merged);
    tree.fieldNames()
        .forEachRemaining(key -> objects.put(key, object(key, (ObjectNode) tree.get(key))));
    return new World(objects);
  }

  private static ObjectNode object(String key, ObjectNode content) {
    String kind = key.substring(0, key.indexOf('/'));
    content.put("apiVersion", apiVersion(kind)).put("kind", kind);
    content.withObject("/metadata").put("name", key.substring(key.indexOf('/') + 1));
    return content;
  }

  private static String apiVersion(String kind) {
    return switch (kind) {
      case "Namespace", "Node", "Pod", "Service" -> "v1";
      case "Ingress" -> "networking.k8s.io/v1";
      case "Deployment" -> "apps/v1";
      case "PriorityClass" -> "scheduling.k8s.io/v1";
      default -> "placement.bleu.cloud/v1alpha1";
    };
  }

  /** This world with patches; it stays as it is itself. */
  World with(List<Row.Patch> patches) {
    Map<String, ObjectNode> patched = new LinkedHashMap<>(objects);
    for (Row.Patch patch : patches) {
      ObjectNode before = patched.get(patch.object());
      JsonNode change =
          JSON.valueToTree(Serialization.unmarshal("---\n" + patch.yaml(), Map.class));
      ObjectNode after = before == null ? JSON.createObjectNode() : before.deepCopy();
      merge(after, change);
      patched.put(patch.object(), object(patch.object(), after));
    }
    return new World(patched);
  }

  private static void merge(ObjectNode target, JsonNode patch) {
    patch
        .fields()
        .forEachRemaining(
            field -> {
              JsonNode old = target.get(field.getKey());
              if (field.getValue().isNull()) {
                target.remove(field.getKey());
              } else if (field.getValue().isObject()) {
                ObjectNode into =
                    old != null && old.isObject() ? (ObjectNode) old : JSON.createObjectNode();
                merge(into, field.getValue());
                target.set(field.getKey(), into);
              } else {
                target.set(field.getKey(), field.getValue());
              }
            });
  }

  /** Every object, as one file. */
  String manifests() {
    return objects.values().stream()
        .map(
            object -> {
              try {
                return JSON.writeValueAsString(object);
              } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
              }
            })
        .collect(Collectors.joining("\n---\n"));
  }

  /** One object as its API class, as it is written, with nothing filled in. */
  <T extends HasMetadata> T object(Class<T> type, String key) {
    return JSON.convertValue(objects.get(key), type);
  }

  private ManifestObjects read() {
    return ManifestObjects.of(
        ManifestReader.read(
            List.of("-"), new ByteArrayInputStream(manifests().getBytes(StandardCharsets.UTF_8))));
  }

  ApiObjects objects() {
    return read().objects();
  }

  Translation translation() {
    return EstateTranslator.translate(objects(), NOW, Map.of());
  }

  Plan plan() {
    return Planner.plan(translation().estate());
  }

  /** The decision for a workload of the namespace shop. */
  Decision decision(String name) {
    return plan().decisions().stream()
        .filter(d -> d.id().equals(new WorkloadId("shop", name)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no decision for " + name + "; " + problems()));
  }

  /** Every error, of schema and of meaning. */
  String problems() {
    ManifestObjects read = read();
    return read
        .problems(EstateTranslator.translate(read.objects(), NOW, Map.of()).problems())
        .stream()
        .map(ManifestProblem::text)
        .collect(Collectors.joining("\n"));
  }
}
