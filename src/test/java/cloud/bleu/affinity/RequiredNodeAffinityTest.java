package cloud.bleu.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a zone with the selector {@code zone: a, size: "8"} and two nodes in place p says to pods.
 */
class RequiredNodeAffinityTest {
  private static final List<Node> NODES =
      List.of(
          node("n1", "a", "p", "ssd"), node("n2", "a", "p", "hdd"), node("n3", "b", "q", "ssd"));
  private static final ZoneLabels ZONE =
      ZoneLabels.of(Map.of("a", Map.of("zone", "a", "size", "8")), NODES).get("a");

  private static Node node(String name, String zone, String place, String disk) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(
            Map.of(
                "zone",
                zone,
                "size",
                "8",
                "disk",
                disk,
                "topology.kubernetes.io/zone",
                place,
                "kubernetes.io/hostname",
                name))
        .endMetadata()
        .build();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          {}                                                            | -
          {nodeSelector: {zone: a}}                                     | -
          {nodeSelector: {disk: ssd}}                                   | -
          {nodeSelector: {disk: none}}                                  | -
          {nodeSelector: {other: x}}                                    | -
          {nodeSelector: {zone: b}}                                     | node selector asks for zone=b, which no node of the zone has
          {nodeSelector: {topology.kubernetes.io/zone: p}}              | -
          {nodeSelector: {topology.kubernetes.io/zone: q}}              | node selector asks for topology.kubernetes.io/zone=q, which no node of the zone has
          {nodeSelector: {topology.kubernetes.io/region: q}}            | -
          {nodeSelector: {kubernetes.io/hostname: n2}}                  | -
          {nodeSelector: {kubernetes.io/hostname: n3}}                  | node selector asks for kubernetes.io/hostname=n3, which no node of the zone has
          E[{key: zone, operator: In, values: [a, b]}]                  | -
          E[{key: zone, operator: In, values: [b, c]}]                  | required node affinity asks for zone in (b, c), which no node of the zone has
          E[{key: zone, operator: In, values: [b, c, d, e, f, g]}]      | required node affinity asks for zone in (b, c, d, e, f and others), which no node of the zone has
          E[{key: zone, operator: NotIn, values: [b]}]                  | -
          E[{key: zone, operator: NotIn, values: [a]}]                  | required node affinity asks for zone!=a, which no node of the zone meets
          E[{key: zone, operator: NotIn, values: [a, b]}]               | required node affinity asks for zone not in (a, b), which no node of the zone meets
          E[{key: zone, operator: Exists}]                              | -
          E[{key: zone, operator: DoesNotExist}]                        | required node affinity asks for no label zone, which no node of the zone meets
          E[{key: disk, operator: DoesNotExist}]                        | -
          E[{key: size, operator: Gt, values: ["7"]}]                   | -
          E[{key: size, operator: Gt, values: ["8"]}]                   | required node affinity asks for size > 8, which no node of the zone meets
          E[{key: size, operator: Lt, values: ["9"]}]                   | -
          E[{key: size, operator: Lt, values: ["8"]}]                   | required node affinity asks for size < 8, which no node of the zone meets
          E[{key: zone, operator: Gt, values: ["1"]}]                   | required node affinity asks for zone > 1, which no node of the zone meets
          E[{key: disk, operator: In, values: [x]}, {key: zone, operator: In, values: [b]}] | required node affinity asks for zone=b, which no node of the zone has
          F[{key: metadata.name, operator: In, values: [n1]}]           | -
          F[{key: metadata.name, operator: In, values: [n3]}]           | required node affinity asks for metadata.name=n3, which no node of the zone has
          F[{key: metadata.name, operator: NotIn, values: [n1]}]        | -
          F[{key: metadata.name, operator: NotIn, values: [n1, n2]}]    | required node affinity asks for metadata.name not in (n1, n2), which no node of the zone meets
          """)
  void whatIsKnownOfAZoneExcludesIt(String pod, String why) {
    String yaml =
        switch (pod.charAt(0)) {
          case 'E' -> terms("{matchExpressions: " + pod.substring(1) + "}");
          case 'F' -> terms("{matchFields: " + pod.substring(1) + "}");
          default -> pod;
        };
    check(yaml, why);
  }

  private static String terms(String terms) {
    return "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: ["
        + terms
        + "]}}}}";
  }

  /** Whether the API server has read it or a person has written it, it says the same. */
  private static void check(String yaml, String why) {
    assertEquals(
        why,
        RequiredNodeAffinity.of(Serialization.unmarshal("---\n" + yaml, PodSpec.class))
            .contradiction(ZONE));
    assertEquals(
        why,
        RequiredNodeAffinity.of(Serialization.unmarshal("---\n" + yaml, Map.class))
            .contradiction(ZONE));
  }

  @Test
  void oneTermThatMayHoldIsEnough() {
    String b = "{matchExpressions: [{key: zone, operator: In, values: [b]}]}";
    String c = "{matchExpressions: [{key: zone, operator: In, values: [c]}]}";
    check(terms(b + ", {matchExpressions: [{key: disk, operator: In, values: [x]}]}"), null);
    check(
        terms(b + ", " + c),
        "required node affinity asks for zone=b, which no node of the zone has; or for"
            + " zone=c, which no node of the zone has");
    check(terms("{}"), "required node affinity asks for nothing in a term, which no node meets");
  }

  @Test
  void whatIsPreferredExcludesNothing() {
    check(
        "{affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1,"
            + " preference: {matchExpressions: [{key: zone, operator: In, values: [b]}]}}]}}}",
        null);
  }

  /** Without nodes the selector is all that is known; a label that one node lacks is not known. */
  @Test
  void whatIsNotKnownExcludesNothing() {
    RequiredNodeAffinity place =
        RequiredNodeAffinity.of(Map.of("nodeSelector", Map.of("topology.kubernetes.io/zone", "q")));
    assertNull(place.contradiction(ZoneLabels.of(Map.of("zone", "a"))));
    Node bare = node("n4", "a", "p", "ssd");
    bare.getMetadata().setLabels(Map.of("zone", "a"));
    assertNull(
        place.contradiction(
            ZoneLabels.of(Map.of("a", Map.of("zone", "a")), List.of(NODES.get(0), bare)).get("a")));
    RequiredNodeAffinity named =
        RequiredNodeAffinity.of(
            Serialization.unmarshal(
                "---\n" + terms("{matchFields: [{key: metadata.name, operator: In, values: [x]}]}"),
                Map.class));
    assertNull(named.contradiction(ZoneLabels.of(Map.of("zone", "a"))));
  }

  /** A template is not checked before it is read. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {nodeSelector: [a]}
          {nodeSelector: text}
          {affinity: text}
          {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: {}}}}}
          {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [1, null]}]}}}}
          """)
  void whatHasAnotherFormExcludesNothing(String yaml) {
    assertNull(
        RequiredNodeAffinity.of(Serialization.unmarshal("---\n" + yaml, Map.class))
            .contradiction(ZONE));
  }
}
