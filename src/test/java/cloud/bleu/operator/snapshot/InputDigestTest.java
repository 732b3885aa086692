package cloud.bleu.operator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.operator.Manifest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Field by field: every field that the hospital's objects state is edited, one at a time, and the
 * digest of a workload under every policy changes, but for the fields that are state.
 */
class InputDigestTest {

  /** What changes by itself is no part of what was asked: it never leads to a decision alone. */
  private static final Set<String> STATE_OF_A_ZONE =
      Set.of("state", "maintenance", "capacity", "usablePercent", "cost", "target");

  private final List<CloudProvider> providers = new ArrayList<>();
  private final List<AvailabilityZone> zones = new ArrayList<>();
  private final List<SovereigntyPolicy> policies = new ArrayList<>();
  private final List<BleuWorkload> workloads = new ArrayList<>();

  @BeforeEach
  void load() throws IOException {
    Manifest.directory(Path.of("examples/hospital")).forEach(this::take);
    assertTrue(providers.size() > 1 && zones.size() > 1, "the example is there");
    assertTrue(policies.size() > 1 && workloads.size() > 1, "the example is there");
    // First the one that may go anywhere: everything is within its reach.
    workloads.sort(
        Comparator.comparing(w -> !w.getSpec().residency().providers().allow().isEmpty()));
  }

  @Test
  void everyFieldOfAProviderCounts() {
    Set<String> silent = new TreeSet<>();
    for (int i = 0; i < providers.size(); i++) {
      CloudProvider original = providers.get(i);
      for (JsonNode edited : edits(original)) {
        providers.set(i, (CloudProvider) typed(edited));
        note(silent, original, edited);
      }
      providers.set(i, original);
    }
    assertEquals(Set.of(), silent);
  }

  @Test
  void everyFieldOfAZoneCountsButItsState() {
    Set<String> silent = new TreeSet<>();
    for (int i = 0; i < zones.size(); i++) {
      AvailabilityZone original = zones.get(i);
      for (JsonNode edited : edits(original)) {
        zones.set(i, (AvailabilityZone) typed(edited));
        note(silent, original, edited);
      }
      zones.set(i, original);
    }
    Set<String> tops = new TreeSet<>();
    silent.forEach(path -> tops.add(path.split("/")[1]));
    assertTrue(STATE_OF_A_ZONE.containsAll(tops), () -> "silent: " + silent);
    assertTrue(tops.containsAll(Set.of("capacity", "target")), () -> "the example states " + tops);
  }

  @Test
  void everyFieldOfAGoverningPolicyCountsAndNoneOfAnother() {
    Set<String> silent = new TreeSet<>();
    for (int i = 0; i < policies.size(); i++) {
      SovereigntyPolicy original = policies.get(i);
      List<String> without = new ArrayList<>(names());
      without.remove(original.getMetadata().getName());
      String ungoverned = digest(workloads.get(0), without, null);
      for (JsonNode edited : edits(original)) {
        policies.set(i, (SovereigntyPolicy) typed(edited));
        note(silent, original, edited);
        assertEquals(ungoverned, digest(workloads.get(0), without, null));
      }
      policies.set(i, original);
    }
    assertEquals(Set.of(), silent);
  }

  @Test
  void everyFieldOfAWorkloadCounts() {
    Set<String> silent = new TreeSet<>();
    for (BleuWorkload original : workloads) {
      String before = digest(original, names(), null);
      for (JsonNode edited : edits(original)) {
        if (digest((BleuWorkload) typed(edited), names(), null).equals(before)) {
          silent.add(difference(original, edited));
        }
      }
    }
    assertEquals(Set.of(), silent);
  }

  @Test
  void metadataAndStatusDoNotCount() {
    String before = digest(workloads.get(0), names(), null);
    for (List<? extends HasMetadata> kind : List.of(providers, zones, policies, workloads)) {
      for (HasMetadata object : kind) {
        object.getMetadata().setResourceVersion("7");
        object.getMetadata().setGeneration(7L);
        object.getMetadata().setLabels(java.util.Map.of("any", "thing"));
      }
    }
    assertEquals(before, digest(workloads.get(0), names(), null));
  }

  @Test
  void templateThatIsReferredToCounts() {
    BleuWorkload workload = workloads.get(0);
    String without = digest(workload, names(), null);
    String one = digest(workload, names(), new TextNode("one"));
    assertNotEquals(without, one);
    assertNotEquals(one, digest(workload, names(), new TextNode("two")));
  }

  @Test
  void whatLeadsToTheWorkloadCounts() {
    InputDigest digests = new InputDigest();
    digests.read(providers, zones, policies);
    BleuWorkload workload = workloads.get(0);
    String shut = digests.of(workload, names(), List.of(), null, List.of());
    String open = digests.of(workload, names(), List.of(), null, List.of("Service web"));
    assertNotEquals(shut, open);
    assertNotEquals(open, digests.of(workload, names(), List.of(), null, List.of("Ingress front")));
  }

