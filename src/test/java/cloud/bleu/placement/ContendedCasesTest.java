package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.cli.Typed;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Rebalance.Mode;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Small estates in which the engine was wrong once, as manifests ({@code
 * src/test/resources/contention}) that {@code bleu plan} reads. Each says what it showed, and what
 * holds now for a reason of its own. Spread over nested domains is in {@link NestedSpreadTest}, and
 * how much is looked at to say why many are refused in {@code RelaxationSearchTest}.
 */
class ContendedCasesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is decided for each workload: its zones, what is missing and why, and what is said. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Losses exclude one another, so that one eviction answers for both of them. It was counted
        // twice, and the second workload kept nothing.
        "exclusive2 | s1 z1=1 Zone+Site evicts v | s2 z2=1 Zone+Site evicts v | v z3=1",
        // Room that a lower priority counts on at a loss goes to the higher one that asks for it.
        // It was promised to both.
        "promise | l z1=1 | s z1=1 Zone+Site evicts v | v z2=1",
        // Nine zones hold ten each, and half of 90 outlives each loss. Nothing was placed, since
        // one or two more than the ten of z1 do not keep half. As many as fit is what to ask for.
        "growpct | a z1=10 z2=10 z3=10 z4=10 z5=10 z6=10 z7=10 z8=10 z9=10 Zone+Site"
            + " 10 InsufficientCapacity replicas>90",
        "growpct90 | a z1=10 z2=10 z3=10 z4=10 z5=10 z6=10 z7=10 z8=10 z9=10 Zone+Site",
        // All zones lie within the round trip of all others: one clique. Each zone more doubled
        // the steps to find it.
        "clique21 | a z01=1 z02=1 z03=1 Zone+Site",
        "clique23 | a z01=1 z02=1 z03=1 Zone+Site",
        // boss needs target, which nobody of less priority than boss may evict for that. The
        // advice was to allow z1, and to follow it changed nothing: the second file.
        "inherit3 | boss z1=1 | mid 1 InsufficientCapacity | other z2=1 | target z1=1",
        "inherit4 | boss z1=1 | mid 1 InsufficientCapacity | other z2=1 | target z1=1",
        // A zone that states no price of memory has the dearest known one. It was free there.
        "price | a z1=2",
        // At the loss of a its 40 find 21 and 21 of 31 in c and d, which are far enough away, and
        // the ten of c find 5 and 5 of 45 in a and b. Only some ways were tried, and the refusal
        // told that there is none. The second file has 40, 40, 10 and 10 in force.
        "refusal | w a=39 b=39 c=11 d=11 Zone+Site+Region",
        "refusal2 | w a=40 b=40 c=10 d=10 Zone+Site+Region",
        // A metro of three zones within the round trip takes nine with a skew of 1. The zones of
        // the other one, which are too far away, counted for the skew.
        "cliquespread | s a1=3 a2=3 a3=3 Zone+Site",
        // One that is drained for long made every loss soft. Two zones of three do not keep two
        // of three replicas, whatever a person calls the work at the third.
        "cordoned | a 3 SurvivalUnsatisfiable keep>1 whenUnsatisfiable>PlaceAnyway",
        "drained | a 3 SurvivalUnsatisfiable keep>1 whenUnsatisfiable>PlaceAnyway",
        // The loss of z1 alone takes the six of each, and z3 has room for six. One of them asks
        // for Site and the other for Zone: to both of them the same room was sold.
        "nested | a z1=6 Zone+Site | b 6 SurvivalUnsatisfiable recover>BestEffort"
            + " whenUnsatisfiable>PlaceAnyway allow>[z1, z2, z3]",
        // Five of six have no place at the loss of z1, the only zone of its site.
        "tolerates | a z1=6",
      })
  void isDecided(ArgumentsAccessor row) throws IOException {
    List<String> cells =
        row.toList().stream().filter(Objects::nonNull).map(Object::toString).toList();
    Typed plan =
        Typed.bleu(
            "plan", "-o", "json", "-f", "src/test/resources/contention/" + cells.get(0) + ".yaml");
    List<String> decided = new ArrayList<>();
    JSON.readTree(plan.out()).get("placements").forEach(one -> decided.add(words(one)));
    assertEquals(cells.subList(1, cells.size()), decided, plan.err());
  }

  /** What is decided for each workload at a loss, of which the check finds nothing amiss. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "largerloss | region/north | w c=4",
        "largerloss | site/s1 | w c=2 StaysDown",
        "samezones | zone/z0 | w0 z1=2 z2=2 z3=2 z4=2 z5=1 | w3 z2=1 z3=2 RequirementsConflict",
      })
  void isLost(ArgumentsAccessor row) throws IOException {
    List<String> cells =
        row.toList().stream().filter(Objects::nonNull).map(Object::toString).toList();
    String input = "src/test/resources/contention/" + cells.get(0) + ".yaml";
    Typed lost = Typed.bleu("what-if", "-o", "json", "-f", input, "--lose", cells.get(1));
    List<String> decided = new ArrayList<>();
    for (JsonNode one : JSON.readTree(lost.out()).get("workloads")) {
      List<String> words = new ArrayList<>(List.of(one.get("name").asText()));
      words.addAll(zones(one.get("after")));
      words.add(one.at("/after/reason/code").asText());
      words.removeIf(String::isEmpty);
      decided.add(String.join(" ", words));
    }
    assertEquals(cells.subList(2, cells.size()), decided, lost.err());
  }

  private static List<String> zones(JsonNode decided) {
    return decided.get("assignments").properties().stream()
        .map(zone -> zone.getKey() + "=" + zone.getValue())
        .toList();
  }

  /** {@code a z1=2 z2=1 Zone+Site evicts v 1 CODE path>to}: what is there of it. */
  private static String words(JsonNode decision) {
    List<String> words = new ArrayList<>();
    words.add(decision.get("name").asText());
    words.addAll(zones(decision));
    words.add(
        Arrays.stream(decision.get("tolerates").asText().split(", "))
            .map(loss -> loss.replaceAll("^1 | \\(assumed\\)$", ""))
            .collect(Collectors.joining("+")));
    decision
        .get("contingency")
        .findValues("evicts")
        .forEach(evicts -> evicts.forEach(v -> words.add("evicts " + v.get("name").asText())));
    if (decision.get("missing").asInt() > 0) {
      words.add(decision.get("missing") + " " + decision.get("reason").get("code").asText());
    }
    for (JsonNode change : decision.get("relax")) {
      change.forEach(
          step ->
              words.add(
                  step.get("path").asText().replaceAll(".*\\.", "")
                      + ">"
                      + step.get("to").asText()));
    }
    words.removeIf(String::isEmpty);
    return String.join(" ", words);
  }

  /** An end of a skew that is too large is reached by the fewest moves there are. */
  @ParameterizedTest
  @CsvSource({
    // what runs by zone, maxSkew; moves
    "1 5 3 13 0, 3, 7",
    "1 13 13 3 0, 2, 12",
    "13 5 40 0 3 1, 3, 29",
  })
  void aSkewIsMendedByTheFewestMoves(String runs, int maxSkew, int moves) {
    List<Integer> counts = Arrays.stream(runs.split(" ")).map(Integer::valueOf).toList();
    EstateBuilder builder = estate();
    List<Object> running = new ArrayList<>();
    for (int z = 0; z < counts.size(); z++) {
      builder.zone(zone("z" + z));
      running.addAll(List.of("z" + z, counts.get(z)));
    }
    int replicas = counts.stream().mapToInt(Integer::intValue).sum();
    Plan plan =
        Specified.plan(
            builder
                .workload(
                    Specified.a(replicas)
                        .spread(Scope.ZONE, 1, null, maxSkew, true)
                        .rebalance(Mode.WhenNeeded, replicas))
                .running("a", running.toArray())
                .build());
    assertEquals(
        moves,
        Estates.of(plan, "a").moves().stream().mapToInt(Contingency.Move::replicas).sum(),
        Estates.zones(Estates.of(plan, "a")));
    assertEquals(moves, fewest(counts, maxSkew));
  }

  /** By trying each pair of a floor and a ceiling that the skew allows. */
  private static int fewest(List<Integer> counts, int maxSkew) {
    int fewest = Integer.MAX_VALUE;
    int all = counts.stream().mapToInt(Integer::intValue).sum();
    for (int floor = 0; floor <= all / counts.size(); floor++) {
      int least = floor;
      int most = floor + maxSkew;
      int above = counts.stream().mapToInt(n -> Math.max(0, n - most)).sum();
      int below = counts.stream().mapToInt(n -> Math.max(0, least - n)).sum();
      if (all <= (long) most * counts.size()) {
        fewest = Math.min(fewest, Math.max(above, below));
      }
    }
    return fewest;
  }
}
