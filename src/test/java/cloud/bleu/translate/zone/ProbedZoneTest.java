package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.LossSignal;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.load.RememberedRequests;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.pod.Sources;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What probes make of a zone, with what else is seen of it. A history is what is seen second after
 * second: {@code 10 ++- AF} are three nodes of which two are Ready at second 10, and two probes of
 * which the first is Answered and the second Fails; N is not asked yet, U is not clear, X is not
 * allowed; {@code .} is no node.
 */
class ProbedZoneTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Instant LONG_BEFORE = NOON.minusSeconds(86_400);
  private static final String NODES = "nodeSelector: {zone: a}";
  private static final String KARMADA = "karmada: {cluster: a}";
  private static final String OCM = "openClusterManagement: {managedCluster: a}";

  private final Map<String, Zone> last = new HashMap<>();
  private final Map<Integer, Instant> since = new HashMap<>();
  private final Map<Integer, Character> states = new HashMap<>();
  private @Nullable ClusterContact said;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> notes = new ArrayList<>();

  private static AvailabilityZone object(String health, String target, int probes) {
    StringBuilder stated = new StringBuilder();
    for (int i = 0; i < probes; i++) {
      stated.append("{name: p" + i + ", tcp: {host: 198.51.100.7, port: 80}},");
    }
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: a}
        spec:
          provider: p
          region: r
          site: s
          health: {%s probes: [%s]}
          target: {%s}
        """
            .formatted(health == null ? "" : health + ",", stated, target),
        AvailabilityZone.class);
  }

  private static List<Node> nodes(String word) {
    List<Node> nodes = new ArrayList<>();
    for (char state : word.replace(".", "").toCharArray()) {
      nodes.add(
          new NodeBuilder()
              .withNewMetadata()
              .withName("n" + nodes.size())
              .addToLabels("zone", "a")
              .endMetadata()
              .withNewStatus()
              .addToAllocatable("cpu", new Quantity("1"))
              .addToAllocatable("pods", new Quantity("10"))
              .addNewCondition()
              .withType("Ready")
              .withStatus(state == '+' ? "True" : "Unknown")
              .withLastTransitionTime(LONG_BEFORE.toString())
              .endCondition()
              .endStatus()
              .build());
    }
    return nodes;
  }

  private List<Probe> readings(String word, int second) {
    List<Probe> readings = new ArrayList<>();
    for (int i = 0; i < word.length(); i++) {
      char letter = word.charAt(i);
      Character before = states.put(i, letter);
      if (before == null || before != letter) {
        since.put(i, NOON.plusSeconds(second));
      }
      String state =
          switch (letter) {
            case 'A' -> "Answers";
            case 'F' -> "Fails";
            case 'N' -> "NotAsked";
            case 'X' -> "NotAllowed";
            default -> "Unclear";
          };
      readings.add(new Probe("p" + i, state, since.get(i).toString(), "Reason"));
    }
    return readings;
  }

  private Zone look(AvailabilityZone object, String nodes, ObservedState observed, int second) {
    ApiObjects objects = ApiObjects.NONE.with(Node.class, nodes(nodes));
    Zone zone =
        new ZoneTranslator(
                new NodesOfZones(
                    objects,
                    new Sources(List.of()),
                    new RememberedRequests(),
                    Map.of(),
                    NOON.plusSeconds(second)),
                NOON.plusSeconds(second),
                observed,
                Set.of("a"))
            .translate(object, new Findings(ObjectRef.of(object), problems, notes));
    last.put("a", zone);
    return zone;
  }

  /** What the engine says of the cluster, since it said something else. */
  private ClusterContact contact(String letter, int second) {
    ClusterContact.State state =
        switch (letter) {
          case "R" -> ClusterContact.State.Reached;
          case "S" -> ClusterContact.State.Silent;
          case "P" -> ClusterContact.State.Pending;
          default -> ClusterContact.State.Unknown;
        };
    if (said == null || said.state() != state) {
      said = new ClusterContact(state, NOON.plusSeconds(second));
    }
    return said;
  }

  private Zone seen(String health, String target, String history) {
    Zone zone = null;
    for (String moment : history.split(", ")) {
      String[] words = moment.split(" ");
      int second = Integer.parseInt(words[0]);
      String letters = words.length < 3 ? "" : words[2];
      ObservedState observed = new ObservedState(LONG_BEFORE, null).with(last);
      if (words.length > 3) {
        observed = observed.asking(Map.of("a", contact(words[3], second)));
      }
      zone =
          look(
              object(health, target, letters.length()),
              words[1],
              letters.isEmpty()
                  ? observed
                  : observed.probing(Map.of("a", readings(letters, second))),
              second);
    }
    return zone;
  }

  private static String words(Zone zone) {
    Health health = zone.health();
    Instant since = health.since();
    return health.signal()
        + " "
        + (since == null ? "-" : String.valueOf(since.getEpochSecond() - NOON.getEpochSecond()))
        + (zone.state() == ZoneState.Active ? "" : " " + zone.state())
        + (zone.state() == ZoneState.Active && zone.takesNew() ? "" : ", closed")
        + (health.isHeld() ? ", held" : "");
  }

  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource(
      nullValues = "none",
      delimiter = '|',
      textBlock =
          """
          # Answers change nothing.
          none | 0 +++ AA, 9 +++ AA | Healthy -
          none | 0 +++ AA, 9 ++- AA | Degraded 9
          none | 0 +++ AA, 9 --- AA | Silent 9, closed
          none | 0 +++ AA, 9 . AA | Gone 9, closed
          # One of several closes the zone, and nothing is lost by it.
          none | 0 +++ AA, 9 +++ AF | Healthy - Cordoned, closed
          none | 0 +++ AA, 9 ++- AF | Degraded 9 Cordoned, closed
          none | 0 +++ AA, 9 --- AF | Silent 9 Cordoned, closed
          none | 0 +++ AF, 9 +++ AA | Healthy -
          # All of them are the silence of the zone, from the last of them on.
          none | 0 +++ A, 9 +++ F | Unreached 9, closed
          none | 0 +++ AA, 9 +++ FA, 12 +++ FF | Unreached 12, closed
          none | 0 +++ AA, 9 +++ FF, 30 +++ FF | Unreached 9, closed
          none | 0 +++ AA, 9 +++ FF, 30 +++ AF | Healthy 30 Cordoned, closed
          none | 0 +++ AA, 9 +++ FF, 30 +++ AA | Healthy 30
          silentAfter: 1m | 0 +++ A, 9 +++ F | Unreached 9, closed
          recoveredAfter: 5m | 0 +++ A, 9 +++ F, 30 +++ A | Recovering 30, closed
          recoveredAfter: 5m | 0 +++ A, 9 +++ F, 30 +++ A, 330 +++ A | Healthy 330
          # With nodes: what began first began, and what is left of it goes on.
          none | 0 +++ A, 9 +++ F, 12 --- F | Silent 9, closed
          none | 0 +++ A, 9 --- A, 12 --- F | Silent 9, closed
          none | 0 +++ A, 9 --- F, 12 +++ F | Unreached 9, closed
          none | 0 +++ A, 9 --- F, 12 --- A | Silent 9, closed
          none | 0 +++ A, 9 +++ F, 12 . F | Gone 9, closed
          none | 0 +++ A, 9 +++ F, 12 . F, 20 . A | Gone 9, closed
          # Not clear: closed, and neither back nor lost.
          none | 0 +++ A, 9 +++ U | Healthy - Cordoned, closed
          none | 0 +++ AA, 9 +++ UF | Healthy - Cordoned, closed
          none | 0 +++ A, 9 +++ F, 30 +++ U | Unreached 9 Cordoned, closed, held
          none | 0 +++ A, 9 +++ F, 30 +++ U, 40 +++ U | Unreached 9 Cordoned, closed, held
          none | 0 +++ A, 9 +++ F, 30 +++ U, 40 +++ F | Unreached 40, closed
          none | 0 +++ A, 9 +++ F, 30 +++ U, 40 +++ A | Healthy 40
          # What nodes say after it began with them, not with what was not clear.
          none | 0 +++ A, 9 +++ F, 30 +++ U, 40 --- U | Silent 40 Cordoned, closed
          none | 0 +++ A, 9 --- A, 30 --- U | Silent 9 Cordoned, closed
          recoveredAfter: 5m | 0 +++ A, 9 +++ F, 30 +++ A, 60 +++ U | Recovering 30 Cordoned, closed, held
          recoveredAfter: 5m | 0 +++ A, 9 +++ F, 30 +++ A, 60 +++ U, 400 +++ U | Recovering 30 Cordoned, closed, held
          recoveredAfter: 5m | 0 +++ A, 9 +++ F, 30 +++ A, 60 +++ U, 90 +++ A | Recovering 90, closed
          recoveredAfter: 5m | 0 +++ A, 9 +++ F, 30 +++ A, 60 +++ N, 90 +++ A, 390 +++ A | Healthy 390
          # Not asked yet: closed, and what was silent is so from then on only.
          none | 0 +++ N | Healthy - Cordoned, closed
          none | 0 +++ N, 1 +++ A | Healthy -
          none | 0 +++ N, 5 --- N, 9 --- A | Silent 5, closed
          none | 0 +++ A, 9 +++ F, 30 +++ N | Unreached 9 Cordoned, closed, held
          # Not allowed: as if it were not there.
          none | 0 +++ X | Healthy -
          none | 0 +++ XA | Healthy -
          # What may not be asked might be answered: the others are not all.
          none | 0 +++ XA, 9 +++ XF | Healthy - Cordoned, closed
          none | 0 +++ AA, 9 +++ FF, 30 +++ XF | Unreached 9 Cordoned, closed, held
          none | 0 +++ A, 9 +++ F, 30 +++ X | Healthy 30
          # None is stated any more.
          none | 0 +++ A, 9 +++ F, 30 +++ | Healthy 30
          # Nodes that never were do not become some that are gone.
          none | 0 . A | NotObserved -
          none | 0 . A, 9 . F | Unreached 9, closed
          none | 0 . A, 9 . F, 30 . A | NotObserved -
          """)
  void withNodes(String health, String history, String expected) {
    assertEquals(expected, words(seen(health, NODES, history)));
    assertEquals(List.of(), problems);
  }

  /** Where nothing else is seen the probes are all that speaks for the zone. */
  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource(
      nullValues = "none",
      delimiter = '|',
      textBlock =
          """
          none | 0 . A | Healthy -
          none | 0 . AF | Healthy - Cordoned, closed
          none | 0 . A, 9 . F | Unreached 9, closed
          none | 0 . A, 9 . F, 30 . A | Healthy 30
          recoveredAfter: 5m | 0 . A, 9 . F, 30 . A | Recovering 30, closed
          none | 0 . A, 9 . F, 30 . U | Unreached 9 Cordoned, closed, held
          none | 0 . A, 9 . F, 30 . U, 40 . A | Healthy 40
          recoveredAfter: 5m | 0 . A, 9 . F, 30 . A, 60 . U | Recovering 30 Cordoned, closed, held
          recoveredAfter: 5m | 0 . A, 9 . F, 30 . A, 60 . N, 90 . A | Recovering 90, closed
          recoveredAfter: 5m | 0 . AA, 9 . FF, 30 . AA, 60 . AF, 90 . AA | Recovering 90, closed
          none | 0 . N | NotObserved - Cordoned, closed
          none | 0 . U | NotObserved - Cordoned, closed
          none | 0 . X | NotObserved -
          none | 0 . | NotObserved -
          """)
  void withAnEngine(String health, String history, String expected) {
    assertEquals(expected, words(seen(health, KARMADA, history)));
    assertEquals(List.of(), problems);
  }

  /**
   * The last letter is what the engine says of the cluster: R that it is reached, S that it does
   * not answer, U that nothing is known, P that the engine was not asked yet. Unless it is reached,
   * nothing new comes. Whatever it says, nothing moves for it, and the silence of the probes
   * counts.
   */
  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource(
      nullValues = "none",
      delimiter = '|',
      textBlock =
          """
          # It is told available, and the probes are not answered.
          none | 0 . A R, 9 . F R | Unreached 9, closed
          # It is told away, and the probes are answered.
          none | 0 . A R, 9 . A S | Healthy -, closed
          none | 0 . A R, 9 . A S, 900 . A S | Healthy -, closed
          none | 0 . A R, 9 . A U | Healthy -, closed
          # Both: the time begins with the probes, whoever was first.
          none | 0 . A R, 9 . A S, 30 . F S | Unreached 30, closed
          none | 0 . A R, 9 . F R, 30 . F S | Unreached 9, closed
          none | 0 . A R, 9 . F S, 30 . F R | Unreached 9, closed
          # Some are answered, or it is not clear.
          none | 0 . AA S, 9 . AF S | Healthy - Cordoned, closed
          none | 0 . A R, 9 . F R, 30 . U S | Unreached 9 Cordoned, closed, held
          none | 0 . A R, 9 . U S | NotObserved - Cordoned, closed
          # It answers again, whatever the engine says.
          none | 0 . A R, 9 . F S, 30 . A S | Healthy 30, closed
          none | 0 . A R, 9 . F R, 30 . A S | Healthy 30, closed
          # Without a probe that may be asked.
          none | 0 . X R, 9 . X S | NotObserved -, closed
          none | 0 . N S | NotObserved - Cordoned, closed
          none | 0 . A P | Healthy -, closed
          """)
  void withAnEngineThatSaysSomethingElse(String health, String history, String expected) {
    for (String target : List.of(KARMADA, OCM)) {
      List.of(last, since, states).forEach(Map::clear);
      said = null;
      assertEquals(expected, words(seen(health, target, history)), target);
    }
    assertEquals(List.of(), problems);
  }

  /** Who asks nobody, as `bleu plan` and one who takes over, goes on by what the status says. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # A probe that the status does not know is not asked yet.
          signal: Healthy | Healthy - Cordoned, closed
          'signal: Healthy, probes: [{name: p0, state: Answers}]' | Healthy - Cordoned, closed
          'signal: Healthy, probes: [{name: p0, state: Answers}, {name: p1, state: Answers}]' | Healthy -
          'signal: Healthy, probes: [{name: p0, state: Answers}, {name: p1, state: Fails}]' | Healthy - Cordoned, closed
          'signal: Unreached, since: "2026-11-27T12:00:09Z", probes: [{name: p0, state: Fails, since: "2026-11-27T12:00:05Z"}, {name: p1, state: Fails, since: "2026-11-27T12:00:09Z"}]' | Unreached 9, closed
          'signal: Healthy, probes: [{name: gone, state: Fails}]' | Healthy - Cordoned, closed
          'signal: Healthy, probes: [{name: p0, state: NotAllowed}, {name: p1, state: NotAllowed}]' | Healthy -
          'signal: Healthy, probes: [{name: p0, state: Fails, since: never}, {name: p1, state: Fails}]' | Unreached 60, closed
          """)
  void goesOnByTheStatus(String status, String expected) {
    AvailabilityZone object = object(null, NODES, 2);
    object.setStatus(
        Serialization.unmarshal(
            "health: {" + status + "}", cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.class));
    assertEquals(expected, words(look(object, "+++", ObservedState.UNBROKEN, 60)));
  }

  /** What an edited probe asks is another question, and what nobody has looked at is not closed. */
  @ParameterizedTest(name = "generation {0}, status of {1}: {2}")
  @CsvSource(
      nullValues = "none",
      value = {
        "2, 2, 'Unreached 9, closed'",
        "3, 2, 'Unreached 9 Cordoned, closed, held'",
        "1, none, 'Healthy -'"
      })
  void recordOfAnotherGenerationIsNone(long generation, Long observed, String expected) {
    AvailabilityZone object = object(null, NODES, 1);
    object.getMetadata().setGeneration(generation);
    if (observed != null) {
      object.setStatus(
          Serialization.unmarshal(
              "observedGeneration: "
                  + observed
                  + "\n"
                  + "health: {signal: Unreached, since: '2026-11-27T12:00:09Z', probes: [{name: p0,"
                  + " state: Fails, since: '2026-11-27T12:00:09Z'}]}",
              cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.class));
    }
    assertEquals(expected, words(look(object, "+++", ObservedState.UNBROKEN, 60)));
  }

  /** What would tell of a loss that nobody reports. */
  @ParameterizedTest(name = "{0} with {1} probes, of which {2} may not be asked: {3}")
  @CsvSource({
    "nodeSelector: {zone: a}, 1, 0, Nodes",
    "karmada: {cluster: a}, 0, 0, Karmada",
    "karmada: {cluster: a}, 1, 0, Probes",
    "karmada: {cluster: a}, 2, 1, Probes",
    "karmada: {cluster: a}, 1, 1, Karmada",
    "openClusterManagement: {managedCluster: a}, 1, 0, Probes",
  })
  void tellsOfALoss(String target, int probes, int barred, LossSignal expected) {
    AvailabilityZone object = object(null, target, probes);
    StringBuilder recorded = new StringBuilder();
    for (int i = 0; i < barred; i++) {
      recorded.append("{name: p" + i + ", state: NotAllowed},");
    }
    object.setStatus(
        Serialization.unmarshal(
            "health: {signal: Healthy, probes: [" + recorded + "]}",
            cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.class));
    assertEquals(expected, LossSignals.of(object));
  }

  /** As files may state it, which no API server has looked at. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      nullValues = "none",
      delimiter = '|',
      textBlock =
          """
          name: p, tcp: {host: a.example, port: 80} | none
          name: p, tcp: {host: "2001:db8::7", port: 80} | none
          name: p, http: {url: "https://a.example/healthz"} | none
          name: p, http: {url: "http://[2001:db8::7]:8080"} | none
          name: p, period: 5s, timeout: 5s, tcp: {host: a, port: 80} | none
          name: p | spec.health.probes[0]
          name: p, tcp: {host: a, port: 80}, http: {url: "http://a"} | spec.health.probes[0]
          'tcp: {host: a, port: 80}' | spec.health.probes[0].name
          name: p, tcp: {host: a, port: 0} | spec.health.probes[0].tcp.port
          name: p, tcp: {host: a, port: 65536} | spec.health.probes[0].tcp.port
          name: p, tcp: {host: a} | spec.health.probes[0].tcp.port
          name: p, tcp: {host: "a b", port: 80} | spec.health.probes[0].tcp.host
          name: p, tcp: {host: "user@a", port: 80} | spec.health.probes[0].tcp.host
          name: p, http: {url: "ftp://a"} | spec.health.probes[0].http.url
          name: p, http: {url: "http://user:word@a"} | spec.health.probes[0].http.url
          name: p, http: {url: "http://a/x?y=z"} | spec.health.probes[0].http.url
          name: p, http: {url: "http://a/x#y"} | spec.health.probes[0].http.url
          name: p, http: {url: "http://a/x y"} | spec.health.probes[0].http.url
          name: p, http: {url: "http://a:65536"} | spec.health.probes[0].http.url
          name: p, http: {url: "http://a:0"} | spec.health.probes[0].http.url
          name: p, http: {url: "http://a", statusFrom: 300} | spec.health.probes[0].http.statusFrom
          name: p, period: 4s, tcp: {host: a, port: 80} | spec.health.probes[0].period
          name: p, period: 6m, tcp: {host: a, port: 80} | spec.health.probes[0].period
          name: p, timeout: 99ms, tcp: {host: a, port: 80} | spec.health.probes[0].timeout
          name: p, timeout: 11s, period: 20s, tcp: {host: a, port: 80} | spec.health.probes[0].timeout
          name: p, timeout: 6s, period: 5s, tcp: {host: a, port: 80} | spec.health.probes[0].timeout
          name: p, failureThreshold: 11, tcp: {host: a, port: 80} | spec.health.probes[0].failureThreshold
          name: p, successThreshold: 0, tcp: {host: a, port: 80} | spec.health.probes[0].successThreshold
          """)
  void whatCannotBeAskedIsSaid(String probe, String path) {
    AvailabilityZone object =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: AvailabilityZone
            metadata: {name: a}
            spec:
              provider: p
              region: r
              site: s
              health: {probes: [{%s}]}
              target: {nodeSelector: {zone: a}}
            """
                .formatted(probe),
            AvailabilityZone.class);
    look(object, "+++", ObservedState.UNBROKEN, 0);
    assertEquals(
        path == null ? List.of() : List.of(path), problems.stream().map(Problem::path).toList());
  }
}