  @Test
  void governingPoliciesCountByName() {
    List<String> fewer = new ArrayList<>(names());
    fewer.remove(0);
    assertNotEquals(digest(workloads.get(0), names(), null), digest(workloads.get(0), fewer, null));
  }

  @Test
  void specIsReadAgainWithANewGenerationOnly() {
    InputDigest digests = new InputDigest();
    digests.read(providers, zones, policies);
    BleuWorkload workload = workloads.get(0);
    workload.getMetadata().setUid("u");
    workload.getMetadata().setGeneration(1L);
    String first = digests.of(workload, names(), List.of(), null, List.of());
    BleuWorkload edited = (BleuWorkload) typed(edits(workload).get(0));
    edited.getMetadata().setGeneration(2L);
    assertNotEquals(first, digests.of(edited, names(), List.of(), null, List.of()));
    assertEquals(first, digests.of(workload, names(), List.of(), null, List.of()));
    digests.retain(Set.of());
    assertEquals(first, digests.of(workload, names(), List.of(), null, List.of()));
  }

  private void note(Set<String> silent, HasMetadata original, JsonNode edited) {
    if (digest(workloads.get(0), names(), null).equals(unchanged(original))) {
      silent.add(difference(original, edited));
    }
  }

  private @Nullable HasMetadata last;
  private String digestOfLast = "";

  /** The digest with the original in its place; every object is put back before the next. */
  private String unchanged(HasMetadata original) {
    if (last != original) {
      InputDigest digests = new InputDigest();
      digests.read(
          replaced(providers, original), replaced(zones, original), replaced(policies, original));
      digestOfLast = digests.of(workloads.get(0), names(), List.of(), null, List.of());
      last = original;
    }
    return digestOfLast;
  }

  @SuppressWarnings("unchecked")
  private static <T extends HasMetadata> List<T> replaced(List<T> all, HasMetadata original) {
    return all.stream()
        .map(
            o ->
                o.getKind().equals(original.getKind())
                        && o.getMetadata().getName().equals(original.getMetadata().getName())
                    ? (T) original
                    : o)
        .toList();
  }

  private String digest(BleuWorkload workload, List<String> governing, @Nullable Object template) {
    InputDigest digests = new InputDigest();
    digests.read(providers, zones, policies);
    return digests.of(workload, governing, List.of(), template, List.of());
  }

  private List<String> names() {
    return policies.stream().map(p -> p.getMetadata().getName()).toList();
  }

  private void take(HasMetadata object) {
    if (object instanceof CloudProvider p) {
      providers.add(p);
    } else if (object instanceof AvailabilityZone z) {
      zones.add(z);
    } else if (object instanceof SovereigntyPolicy s) {
      policies.add(s);
    } else if (object instanceof BleuWorkload w) {
      workloads.add(w);
    }
  }

  private static HasMetadata typed(JsonNode tree) {
    return Manifest.object(tree.toString());
  }

  /** The object once for each value in its spec, with that one value changed. */
  private static List<JsonNode> edits(HasMetadata object) {
    JsonNode tree = new JsonMapper().valueToTree(object);
    List<String> paths = new ArrayList<>();
    values(tree.path("spec"), "/spec", paths);
    List<JsonNode> edits = new ArrayList<>();
    for (String path : paths) {
      JsonNode edited = tree.deepCopy();
      int slash = path.lastIndexOf('/');
      JsonNode parent = edited.at(path.substring(0, slash));
      JsonNode other = other(edited.at(path));
      if (parent instanceof ArrayNode array) {
        array.set(Integer.parseInt(path.substring(slash + 1)), other);
      } else {
        ((ObjectNode) parent)
            .set(path.substring(slash + 1).replace("~1", "/").replace("~0", "~"), other);
      }
      edits.add(edited);
    }
    return edits;
  }

  private static void values(JsonNode node, String path, List<String> paths) {
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              e ->
                  values(
                      e.getValue(),
                      path + "/" + e.getKey().replace("~", "~0").replace("/", "~1"),
                      paths));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        values(node.get(i), path + "/" + i, paths);
      }
    } else if (!node.isNull()) {
      paths.add(path);
    }
  }

  private static JsonNode other(JsonNode value) {
    if (value.isBoolean()) {
      return BooleanNode.valueOf(!value.booleanValue());
    }
    if (value.isNumber()) {
      return new IntNode(value.intValue() + 1);
    }
    // A date stays a date.
    String text = value.asText();
    return new TextNode(
        text.matches("\\d{4}-.*") ? "1999" + text.substring(4) : text.isEmpty() ? "x" : text + "1");
  }

  private static String difference(HasMetadata original, JsonNode edited) {
    JsonNode before = new JsonMapper().valueToTree(original);
    List<String> paths = new ArrayList<>();
    values(before.path("spec"), "", paths);
    return paths.stream()
        .filter(p -> !before.at("/spec" + p).equals(edited.at("/spec" + p)))
        .findFirst()
        .orElse("?");
  }
}
