package cloud.bleu.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.RealControlPlane;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A policy whose {@code paramKind} no version serves refuses all that it matches: it names the next
 * version before the former one goes (docs/decisions/0021-versions-of-kinds.md).
 */
@RealControlPlane
class NamedVersionsTest {
  private static final ObjectMapper JSON = Serialization.jsonMapper();

  @TempDir Path folder;

  @Test
  void areServed() throws IOException {
    List<CustomResourceDefinition> kinds = kindsOfTheFiles();
    List<HasMetadata> all = Helm.offline(folder).objects();
    List<HasMetadata> member = Helm.offline(folder).objects("--set", "mode=member");
    assertEquals(Set.of(), notServed(all, kinds));
    assertEquals(Set.of(), notServed(member, kinds.stream().filter(k -> has(member, k)).toList()));
    assertTrue(named(all).containsKey("waves.placement.bleu.cloud"), () -> "" + named(all));
    assertTrue(named(member).containsKey("pods.placement.bleu.cloud"), () -> "" + named(member));
  }

  @Test
  void oneThatIsNotServedIsFound() throws IOException {
    List<HasMetadata> member = Helm.offline(folder).objects("--set", "mode=member");
    List<CustomResourceDefinition> kinds = kindsOfTheFiles();
    kinds.forEach(
        kind -> {
          CustomResourceDefinitionVersion next =
              Serialization.clone(kind.getSpec().getVersions().get(0));
          next.setName("v1beta1");
          kind.getSpec().getVersions().add(next);
        });
    assertEquals(Set.of(), notServed(member, kinds), "both are served");
    kinds.forEach(kind -> kind.getSpec().getVersions().get(0).setServed(false));
    assertEquals(named(member).size(), notServed(member, kinds).size(), "the former one is not");
    assertTrue(
        notServed(member, kinds)
            .contains("pods.placement.bleu.cloud: placement.bleu.cloud/v1alpha1 PlacementGate"));
  }

  private static boolean has(List<HasMetadata> objects, CustomResourceDefinition kind) {
    return objects.stream()
        .anyMatch(o -> o.getMetadata().getName().equals(kind.getMetadata().getName()));
  }

  private static List<CustomResourceDefinition> kindsOfTheFiles() throws IOException {
    List<CustomResourceDefinition> kinds = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("crds"))) {
      for (Path file : files.toList()) {
        kinds.add(Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class));
      }
    }
    return kinds;
  }

  /** Of each policy with one: what it names as its parameters. */
  private static TreeMap<String, String> named(List<HasMetadata> objects) {
    TreeMap<String, String> named = new TreeMap<>();
    for (HasMetadata object : objects) {
      JsonNode asked = JSON.valueToTree(object).at("/spec/paramKind");
      if (!asked.isMissingNode() && !asked.isNull()) {
        named.put(
            object.getMetadata().getName(),
            asked.get("apiVersion").asText() + " " + asked.get("kind").asText());
      }
    }
    return named;
  }

  private static Set<String> notServed(
      List<HasMetadata> objects, List<CustomResourceDefinition> kinds) {
    Set<String> served = new TreeSet<>();
    for (CustomResourceDefinition kind : kinds) {
      for (CustomResourceDefinitionVersion version : kind.getSpec().getVersions()) {
        if (version.getServed()) {
          served.add(
              "%s/%s %s"
                  .formatted(
                      kind.getSpec().getGroup(),
                      version.getName(),
                      kind.getSpec().getNames().getKind()));
        }
      }
    }
    Set<String> not = new TreeSet<>();
    named(objects)
        .forEach(
            (policy, asked) -> {
              if (!served.contains(asked)) {
                not.add(policy + ": " + asked);
              }
            });
    return not;
  }
}
