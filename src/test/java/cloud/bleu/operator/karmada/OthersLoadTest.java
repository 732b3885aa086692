package cloud.bleu.operator.karmada;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others ask of a cluster, while its summary and the bindings tell of different moments. */
class OthersLoadTest {

  private final OthersLoad others = new OthersLoad();

  /**
   * A look at rest, long ago, then looks, each {@code SECOND:ALL-STANDING/HELD} in cpu, and what
   * others ask after each of them.
   */
  @ParameterizedTest(name = "{0}, {1}: {2}")
  @CsvSource({
    // At rest: no replica of a decision is taken twice.
    "5-0, 0:5-0, 5",
    "5-3, 0:5-3, 2",
    "2-3, 0:2-3, 0",
    // Somebody else comes at once, and goes once that is sure.
    "5-3, 0:5-3 2:6-3 4:3-3 33:3-3 35:3-3, 2 3 3 3 0",
    // Sure is what was for longer than the lag, and not what was for as long.
    "5-3, 0:5-3 2:6-3 4:3-3 34:3-3 35:3-3, 2 3 3 3 0",
    // Less, then as much again: what is less after that is no older than that.
    "5-3, 2:6-3 4:3-3 20:6-3 25:3-3 36:3-3 56:3-3, 3 3 3 3 3 0",
    // The binding is first: what others run is not hidden by replicas that are not summed up yet.
    "2-0, 2:2-3/3 8:5-3/3 40:5-3/3, 2 2 2",
    // The summary is first: it is not taken for the load of others for longer than the lag.
    "2-0, 2:5-0/3 4:5-3/3 40:5-3/3, 5 5 2",
    // Replicas leave: the binding first, and the summary first.
    "5-3, 2:5-0/3 8:2-0/3 40:2-0/0, 2 2 2",
    "5-3, 2:2-3/3 4:2-0/3 40:2-0/0, 2 2 2",
    // Somebody else comes while replicas do: as soon as that is certain.
    "2-0, 2:2-3/3 4:9-3/3, 2 6",
    // What is reported for longer than the lag is so.
    "5-0, 31:5-3 32:5-3 61:5-3 62:5-3, 5 5 5 2",
    // No decision counts them any more, and they stand: at once they are of others.
    "6-6, 2:6-6/0 40:6-6/0, 6 6",
    "6-6, 2:6-0/0 4:6-0/0 40:6-0/0, 6 6 6",
    "0-0, 1:0-6/6 2:0-6/0 8:6-6/0 40:6-6/0, 0 6 6 6",
    // They count again, or for the first time.
    "6-6/0, 2:6-6/0 4:6-6/6, 6 0",
    "0-0, 1:0-6/0 2:6-6/0 4:6-6/6, 0 6 6",
    // More stand than the decision counts: they go on at once as those of others.
    "5-3/3, 2:5-3/1 4:3-1/1 31:3-1/1 35:3-1/1, 4 4 4 2",
    // Of a rollout one more does, as decisions leave room for it.
    "5-3/3, 2:6-4/3 4:7-5/3 6:5-3/3 40:5-3/3, 2 3 3 2",
  })
  void whatOthersAskIsNeitherHiddenNorTakenTwice(String rest, String looks, String expected) {
    look(-100, rest);
    look(-60, rest);
    List<String> said = new ArrayList<>();
    for (String look : looks.split(" ")) {
      String[] words = look.split(":");
      said.add(look(Long.parseLong(words[0]), words[1]));
    }
    assertEquals(expected, String.join(" ", said));
  }

  /** What stood before anybody looked is in the summary, or is not. */
  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource({
    "0:5-3 2:5-3 31:5-3 33:5-3, 5 5 2 2, true true false false",
    "0:5-3 30:5-3 31:5-3, 5 5 2, true true false",
    "0:2-3 2:5-3 31:5-3 33:5-3, 2 2 2 2, true true false false",
    "0:5-0 2:5-3 8:8-3 40:8-3, 5 5 5 5, false false false false",
  })
  void atFirstAllThatIsAskedIsOfOthers(String looks, String expected, String unsure) {
    List<String> said = new ArrayList<>();
    List<String> told = new ArrayList<>();
    for (String look : looks.split(" ")) {
      String[] words = look.split(":");
      long second = Long.parseLong(words[0]);
      said.add(look(second, words[1]));
      told.add(String.valueOf(others.isUnsure(Duration.ofSeconds(second).toNanos())));
    }
    assertEquals(expected, String.join(" ", said));
    assertEquals(unsure, String.join(" ", told));
  }

  /**
   * Several bindings, each {@code NAME STANDING/HELD*CPU}, long at rest: what others ask of what
   * all pods ask.
   */
  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource({
    "9, a3/3*1 b2/2*2, 2",
    // Of all rollouts there is room for the largest replica once.
    "10, a4/3*1 b3/2*2, 1",
    "10, b3/2*2 a4/3*1, 1",
    "11, a4/3*1 b3/2*2 c1/1*1, 1",
    // What no decision counts is of others, and has no rollout.
    "17, a3/0*5 b2/2*1, 15",
    "17, a0/3*5 b2/2*1, 15",
    // One that counts more than stand, and one that counts fewer.
    "9, a2/5*1 b4/1*1, 5",
    "0, a0/0*1, 0",
    "4, '', 4",
  })
  void severalBindings(String all, String bindings, String expected) {
    Map<String, OthersLoad.Replicas> standing = new HashMap<>();
    for (String binding : bindings.isEmpty() ? new String[0] : bindings.split(" ")) {
      String[] words = binding.substring(1).split("[/*]");
      standing.put(
          binding.substring(0, 1),
          new OthersLoad.Replicas(
              Integer.parseInt(words[0]), Integer.parseInt(words[1]), cpu(words[2])));
    }
    for (long second : new long[] {0, 40, 80}) {
      others.of(Duration.ofSeconds(second).toNanos(), cpu(all), standing);
    }
    assertEquals(
        expected,
        String.valueOf(others.of(Duration.ofSeconds(81).toNanos(), cpu(all), standing).get("cpu")));
  }

  /** Each resource by itself: one is less at once and unsure, another more and certain. */
  @Test
  void resourcesAreApart() {
    List<String> said = new ArrayList<>();
    for (String look : List.of("0 5 5", "2 3 6", "33 3 4", "34 3 4", "64 3 4")) {
      String[] words = look.split(" ");
      Quantities now =
          others.of(
              Duration.ofSeconds(Long.parseLong(words[0])).toNanos(),
              Quantities.of(
                  Map.of("cpu", Long.parseLong(words[1]), "memory", Long.parseLong(words[2]))),
              Map.of());
      said.add(now.get("cpu") + "-" + now.get("memory"));
    }
    assertEquals(List.of("5-5", "5-6", "3-6", "3-6", "3-4"), said);
  }

  private String look(long second, String look) {
    String[] words = look.split("[-/]");
    int standing = Integer.parseInt(words[1]);
    int held = words.length > 2 ? Integer.parseInt(words[2]) : standing;
    return String.valueOf(
        others
            .of(
                Duration.ofSeconds(second).toNanos(),
                cpu(words[0]),
                Map.of("shop/Deployment/api", new OthersLoad.Replicas(standing, held, cpu("1"))))
            .get("cpu"));
  }

  private static Quantities cpu(String amount) {
    return Quantities.of(Map.of("cpu", Long.parseLong(amount)));
  }
}
