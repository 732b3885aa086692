package cloud.bleu.delivery.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.affinity.ZoneLabels;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Assigned;
import cloud.bleu.delivery.manifest.Labels;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodAssignmentsTest {
  private static final LabelSelector JOB =
      new LabelSelectorBuilder().addToMatchLabels("app", "job").build();
  private static final Map<String, ZoneLabels> LABELS =
      Map.of("a", ZoneLabels.of(Map.of("zone", "a")), "b", ZoneLabels.of(Map.of("zone", "b")));
  private static final Map<String, String> NODES = Map.of("n-a", "a", "n-b", "b", "n-c", "c");

  /**
   * A pod is written {@code name:state}, its state {@code wait}, {@code wait@a} (with the node
   * selector of a), {@code wait~a} (with a required node affinity to it), {@code >a} (let in to a,
   * on no node), {@code =a} (let in to a and on its node), {@code n-a} (on a node, and never let
   * in), {@code done=a} or {@code gone=a}.
   */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      textBlock =
          """
          # decided | pods                        | assigned before | assigned          | waiting
          a=1 b=1   | p1:wait p2:wait             | -               | p1=a p2=b         | 0
          a=1 b=2   | p1:wait p2:wait p3:wait     | -               | p1=b p2=a p3=b    | 0
          a=1       | p1:wait p2:wait             | -               | p1=a              | 1
          a=1       | p1:wait p2:wait             | p2=a            | p2=a              | 1
          a=1 b=1   | p1:wait                     | p1=c            | p1=a              | 0
          a=1 b=1   | p1:=a p2:wait               | p1=a            | p1=a p2=b         | 0
          a=1 b=1   | p1:n-a p2:wait              | -               | p2=b              | 0
          a=1       | p1:n-a p2:wait              | -               | -                 | 1
          a=1       | p1:n-c p2:wait              | -               | p2=a              | 0
          a=1       | p1:>a p2:wait               | p1=a            | p1=a              | 1
          a=1       | p1:wait p2:>a               | -               | p2=a              | 1
          b=1       | p1:>a p2:wait               | p1=a            | p2=b              | 0
          a=1       | p1:>a p2:>a                 | p1=a p2=a       | p1=a              | 0
          b=1       | p1:=a p2:wait               | p1=a            | p2=b              | 0
          a=1       | p1:done=a p2:gone=a p3:wait | p1=a p2=a       | p3=a              | 0
          a=1 b=1   | p1:wait@a p2:wait@a         | -               | p1=a              | 1
          a=1 b=1   | p1:wait~a p2:wait~a         | -               | p1=a              | 1
          a=1 b=1   | p1:wait~c                   | -               | -                 | 1
          a=1       | p1:wait~b p2:wait           | -               | p2=a              | 1
          a=1       | p1:wait~b                   | p1=a            | -                 | 1
          a=1       | p1:>a~b p2:wait             | p1=a            | p2=a              | 0
          c=1       | p1:wait                     | -               | -                 | 1
          a=0       | p1:wait                     | -               | -                 | 1
          """)
  void everyPodGetsRoomOrWaits(
      String decided, String pods, String before, String assigned, int waiting) {
    PodAssignments found =
        PodAssignments.of(
            Map.of("job", new PodAssignments.Decided(JOB, zones(decided))),
            pods(pods),
            NODES,
            LABELS,
            assigned(before));
    assertEquals(new TreeMap<>(assigned(assigned)), new TreeMap<>(found.assigned()));
    assertEquals(waiting, found.waiting().getOrDefault("job", 0));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      textBlock =
          """
          # x   | y       | pods            | assigned  | waiting
          a=1   | b=1     | p1:wait p2:wait | -         | 2
          a=2   | a=1 b=1 | p1:wait p2:wait | p1=a p2=a | 0
          a=1   | a=0     | p1:wait         | -         | 1
          a=1   | -       | p1:wait         | -         | 1
          a=1   | -       | p1:=a p2:wait   | p1=a      | 1
          """)
  void podThatTwoSelectGoesWhereBothMayAndTakesRoomOfTheFirst(
      String x, String y, String pods, String assigned, int waiting) {
    PodAssignments found =
        PodAssignments.of(
            Map.of(
                "job", new PodAssignments.Decided(JOB, zones(x)),
                "second", new PodAssignments.Decided(JOB, y == null ? Map.of() : zones(y))),
            pods(pods),
            NODES,
            LABELS,
            Map.of());
    assertEquals(new TreeMap<>(assigned(assigned)), new TreeMap<>(found.assigned()));
    assertEquals(waiting, found.waiting().getOrDefault("job", 0));
  }

  /** It takes no room of the zone, so the next one gets it; one that was let in keeps its own. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      textBlock =
          """
          # pods            | assigned | waiting
          p1:wait p2:wait   | p2=a     | 1
          p1:wait           | -        | 1
          p1:>a p2:wait     | p1=a     | 1
          p1:=a p2:wait     | p1=a     | 1
          """)
  void podThatAsksMoreThanIsStatedGetsNoZone(String pods, String assigned, int waiting) {
    PodAssignments found =
        PodAssignments.of(
            Map.of("job", new PodAssignments.Decided(JOB, zones("a=1"), Set.of("p1"))),
            pods(pods),
            NODES,
            LABELS,
            Map.of());
    assertEquals(new TreeMap<>(assigned(assigned)), new TreeMap<>(found.assigned()));
    assertEquals(waiting, found.waiting().getOrDefault("job", 0));
  }

  /** Pods that wait for room exclude nothing; of those that do one is named, always the same. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      textBlock =
          """
          # decided | pods                  | what is said
          a=1       | p1:wait p2:wait       | -
          a=1 b=1   | p1:wait@a p2:wait@a   | -
          a=1 b=0   | p1:wait@b             | a: node selector asks for zone=b, which no node of the zone has
          a=1 b=1   | p1:wait~d p2:wait@c   | a: node selector asks for zone=c, which no node of the zone has; b: node selector asks for zone=c, which no node of the zone has
          a=1 b=1   | p2:wait@c p1:wait~d   | a: node selector asks for zone=c, which no node of the zone has; b: node selector asks for zone=c, which no node of the zone has
          a=1       | p1:wait~d             | a: required node affinity asks for zone=d, which no node of the zone has
          """)
  void podThatExcludesEveryZoneSaysByWhat(String decided, String pods, String said) {
    assertEquals(said, of(zones(decided), pods(pods), Map.of()).excluding().get("job"));
  }

  /** Whatever comes and goes in whatever order, no zone takes more than is decided. */
  @Test
  void noZoneIsEverSoldTwice() {
    for (long number = 0; number < 300; number++) {
      long seed = number;
      Random random = new Random(seed);
      Map<String, Assigned> before = new HashMap<>();
      List<Pod> pods = new ArrayList<>();
      for (int step = 0; step < 12; step++) {
        Map<String, Integer> decided = Map.of("a", random.nextInt(4), "b", random.nextInt(4));
        pods.add(pods("p" + step + ":wait").get(0));
        if (random.nextBoolean()) {
          pods.remove(random.nextInt(pods.size()));
        }
        List<Pod> shuffled = new ArrayList<>(pods);
        Collections.shuffle(shuffled, random);
        PodAssignments now = of(decided, shuffled, before);
        assertEquals(now, of(decided, pods, before), "the order of pods, seed " + seed);
        assertEquals(now, of(decided, pods, now.assigned()), "asked again, seed " + seed);
        Map<String, Integer> used = new TreeMap<>();
        now.assigned().values().forEach(a -> used.merge(a.zone(), 1, Integer::sum));
        used.forEach((zone, n) -> assertTrue(n <= decided.get(zone), zone + ", seed " + seed));
        assertEquals(
            pods.size(),
            now.assigned().size() + now.waiting().getOrDefault("job", 0),
            "seed " + seed);
        before = now.assigned();
      }
    }
  }

  private static PodAssignments of(
      Map<String, Integer> decided, List<Pod> pods, Map<String, Assigned> before) {
    return PodAssignments.of(
        Map.of("job", new PodAssignments.Decided(JOB, decided)), pods, NODES, LABELS, before);
  }

  private static Map<String, Integer> zones(String text) {
    Map<String, Integer> zones = new HashMap<>();
    for (String part : text.split(" ")) {
      zones.put(part.split("=")[0], Integer.parseInt(part.split("=")[1]));
    }
    return zones;
  }

  private static Map<String, Assigned> assigned(String text) {
    Map<String, Assigned> assigned = new HashMap<>();
    if (text != null) {
      for (String part : text.split(" ")) {
        assigned.put(part.split("=")[0], new Assigned("job", part.split("=")[1]));
      }
    }
    return assigned;
  }

  private static Affinity to(String zone) {
    return new AffinityBuilder()
        .withNewNodeAffinity()
        .withNewRequiredDuringSchedulingIgnoredDuringExecution()
        .addNewNodeSelectorTerm()
        .addNewMatchExpression()
        .withKey("zone")
        .withOperator("In")
        .withValues(zone)
        .endMatchExpression()
        .endNodeSelectorTerm()
        .endRequiredDuringSchedulingIgnoredDuringExecution()
        .endNodeAffinity()
        .build();
  }

  private static List<Pod> pods(String text) {
    List<Pod> pods = new ArrayList<>();
    for (String part : text.split(" ")) {
      String name = part.split(":")[0];
      String[] wanted = part.split(":")[1].split("~");
      String state = wanted[0];
      String zone = state.substring(Math.max(state.indexOf('='), state.indexOf('>')) + 1);
      Pod pod =
          new PodBuilder()
              .withNewMetadata()
              .withName(name)
              .addToLabels("app", "job")
              .endMetadata()
              .withNewSpec()
              .endSpec()
              .withNewStatus()
              .withPhase(state.startsWith("done") ? "Succeeded" : "Pending")
              .endStatus()
              .build();
      if (wanted.length > 1) {
        pod.getSpec().setAffinity(to(wanted[1]));
      }
      if (state.startsWith("wait")) {
        pod.getSpec()
            .setSchedulingGates(
                List.of(new io.fabric8.kubernetes.api.model.PodSchedulingGate(Labels.DECISION)));
        if (state.contains("@")) {
          pod.getSpec().setNodeSelector(Map.of("zone", state.substring(state.indexOf('@') + 1)));
        }
      } else if (state.startsWith("n-")) {
        pod.getSpec().setNodeName(state);
      } else {
        pod.getMetadata().getLabels().putAll(Labels.ofChild("job", zone));
        pod.getSpec().setNodeSelector(Map.of("zone", zone));
        if (!state.startsWith(">")) {
          pod.getSpec().setNodeName("n-" + zone);
        }
        if (state.startsWith("gone")) {
          pod.getMetadata().setDeletionTimestamp("2026-11-25T10:00:00Z");
        }
      }
      pods.add(pod);
    }
    return pods;
  }
}
