package cloud.bleu.assess.wave;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.model.Finding;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.assess.model.WorkloadAnswer;
import cloud.bleu.placement.estate.ZoneRule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plans the way in waves, and says of each wave what stands in its way. */
public final class WavePlanner {

  private final DependencyGraph graph;
  private final WaveRules rules;
  private final @Nullable WaveSimulation simulation;
  private final Instant now;
  private final LocalDate today;

  /** Open findings of severity Blocks, by workload. */
  private final Map<String, List<Finding>> blocks = new TreeMap<>();

  private WavePlanner(
      Assessment assessment,
      DependencyGraph graph,
      WaveRules rules,
      @Nullable WaveSimulation simulation,
      Instant now) {
    this.graph = graph;
    this.rules = rules;
    this.simulation = simulation;
    this.now = now;
    today = now.atZone(ZoneRule.PARIS).toLocalDate();
    List<Finding> severe =
        assessment.findings().stream().filter(f -> f.severity() == Severity.Blocks).toList();
    for (WorkloadAnswer answer : assessment.workloads()) {
      List<Finding> open =
          severe.stream()
              .filter(
                  f ->
                      f.place().object().equals(answer.place().object())
                          || answer.through().contains(f.place().object()))
              .toList();
      if (!open.isEmpty()) {
        blocks.put(answer.place().object(), open);
      }
    }
  }

  /**
   * The waves of what was assessed.
   *
   * @param target with the drafts to land on it; null: waves alone, nothing is planned
   */
  public static WavePlan of(
      Assessment assessment,
      DependencyGraph graph,
      WaveRules rules,
      @Nullable Arrival target,
      Instant now) {
    WaveSimulation simulation =
        target == null
            ? null
            : new WaveSimulation(
                target.estate(), target.source(), target.drafts(), target.record(), now);
    return new WavePlanner(assessment, graph, rules, simulation, now).plan();
  }

