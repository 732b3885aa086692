package cloud.bleu.assess.wave;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.assess.dependency.Dependency;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.dependency.DependencyKind;
import cloud.bleu.assess.dependency.HeldVolume;
import cloud.bleu.assess.model.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs what moves after it or with it. */
class WaveOrderTest {

  private static final Place PLACE = new Place("f", 1, "o", "");

  /**
   * Calls as {@code a>b}, what is allowed as {@code a~b}, shared volumes as {@code a=b}, holders of
   * data with their GiB, what may not be apart, what is blocked, the most workloads, and the waves:
   * groups in brackets.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a>b b>c         |           |     |   | 9 | [c] / [b] / [a]
          a>b b>a c>a     |           |     |   | 9 | [a b] / [c]
          a>d b>d c       | d:5       |     |   | 9 | [a b d] [c]
          a>d b>d         | d:5       |     |   | 2 | [d] / [a] [b]
          a>d b>e a>e     | d:9 e:1   |     |   | 3 | [e] / [a d] [b]
          a=b             |           |     |   | 9 | [a b]
          a~b b~a c~b     | b:5       |     |   | 9 | [a] [b] [c]
          a>b b~a         |           |     | a | 9 | [b] / [a]
          a b c           |           | a c |   | 9 | [a c] [b]
          a>b c>d         |           |     | b | 9 | [d] / [c] / [b] / [a]
          a b c d         |           |     |   | 2 | [a] [b] / [c] [d]
          a>b b>c c>a d   |           |     |   | 2 | [a b c] / [d]
          a>b             |           | a b | a | 9 | [a b]
          """)
  void theWaves(
      String calls, String data, String together, String blocked, int most, String waves) {
    TreeSet<String> names = new TreeSet<>();
    List<Dependency> dependencies = new ArrayList<>();
    for (String call : calls.split(" ")) {
      String[] ends = call.split("[>=~]");
      names.addAll(List.of(ends));
      if (ends.length == 2) {
        dependencies.add(new Dependency(ends[0], ends[1], kind(call), List.of()));
      }
    }
    List<HeldVolume> volumes = new ArrayList<>();
    for (String one : data == null ? new String[0] : data.split(" ")) {
      String[] held = one.split(":");
      volumes.add(new HeldVolume(held[0], "v", "c", 1, Long.parseLong(held[1]) << 30, "", PLACE));
    }
    DependencyGraph graph =
        new DependencyGraph(
            List.copyOf(names), dependencies, List.of(), List.of(), volumes, List.of());
    WaveRules rules =
        new WaveRules(
            together == null
                ? List.of()
                : List.of(new WaveRules.Together(List.of(together.split(" ")), "")),
            new TreeMap<>(),
            new TreeMap<>(),
            List.of(),
            most);
    List<String> told = new ArrayList<>();
    for (List<List<String>> wave :
        WaveOrder.of(graph, rules, blocked == null ? Set.of() : Set.of(blocked))) {
      List<String> groups = new ArrayList<>();
      wave.forEach(g -> groups.add("[" + String.join(" ", g) + "]"));
      told.add(String.join(" ", groups));
    }
    assertEquals(waves, String.join(" / ", told));
  }

  private static DependencyKind kind(String dependency) {
    if (dependency.contains("~")) {
      return DependencyKind.IsAllowed;
    }
    return dependency.contains(">") ? DependencyKind.Calls : DependencyKind.SharesVolume;
  }

  /** Each of many holders of data has a reader, and each holder calls the reader before it. */
  @Test
  void aChainOfHoldersOfDataIsInOrder() {
    List<String> names = new ArrayList<>();
    List<Dependency> calls = new ArrayList<>();
    List<HeldVolume> volumes = new ArrayList<>();
    for (int i = 1000; i < 1300; i++) {
      names.addAll(List.of("db" + i, "web" + i));
      calls.add(new Dependency("web" + i, "db" + i, DependencyKind.Calls, List.of()));
      if (i > 1000) {
        calls.add(new Dependency("db" + i, "web" + (i - 1), DependencyKind.Calls, List.of()));
      }
      volumes.add(new HeldVolume("db" + i, "v", "c", 1, 1L, "", PLACE));
    }
    DependencyGraph graph =
        new DependencyGraph(names, calls, List.of(), List.of(), volumes, List.of());
    List<List<List<String>>> waves = WaveOrder.of(graph, WaveRules.NONE, Set.of());
    assertEquals(300, waves.size());
    assertEquals(List.of(List.of("db1000", "web1000")), waves.get(0));
    assertEquals(List.of(List.of("db1299", "web1299")), waves.get(299));
  }
}
