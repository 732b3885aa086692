package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.TranslationMemory;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Zones of which only their probes say that they are silent. A history is what is seen second after
 * second, a letter a zone: {@code 9 FAA} is the probe of zone a that Fails, and those of b and c
 * that are Answered; U is not clear, N is not asked yet, {@code -} is a zone without probes and
 * {@code x} is one that Fails while its nodes are not ready either.
 */
class ProbeSilenceTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Instant LONG_BEFORE = NOON.minusSeconds(86_400);

  private final Map<String, Instant> since = new HashMap<>();
  private final Map<String, Character> states = new HashMap<>();

  private static AvailabilityZone zone(String name, String probe) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: %s}
        spec:
          provider: p
          region: r
          site: s
          health: {probes: [%s]}
          target: {nodeSelector: {zone: %s}}
        """
            .formatted(name, probe, name),
        AvailabilityZone.class);
  }

  private static Node node(String zone, boolean ready) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(zone)
        .addToLabels("zone", zone)
        .endMetadata()
        .withNewStatus()
        .addToAllocatable("cpu", new Quantity("1"))
        .addToAllocatable("pods", new Quantity("10"))
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready ? "True" : "Unknown")
        .withLastTransitionTime(LONG_BEFORE.toString())
        .endCondition()
        .endStatus()
        .build();
  }

  private List<Probe> reading(String zone, char letter, int second) {
    Character before = states.put(zone, letter);
    if (before == null || before != letter) {
      since.put(zone, NOON.plusSeconds(second));
    }
    String state =
        switch (letter) {
          case 'A' -> "Answers";
          case 'F', 'x' -> "Fails";
          case 'N' -> "NotAsked";
          default -> "Unclear";
        };
    return List.of(new Probe("p", state, String.valueOf(since.get(zone)), "Reason"));
  }

  /** The zones that are silent, with since when, and how long that is to be seen. */
  private static String words(List<Zone> zones) {
    return zones.stream()
        .filter(z -> z.health().isSilent())
        .map(
            z -> {
              Health health = z.health();
              Instant began = health.since() == null ? NOON : health.since();
              return z.name()
                  + " "
                  + Duration.between(NOON, began).toSeconds()
                  + (health.isHeld() ? " held" : "+" + health.after().toSeconds());
            })
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      nullValues = "none",
      delimiter = '|',
      textBlock =
          """
          # One of three: it counts once the others had the time to fail as well.
          none | 0 AAA, 9 FAA, 60 FAA | a 9+42
          none | 0 AA, 9 FA, 60 FA | a 9+42
          # The slowest probe of all says how long that is: 10 times 5 minutes, and 10 seconds.
          'period: 5m, timeout: 10s, failureThreshold: 10,' | 0 AAA, 9 FAA | a 9+3020
          # More than half: it may be the way out of whoever asks, however late the next one follows.
          none | 0 AAA, 9 FAA, 60 FFA | a 9 held, b 60 held
          none | 0 AAA, 9 FAA, 900 FFA | a 9 held, b 900 held
          none | 0 AAA, 9 FFF | a 9 held, b 9 held, c 9 held
          # A zone without probes tells nothing of that way.
          none | 0 A---, 9 F--- | a 9 held
          none | 0 AA---, 9 FF--- | a 9 held, b 9 held
          # Neither does one of which it is not clear.
          none | 0 AAA, 9 FUA | a 9 held
          none | 0 NNA, 1 AAA, 9 FNA | a 9 held
          # What its nodes say as well is nobody's doubt.
          none | 0 A, 9 x | a 9+0
          none | 0 AAA, 9 xFA | a 9+0, b 9+42
          none | 0 A--, 9 F--, 30 x-- | a 30+0
          # After a doubt it counts from then on.
          none | 0 AAA, 9 FFF, 900 FAA, 901 FAA | a 900+42
          none | 0 AAA, 9 FFA, 60 UFA, 90 FAA, 95 FAA | a 90+42
          none | 0 AAA, 9 FFF, 900 AAA | none
          """)
  void countsWhileOthersAreAnswered(String probe, String history, String expected) {
    ObservedState observed = new ObservedState(LONG_BEFORE, null);
    List<Zone> zones = List.of();
    for (String moment : history.split(", ")) {
      int second = Integer.parseInt(moment.split(" ")[0]);
      String letters = moment.split(" ")[1];
      List<AvailabilityZone> objects = new ArrayList<>();
      List<Node> nodes = new ArrayList<>();
      Map<String, List<Probe>> readings = new HashMap<>();
      for (int i = 0; i < letters.length(); i++) {
        String name = String.valueOf((char) ('a' + i));
        String own = i == 1 && probe != null ? probe : "";
        String tcp = "{name: p, " + own + " tcp: {host: 198.51.100.7, port: 80}}";
        char letter = letters.charAt(i);
        objects.add(zone(name, letter == '-' ? "" : tcp));
        nodes.add(node(name, letter != 'x'));
        if (letter != '-') {
          readings.put(name, reading(name, letter, second));
        }
      }
      zones =
          EstateTranslator.translate(
                  ApiObjects.NONE.with(AvailabilityZone.class, objects).with(Node.class, nodes),
                  NOON.plusSeconds(second),
                  Map.of(),
                  observed.probing(readings),
                  new TranslationMemory())
              .estate()
              .zones();
      observed = observed.with(zones.stream().collect(Collectors.toMap(Zone::name, zone -> zone)));
    }
    assertEquals(expected == null ? "" : expected, words(zones));
    assertEquals(
        expected != null && expected.contains("held") && !history.contains("---, 30"),
        PartitionDetection.probesDoubt(zones) != null);
  }
}
