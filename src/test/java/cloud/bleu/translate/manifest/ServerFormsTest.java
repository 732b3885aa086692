package cloud.bleu.translate.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.translate.object.ApiObjects;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of manifests have the forms that the API server takes, and no other. */
class ServerFormsTest {

  private static ManifestObjects read(String text) {
    return ManifestObjects.of(
        ManifestReader.read(
            List.of("-"), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
  }

  private static String told(String text) {
    return read(text).problems(List.of()).stream()
        .map(p -> p.text().replaceFirst("^(document \\d+)?, ", ""))
        .collect(Collectors.joining("\n"));
  }

  private static String zone(String region) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: north}
        spec:
          provider: acme
          site: one
          location: {country: FR}
          capacity: {cpu: 4}
          target: {nodeSelector: {zone: north}}
          region: %s
        """
        .formatted(region);
  }

  /** As what {@code toYaml | nindent} of a file makes. */
  @Test
  void aTextThatEndsInALineFeedIsAnotherText() {
    assertEquals("", told(zone("fr-idf")));
    assertEquals("", told(zone("|-\n    fr-idf")));
    assertEquals(
        "AvailabilityZone north, spec.region: not a name: \"fr-idf\\u000A\"",
        told(zone("|\n    fr-idf")).split(";")[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.b",
        "Shop",
        "shop-",
        "seven-times-nine-is-sixty-three-and-that-is-all-a-namespace-can-"
      })
  void aNamespaceIsALabel(String namespace) {
    String accepted = "; accepted: at most 63 lower-case letters, digits and dashes; rename it";
    for (String told :
        List.of(
            told(workload(namespace)),
            told("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}"))) {
      assertTrue(told.contains(", metadata.name"), told);
      assertTrue(told.contains(": not a name: "), told);
      assertTrue(told.endsWith(accepted), told);
      assertEquals(1, told.lines().count(), told);
    }
  }

  @Test
  void aNameMayHaveDots() {
    assertEquals("", told(zone("fr-idf").replace("name: north", "name: north.one")));
  }

  private static String workload(String namespace) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: %s}
        spec:
          dataClasses: [Ordinary]
          workload: {external: {kind: VM, requests: {cpu: 1}}}
        """
        .formatted(namespace);
  }

  @ParameterizedTest
  @CsvSource({
    "team, true",
    "shop.example/team, true",
    "shop.example/Team_1.x, true",
    "'', false",
    "a b, false",
    "/team, false",
    "shop.example/, false",
    "a/b/c, false",
    "-team, false",
    "sixty-four-letters-are-one-too-many-for-the-name-of-a-label-here, false",
  })
  void keysOfLabelsAndAnnotationsHaveTheirForm(String key, boolean taken) {
    for (String field : List.of("labels", "annotations")) {
      String told =
          told(
              "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, %s: {\"%s\": x}}"
                  .formatted(field, key));
      assertEquals(taken, told.isEmpty(), told);
      if (!taken) {
        assertTrue(told.contains(": not a key of " + field + ": "), told);
        assertEquals(1, told.lines().count(), told);
      }
    }
  }

  /** The API server takes keys of annotations with capital letters before the slash. */
  @Test
  void theDomainOfAnAnnotationMayHaveCapitals() {
    String namespace =
        "{apiVersion: v1, kind: Namespace, metadata: {name: shop, %s: {Shop.example/a: x}}}";
    assertEquals("", told(namespace.formatted("annotations")));
    assertTrue(told(namespace.formatted("labels")).contains(": not a key of labels: "));
  }

  /** A null takes out what nobody stated; it is no text. */
  @Test
  void aNullInASecondNamespaceIsNoLabel() {
    ApiObjects objects =
        read("""
            {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {a: b}}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: null, c: d}}}
            """)
            .objects();
    assertEquals(Map.of("a", "b", "c", "d"), objects.namespaces().get(0).getMetadata().getLabels());
  }

  /** A value that is none is told once, and nothing of it is joined. */
  @Test
  void aWrongLabelOfASecondNamespaceIsNotJoined() {
    ManifestObjects manifests =
        read(
            """
            {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: [x]}}}
            """);
    assertEquals(Map.of(), manifests.objects().namespaces().get(0).getMetadata().getLabels());
    assertEquals(1, manifests.problems(List.of()).size());
  }
}
