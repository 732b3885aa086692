package cloud.bleu.operator.pass;

import static cloud.bleu.placement.Estates.id;
import static cloud.bleu.placement.Estates.running;
import static cloud.bleu.placement.Estates.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.LossBudget.Waiting;
import cloud.bleu.placement.estate.LossBudget.Why;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.ZoneStatus;
import cloud.bleu.status.loss.LossWords;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.TranslationMemory;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.zone.ObservedState;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Losses by observation, pass after pass, over the statuses that each pass writes. A history is
 * what is seen second after second, a letter a zone of seven: {@code 9 s} is zone a whose node is
 * not ready, and six that are well. Before the second: {@code R} the operator has started anew,
 * {@code G} its API server was away until now, {@code C} the clock was set to that, {@code X} no
 * status can be written, {@code W} somebody has wiped what was recorded of losses, {@code E} from
 * now on the spec of zone b has an error. The zones a, b and c are of one site or hazard, where the
 * row says so; each has a replica of a workload with {@code failover.after: 5m}.
 */
class RecordedLossesTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Duration AFTER = Duration.ofMinutes(5);
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g");

  @RegisterExtension private final OperatorLog log = OperatorLog.of(BoundedLosses.class);
  private final Map<String, AvailabilityZone> objects = new TreeMap<>();
  private BoundedLosses losses = new BoundedLosses(1, () -> true);
  private Map<String, Zone> last = Map.of();
  private Instant unbroken = NOON.minusSeconds(86_400);
  private Instant clock;
  private boolean faulty;

  private static AvailabilityZone zone(String name, String together) {
    boolean shares = "abc".contains(name);
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: %1$s}
        spec:
          provider: %4$s
          region: r
          site: site-%2$s
          failureDomains: {%3$s}
          target: {nodeSelector: {zone: %1$s}}
        """
            .formatted(
                name,
                shares && together.startsWith("site") ? "shared" : name,
                shares && together.startsWith("flood") ? "flood: seine" : "",
                together.endsWith(" wrong") ? "nobody" : "p"),
        AvailabilityZone.class);
  }

  private static CloudProvider provider() {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: p}
        spec: {displayName: P}
        """,
        CloudProvider.class);
  }

  private static Node node(String zone, boolean ready) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(zone)
        .addToLabels("zone", zone)
        .endMetadata()
        .withNewStatus()
        .addToAllocatable("cpu", new Quantity("10"))
        .addToAllocatable("pods", new Quantity("10"))
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready ? "True" : "Unknown")
        .withLastTransitionTime("2026-11-01T00:00:00Z")
        .endCondition()
        .endStatus()
        .build();
  }

  private Estate pass(String letters, Instant now, boolean writes) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      nodes.add(node(NAMES.get(i), i >= letters.length() || letters.charAt(i) != 's'));
    }
    List<AvailabilityZone> zones = List.copyOf(objects.values());
    ObservedState observed = new ObservedState(unbroken, clock).with(last);
    Translation read =
        EstateTranslator.translate(
            ApiObjects.NONE
                .with(CloudProvider.class, List.of(provider()))
                .with(AvailabilityZone.class, zones)
                .with(Node.class, nodes),
            now,
            Map.of(),
            observed,
            new TranslationMemory());
    List<String> errors = read.problems().stream().map(Problem::text).toList();
    assertEquals(faulty, !errors.isEmpty(), errors.toString());
    last = read.estate().zones().stream().collect(Collectors.toMap(Zone::name, z -> z));
    Estate estate =
        read.estate()
            .withWorkloads(
                List.of(
                    workload("web").replicas(7).failover(AFTER, Duration.ofMinutes(30)).build()))
            .withPlacements(
                List.of(
                    running(
                        "web",
                        NAMES.stream().flatMap(z -> List.<Object>of(z, 1).stream()).toArray())));
    Estate bounded = losses.in(read.of(estate), zones, observed).estate();
    if (writes) {
      Map<String, Occupancy> occupancies = Occupancy.of(bounded, List.of());
      for (Zone zone : bounded.zones()) {
        AvailabilityZone object = objects.get(zone.name());
        AvailabilityZone written = Serialization.clone(object);
        LossWords words = new LossWords(bounded, zone.name());
        written.setStatus(
            faulty && zone.name().equals("b")
                ? ZoneStatus.invalid(object, errors, null, null, words, now)
                : ZoneStatus.of(
                    object,
                    zone,
                    occupancies.get(zone.name()),
                    bounded,
                    null,
                    null,
                    List.of(),
                    now));
        objects.put(zone.name(), written);
      }
    }
    return bounded;
  }

  private Estate after(String together, String history) {
    objects.clear();
    NAMES.forEach(name -> objects.put(name, zone(name, together)));
    Estate estate = null;
    for (String moment : history.split(", ")) {
      String[] parts = moment.split(" ");
      String marks = parts[0].replaceAll("[0-9]", "");
      Instant now = NOON.plusSeconds(Integer.parseInt(parts[0].substring(marks.length())));
      if (marks.contains("R")) {
        losses = new BoundedLosses(1, () -> true);
        last = Map.of();
        clock = null;
      }
      if (marks.contains("R") || marks.contains("G")) {
        unbroken = now;
      }
      if (marks.contains("C")) {
        clock = now;
      }
      if (marks.contains("E")) {
        faulty = true;
        AvailabilityZone faulted = Serialization.clone(zone("b", together + " wrong"));
        faulted.setStatus(objects.get("b").getStatus());
        objects.put("b", faulted);
      }
      if (marks.contains("W")) {
        objects.replaceAll((name, object) -> wiped(object));
      }
      estate = pass(parts[1], now, !marks.contains("X"));
    }
    return estate;
  }

  private static AvailabilityZone wiped(AvailabilityZone object) {
    ObjectNode tree = Serialization.unmarshal(Serialization.asYaml(object), ObjectNode.class);
    ((ObjectNode) tree.get("status")).remove("observedLosses");
    return Serialization.unmarshal(Serialization.asYaml(tree), AvailabilityZone.class);
  }

  /** What becomes of the silent zones: the engine says which are left. */
  private static String words(Estate estate) {
    Decision web =
        Planner.decisions(estate).decisions().stream()
            .filter(decision -> decision.id().equals(id("web")))
            .findFirst()
            .orElseThrow();
    Set<String> used =
        web.assignments().stream()
            .filter(a -> a.replicas() > 0)
            .map(a -> a.zone())
            .collect(Collectors.toSet());
    return estate.zones().stream()
        .filter(zone -> zone.health().isSilent())
        .map(zone -> zone.name() + word(estate.lossBudget(), zone, used.contains(zone.name())))
        .collect(Collectors.joining(" "));
  }

  private static String word(LossBudget budget, Zone zone, boolean stays) {
    Waiting waiting = budget.waiting(zone.name());
    if (waiting != null) {
      assertTrue(stays, zone.name());
    }
    if (waiting != null && waiting.why() == Why.BoundReached) {
      return "@" + Duration.between(NOON, waiting.until()).toSeconds();
    }
    return stays ? "=stays" : "=left";
  }

  @ParameterizedTest(name = "{0}: {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Once its status says that it was taken.
          own | 0 ., 10 s, 309 s | a=stays
          own | 0 ., 10 s, 310 s | a=stays
          own | 0 ., 10 s, 310 s, 311 s | a=left
          own | 0 ., 10 s, 310 s, R311 s | a=left
          # What cannot be written moves nothing: with a status, without one, by a clock set back.
          own | 0 ., X10 s, X310 s, X400 s, X900 s | a=stays
          own | X0 ., X10 s, X310 s, X400 s | a=stays
          own | X0 s, X300 s, X301 s, X900 s | a=stays
          own | 0 ., 600 s, XC100 s, X400 s, X401 s, X900 s | a=stays
          own | 0 ., X10 s, X310 s, 400 s, 401 s | a=left
          # Losses that cannot be written for hours do not pile up, and leave one by one then.
          own | 0 ., X10 s, X310 s, X3700 ss, X4000 ss, X7400 sss, X7700 sss, X11400 sss, 11500 sss, 11501 sss, 11502 sss | a=left b@15190 c@15190
          # One that was written late counts for an hour from then.
          own | 0 ., X10 s, X310 s, X3800 s, 3850 s, 3851 s, 4000 ss, 4300 ss | a=left b@7490
          # Seen to fall silent within a minute, and of one site or hazard: one loss.
          site | 0 ., 1200 ss, 1500 ss, 1501 ss | a=left b=left
          flood | 0 ., 1200 s, 1230 ss, 1530 ss, 1531 ss | a=left b=left
          site | 0 ., 1200 s, 1290 ss, 1500 ss, 1590 ss | a=left b@5190
          # What our own view missed: when each began is not known, so each is one.
          site | 0 ., G1200 ss, 1500 ss, 1501 ss | a=left b@5190
          site | 0 ., G1200 ., 1240 ss, 1540 ss, 1541 ss | a=left b@5230
          site | 0 s, 120 ss, C200 ss, 500 ss, 501 ss | a=left b@4190
          site | 0 ., 1200 ss, R1300 ss, 1500 ss, 1501 ss | a=left b@5190
          flood | 0 ., 10 s..s, 200 ss.ss, 600 ss, 900 ss, 901 ss | a=left b@4590
          # That is recorded: a later look does not make one of two.
          site | 0 ., G1200 ss, 1500 ss, 1501 ss, R1600 ss, 1900 ss | a=left b@5190
          # By a clock that was set it counts for an hour from there. Whether a zone was silent
          # meanwhile is not known then: it is the same loss, taken anew.
          own | 0 ., 10 s, 310 s, 311 s, C7600 s, 7700 ss, 7900 ss, 7901 ss, 8000 ss | a=left b@11590
          own | 0 ., 7000 s, 7300 s, 7301 s, C100 s, 200 ss, 500 ss | a=left b@3790
          own | 0 ., 10 s, 310 s, 311 s, 320 ., C7600 ., 7700 .s, 8000 .s | b@11290
          # A record that is lost is known still, and written again.
          own | 0 ., 10 s, 310 s, 311 s, W320 ., 330 .s, 630 .s | b@4000
          own | 0 ., 10 s, 310 s, 311 s, 320 ., W330 .s, R340 .s, 640 .s | b@4000
          own | 0 ., 10 s, 310 s, 311 s, W320 s | a=stays
          own | 0 ., 10 s, 310 s, 311 s, W320 s, 321 s | a=left
          # Of a zone with an error in its spec too, over each write and a restart.
          own | 0 ., 10 .s, 310 .s, 311 .s, E320 .s, 321 .s, R330 .s, 331 .s | b=left
          own | E0 ., 10 .s, 310 .s, 311 .s | b=left
          own | E0 ., 10 s, 310 s, 311 s, 400 ss, 700 ss | a=left b@4000
          # Lost, back, and lost once more: two losses, however soon.
          own | 0 ., 10 s, 310 s, 311 s, 320 ., 330 s, 630 s | a@4000
          """)
  void isLeftOnceItsLossIsRecorded(String together, String history, String expected) {
    assertEquals(expected, words(after(together, history)));
  }

  /**
   * Once its status is late it says so and is taken anew, which is the one difference from pass to
   * pass for a minute.
   */
  @ParameterizedTest
  @CsvSource({"0 .", "X0 .", "0 ., X5 s"})
  void oneLossIsTakenOnceWhileNoStatusIsWritten(String before) {
    Estate first = after("own", before + ", X10 s, X310 s");
    Health health = first.zone("a").health();
    assertEquals(LossBudget.NEVER, health.after());
    for (int second = 311; second < 400; second++) {
      Estate estate = pass("s", NOON.plusSeconds(second), false);
      assertEquals(health, estate.zone("a").health(), "second " + second);
      LossBudget.Taken taken = first.lossBudget().taken().get(0);
      assertEquals(
          List.of(second < 340 ? taken : taken.takenAt(NOON.plusSeconds(340))),
          estate.lossBudget().taken(),
          "second " + second);
      assertEquals(
          List.of(
              second < 340
                  ? new Waiting("a", Why.Recording, NOON.plusSeconds(340))
                  : new Waiting("a", Why.NotRecorded, NOON.plusSeconds(400))),
          estate.lossBudget().waiting(),
          "second " + second);
      assertEquals(second < 340 ? 0 : 1, log.lines().size(), "second " + second);
    }
  }

  /** What a loss counts for does not hang on whether it could be written in time. */
  @Test
  void zoneThatIsBackBeforeItsLossWasWrittenCounts() {
    assertEquals("b@4000", words(after("own", "0 ., 10 s, X310 s, X311 ., 330 .s, 630 .s")));
  }

  /** A zone with an error in its spec says what it waits for as well. */
  @Test
  void zoneWithAnErrorBeyondTheBoundSaysSo() {
    after("own", "E0 ., 10 s, 310 s, 311 s, 400 ss, 700 ss");
    Condition waits =
        Conditions.find(objects.get("b").getStatus().conditions(), ZoneStatus.TOO_MANY_LOSSES);
    assertEquals("BoundReached", waits.getReason());
  }

  /** Nothing moves then, so nothing is taken, and nobody has a turn. */
  @Test
  void nothingIsTakenInDoubt() {
    Estate doubted = after("own", "0 ., 10 ssss, 310 ssss, 311 ssss");
    assertEquals(new LossBudget(1), doubted.lossBudget());
    assertEquals("a=stays b=stays c=stays d=stays", words(doubted));
  }
}
