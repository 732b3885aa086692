package cloud.bleu.operator.trace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The spans of one life of a workload are the tree that docs/tracing.md shows. */
@Tag("wiring")
class OneLifeTracesTest {

  private static List<SpanData> spans;

  @BeforeAll
  static void live() {
    InMemorySpanExporter kept = MemoryExporterProvider.kept("one life");
    SmallLife.keeping(
        "one life",
        () -> {
          await("the last spans are sent, of whichever thread")
              .atMost(Duration.ofSeconds(60))
              .until(() -> isWhole(kept.getFinishedSpanItems()));
          // With the operator's end it forgets them.
          spans = List.copyOf(kept.getFinishedSpanItems());
        });
  }

  /** The pass that decided may end after what it has brought about. */
  private static boolean isWhole(List<SpanData> sent) {
    return sent.stream().anyMatch(s -> s.getName().equals("ready"))
        && sent.stream()
            .filter(s -> s.getName().equals("decision"))
            .allMatch(d -> sent.stream().anyMatch(s -> s.getSpanId().equals(d.getParentSpanId())));
  }

  @Test
  void allBelongsToTheChangeOfTheWorkload() {
    SpanData change = named("change BleuWorkload").get(0);
    assertEquals("shop", attribute(change, "k8s.namespace.name"));
    assertEquals("web", attribute(change, "bleu.object.name"));
    assertEquals("added", attribute(change, "bleu.change"));
    assertEquals("1", attribute(change, "bleu.object.generation"));
    assertFalse(change.getParentSpanContext().isValid());

    SpanData decision = named("decision").get(0);
    SpanData pass = parent(decision);
    assertEquals("pass", pass.getName());
    // Another change, as of a zone's status, may have come a moment before.
    boolean first = change.getSpanId().equals(pass.getParentSpanId());
    assertTrue(first || links(pass).contains(change.getSpanId()), pass.toString());
    assertEquals(first ? List.of() : List.of(change.getSpanId()), links(decision));
    assertEquals(
        Set.of("estate", "plan", "commit", "decision", "apply PlacementGate"), under(pass));
    assertEquals(Set.of("check"), under(named(pass, "plan")));
    assertEquals("shop", attribute(named(pass, "apply PlacementGate"), "k8s.namespace.name"));

    assertEquals("[fr-a, fr-b]", attribute(decision, "bleu.zones"));
    assertEquals("web", attribute(decision, "bleu.workload"));
    assertEquals(Set.of("apply Deployment", "ready"), under(decision));
    // A second write, of an operator that has not seen its first one yet, is refused as stale.
    Map<String, List<SpanData>> byResult =
        named("apply Deployment").stream()
            .collect(Collectors.groupingBy(s -> attribute(s, "bleu.result")));
    assertTrue(Set.of("written", "stale").containsAll(byResult.keySet()), byResult.toString());
    Map<String, SpanData> writes =
        byResult.get("written").stream()
            .collect(Collectors.toMap(s -> attribute(s, "bleu.zone"), s -> s));
    assertEquals(Set.of("fr-a", "fr-b"), writes.keySet());
    for (SpanData write : named("apply Deployment")) {
      assertEquals(decision.getSpanId(), write.getParentSpanId());
      assertTrue(attribute(write, "k8s.deployment.name").startsWith("web-"), write.toString());
    }
    assertTrue(named("ready").get(0).getEndEpochNanos() >= writes.get("fr-a").getEndEpochNanos());
    assertEquals(
        1,
        Set.of(pass, decision, writes.get("fr-a"), named("ready").get(0)).stream()
            .map(SpanData::getTraceId)
            .distinct()
            .count());
  }

  /** Every attribute is of a list that is documented, and none says what a spec says. */
  @Test
  void nothingOfASpecIsSaid() {
    Set<String> keys = new TreeSet<>();
    for (SpanData span : spans) {
      span.getAttributes()
          .forEach(
              (key, value) -> {
                keys.add(key.getKey());
                assertFalse(
                    String.valueOf(value).matches("(?s).*(swordfish|secret-image|500m).*"),
                    span.toString());
              });
    }
    assertEquals(Set.of(), without(keys, TraceDocumentTest.documented()));
  }

  @Test
  void theyAreOfTheOperator() {
    assertEquals(
        Set.of("bleu-placement-operator"),
        spans.stream()
            .map(
                s ->
                    s.getResource()
                        .getAttributes()
                        .get(io.opentelemetry.api.common.AttributeKey.stringKey("service.name")))
            .collect(Collectors.toSet()));
  }

  private static Set<String> without(Set<String> some, Set<String> others) {
    Set<String> left = new TreeSet<>(some);
    left.removeAll(others);
    return left;
  }

  private static List<SpanData> named(String name) {
    List<SpanData> found = spans.stream().filter(s -> s.getName().equals(name)).toList();
    assertFalse(found.isEmpty(), () -> name + " is not in " + names());
    return found;
  }

  private static SpanData named(SpanData parent, String name) {
    return spans.stream()
        .filter(s -> s.getName().equals(name) && s.getParentSpanId().equals(parent.getSpanId()))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> links(SpanData span) {
    return span.getLinks().stream().map(link -> link.getSpanContext().getSpanId()).toList();
  }

  private static SpanData parent(SpanData child) {
    return spans.stream()
        .filter(s -> s.getSpanId().equals(child.getParentSpanId()))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> under(SpanData parent) {
    return spans.stream()
        .filter(s -> s.getParentSpanId().equals(parent.getSpanId()))
        .map(SpanData::getName)
        .collect(Collectors.toSet());
  }

  private static List<String> names() {
    return spans.stream().map(SpanData::getName).toList();
  }

  private static String attribute(SpanData span, String key) {
    return span.getAttributes().asMap().entrySet().stream()
        .filter(e -> e.getKey().getKey().equals(key))
        .map(e -> String.valueOf(e.getValue()))
        .findFirst()
        .orElse("");
  }
}
