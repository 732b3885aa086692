package cloud.bleu.translate;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.Planner;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * An API server may hold objects that today's schema would refuse. Whatever they say, they are
 * translated, the others as well, and the estate can be planned.
 */
class TotalTranslationTest {
  private static final long SEED = Long.getLong("bleu.seed", 20261124L);
  private static final int RUNS = Campaign.size("bleu.damages", 75);
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final List<JsonNode> VALUES =
      List.of(
          NullNode.instance,
          IntNode.valueOf(-1),
          IntNode.valueOf(0),
          IntNode.valueOf(Integer.MAX_VALUE),
          TextNode.valueOf(""),
          TextNode.valueOf("Nonsense"),
          TextNode.valueOf("9223372036854775807Ei"),
          TextNode.valueOf("-5"),
          TextNode.valueOf("a b"));

  private static final String ENTRANCES =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: record, namespace: sante}
      spec: {type: LoadBalancer, selector: {app: dossier-web}, ports: [{port: 443}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: record, namespace: sante}
      spec:
        defaultBackend: {service: {name: record, port: {number: 443}}}
        rules: [{host: a.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: record}}}]}}]
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: record, namespace: edge}
      spec:
        parentRefs: [{name: edge, group: gateway.networking.k8s.io, kind: Gateway}]
        rules: [{filters: [{requestMirror: {backendRef: {name: record}}}], backendRefs: [{name: record, namespace: sante}]}]
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: ReferenceGrant
      metadata: {name: edge, namespace: sante}
      spec: {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}], to: [{group: "", kind: Service, name: record}]}
      """;

  private final Random random = new Random(SEED);

  @Test
  void translatesWhateverTheServerHolds() throws Exception {
    ApiObjects original =
        ManifestObjects.of(
                ManifestReader.read(
                    List.of("examples/hospital", "-"),
                    new ByteArrayInputStream(ENTRANCES.getBytes(StandardCharsets.UTF_8))))
            .objects();
    int wrong = 0;
    for (int run = 0; run < RUNS; run++) {
      ApiObjects objects =
          ApiObjects.NONE
              .with(CloudProvider.class, damaged(original.providers()))
              .with(AvailabilityZone.class, damaged(original.zones()))
              .with(SovereigntyPolicy.class, damaged(original.policies()))
              .with(BleuWorkload.class, damaged(original.workloads()))
              .with(WorkloadPlacement.class, original.placements())
              .with(Namespace.class, original.namespaces())
              .with(PriorityClass.class, damaged(original.priorityClasses()))
              .with(Node.class, original.nodes())
              .with(Pod.class, original.pods())
              .with(Deployment.class, original.deployments())
              .with(SovereigntyWaiver.class, original.waivers())
              .with(Service.class, damaged(original.services()))
              .with(Ingress.class, damaged(original.ingresses()))
              .with(GenericKubernetesResource.class, damaged(original.routes()));
      String replay = "-Dbleu.seed=" + SEED + " run " + run;
      Translation translation =
          assertDoesNotThrow(
              () ->
                  EstateTranslator.translate(
                      objects, Instant.parse("2026-11-24T12:00:00Z"), Map.of()),
              replay);
      // Without advice, which nothing of a plan hangs on: should it fail, the plan goes without it.
      assertDoesNotThrow(() -> Planner.decisions(translation.estate()), replay);
      wrong += translation.problems().isEmpty() ? 0 : 1;
    }
    assertTrue(wrong > RUNS / 3, wrong + " of " + RUNS + " had problems");
  }

  /** The same objects, one of them with one other value somewhere in its spec. */
  private <T extends HasMetadata> List<T> damaged(List<T> objects) throws JsonProcessingException {
    List<T> all = new ArrayList<>(objects);
    int index = random.nextInt(all.size());
    T object = all.get(index);
    ObjectNode tree = MAPPER.valueToTree(object);
    List<Runnable> changes = new ArrayList<>();
    collect(tree.has("spec") ? tree.path("spec") : tree, changes);
    if (changes.isEmpty()) {
      return all;
    }
    changes.get(random.nextInt(changes.size())).run();
    try {
      @SuppressWarnings("unchecked")
      Class<T> type = (Class<T>) object.getClass();
      T changed = MAPPER.treeToValue(tree, type);
      if (changed.getMetadata() != null && changed.getMetadata().getName() != null) {
        all.set(index, changed);
      }
    } catch (JsonProcessingException notEvenOfTheType) {
      return all;
    }
    return all;
  }

  private void collect(JsonNode node, List<Runnable> changes) {
    if (node instanceof ObjectNode object) {
      for (var field : object.properties()) {
        String name = field.getKey();
        changes.add(() -> object.set(name, VALUES.get(random.nextInt(VALUES.size()))));
        changes.add(() -> object.remove(name));
        collect(field.getValue(), changes);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        changes.add(() -> array.set(index, VALUES.get(random.nextInt(VALUES.size()))));
        changes.add(() -> array.add(array.get(index).deepCopy()));
        collect(array.get(i), changes);
      }
    }
  }
}