  private WavePlan plan() {
    List<List<List<String>>> order = WaveOrder.of(graph, rules, blocks.keySet());
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      int number = i + 1;
      order.get(i).forEach(group -> group.forEach(w -> numbers.put(w, number)));
    }
    WaveDays days = new WaveDays(graph, numbers, order.size(), rules.dates(), now);
    RollBack rollBack = new RollBack(graph, numbers, days);
    FactSearch facts = simulation == null ? null : new FactSearch(simulation, now);
    SortedMap<Integer, Wave> waves = new TreeMap<>();
    SortedMap<Integer, LocalDate> earlier = new TreeMap<>();
    boolean next = true;
    for (int number : days.order()) {
      LocalDate date = rules.dates().get(number);
      List<List<String>> groups = order.get(number - 1);
      List<String> workloads = groups.stream().flatMap(List::stream).toList();
      List<Obstacle> ofTarget = new ArrayList<>();
      List<Obstacle> looks = new ArrayList<>();
      List<WaveOutcome> landed = land(workloads, days.at(number), ofTarget, looks);
      List<Obstacle> obstacles = new ArrayList<>(findings(landed));
      boolean left = !obstacles.isEmpty() || !landed.stream().allMatch(WaveOutcome::isDone);
      if (left || !Wave.isThere(landed)) {
        boolean begun = landed.stream().anyMatch(o -> o.isUnderWay(date));
        if (left && !begun && date != null && date.isBefore(today)) {
          obstacles.add(past(date, landed));
        } else {
          freeze(date == null && next ? today : date, obstacles);
        }
        order(date, days.needs(number), earlier, obstacles);
        obstacles.addAll(ofTarget);
        if (date != null) {
          earlier.put(number, date);
        }
        next = next && !left;
      }
      obstacles.addAll(looks);
      waves.put(
          number,
          new Wave(
              number,
              rules.names().get(number),
              date,
              groups,
              groups.stream().map(rules::reason).toList(),
              landed,
              obstacles,
              rollBack.of(number),
              facts == null
                  ? null
                  : facts.of(workloads, workloads(order, days.needs(number)), date)));
    }
    return new WavePlan(List.copyOf(waves.values()), days.order(), simulation != null);
  }

  private static List<String> workloads(List<List<List<String>>> order, Set<Integer> waves) {
    return waves.stream()
        .flatMap(wave -> order.get(wave - 1).stream())
        .flatMap(List::stream)
        .toList();
  }

  private Obstacle past(LocalDate date, List<WaveOutcome> landed) {
    long before = landed.stream().filter(WaveOutcome::isThere).count();
    return new Obstacle(
        Obstacle.Kind.Past,
        "",
        null,
        date
            + (simulation == null
                ? " is over; give it a later date, or the target with --estate to see what has"
                    + " moved"
                : " is over, and nothing of it has moved"
                    + (before == 0 ? "" : ", but for " + before + " of it let past before that day")
                    + "; give it a later date"));
  }

  /**
   * @param day on which the wave moves; null: nobody knows
   */
  private void freeze(@Nullable LocalDate day, List<Obstacle> obstacles) {
    WaveRules.Freeze freeze = day == null ? null : rules.freeze(day);
    if (day != null && freeze != null) {
      obstacles.add(new Obstacle(Obstacle.Kind.Freeze, "", null, freeze.says(day)));
    }
  }

  /**
   * @param needed the waves that must have moved before
   * @param before the dates of earlier waves that have not moved
   */
  private static void order(
      @Nullable LocalDate date,
      Set<Integer> needed,
      SortedMap<Integer, LocalDate> before,
      List<Obstacle> obstacles) {
    for (Map.Entry<Integer, LocalDate> earlier : before.entrySet()) {
      if (date != null && needed.contains(earlier.getKey()) && date.isBefore(earlier.getValue())) {
        obstacles.add(
            new Obstacle(
                Obstacle.Kind.Date,
                "",
                null,
                date
                    + " is before wave "
                    + earlier.getKey()
                    + " moves, which it needs, on "
                    + earlier.getValue()
                    + "; give it a later date"));
      }
    }
  }

  /** Open findings of what has not moved. */
  private List<Obstacle> findings(List<WaveOutcome> outcomes) {
    List<Obstacle> obstacles = new ArrayList<>();
    for (WaveOutcome outcome : outcomes) {
      boolean moved = outcome.state() == WaveOutcome.State.Moved;
      for (Finding finding :
          moved ? List.<Finding>of() : blocks.getOrDefault(outcome.workload(), List.of())) {
        obstacles.add(
            new Obstacle(
                Obstacle.Kind.Blocks,
                outcome.workload(),
                finding.place(),
                finding.code() + " " + finding.found() + ": " + finding.says()));
      }
    }
    return obstacles;
  }

  private List<WaveOutcome> land(
      List<String> workloads, Instant at, List<Obstacle> obstacles, List<Obstacle> looks) {
    WaveSimulation engine = simulation;
    if (engine == null) {
      return workloads.stream()
          .map(w -> WaveOutcome.of(w, WaveOutcome.State.NotPlanned, ""))
          .toList();
    }
    WaveSimulation.OfWave wave = engine.next(workloads, at);
    for (WaveOutcome outcome : wave.outcomes()) {
      if (outcome.state() == WaveOutcome.State.Arriving) {
        looks.add(new Obstacle(Obstacle.Kind.Look, outcome.workload(), null, outcome.reason()));
      }
      if (outcome.isInTheWay()) {
        String code = outcome.code();
        obstacles.add(
            new Obstacle(
                Obstacle.Kind.NotPlaced,
                outcome.workload(),
                null,
                (code == null ? "" : code + ": ") + outcome.reason()));
      }
    }
    wave.displaced()
        .forEach(
            id ->
                obstacles.add(
                    new Obstacle(
                        Obstacle.Kind.Displaces,
                        "",
                        null,
                        id + " would lose replicas to this wave; add room or move it later")));
    looks.addAll(wave.looks());
    return wave.outcomes();
  }
}
