package cloud.bleu.placement.check;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Plans written by hand: {@code plan(estate, decided("a").in("z1", 2).loss(Scope.ZONE, "z1",
 * move("z1", "z2", 2)))}. What is not said follows from what is: counts, order, rejected zones.
 */
public final class Plans {
  private Plans() {}

  public static Draft decided(String name) {
    return new Draft(Estates.id(name));
  }

  public static Contingency.Move move(String from, String to, int replicas) {
    return new Contingency.Move(from, to, replicas);
  }

  public static Plan plan(Estate estate, Draft... drafts) {
    List<Decision> decisions =
        Arrays.stream(drafts)
            .map(d -> d.build(estate))
            .sorted(Comparator.comparing(Decision::id))
            .toList();
    return new Plan(decisions, List.of());
  }

  /**
   * Codes that the checker finds, sorted, each once. That a plan claims less than it could is left
   * out; it has tests of its own.
   */
  public static SortedSet<String> codes(Estate estate, Plan plan) {
    SortedSet<String> codes = new TreeSet<>();
    Checker.check(estate, plan).forEach(f -> codes.add(f.code()));
    codes.remove("ToleranceMissing");
    return codes;
  }

  public static SortedSet<String> codes(Estate estate, Draft... drafts) {
    return codes(estate, plan(estate, drafts));
  }

  /** One decision in the making. */
  public static final class Draft {
    private final WorkloadId id;
    private final TreeMap<String, Assignment> assignments = new TreeMap<>();
    private final List<Contingency> contingency = new ArrayList<>();
    private final List<Contingency.Move> moves = new ArrayList<>();
    private final List<Decision.Tolerance> tolerates = new ArrayList<>();
    private final List<Decision.Reason> shortfalls = new ArrayList<>();
    private Decision.Cause cause = Decision.Cause.SpecChanged;
    private int voluntary;

    private Draft(WorkloadId id) {
      this.id = id;
    }

    public Draft in(String zone, int replicas) {
      return in(zone, replicas, replicas);
    }

    public Draft in(String zone, int replicas, int home) {
      assignments.put(zone, new Assignment(zone, replicas, home));
      return this;
    }

    public Draft cause(Decision.Cause cause) {
      this.cause = cause;
      return this;
    }

    public Draft loss(Scope scope, String value, Contingency.Move... moves) {
      return loss(scope, value, List.of(), moves);
    }

    public Draft loss(
        Scope scope, String value, List<Contingency.Eviction> evicts, Contingency.Move... moves) {
      contingency.add(
          new Contingency(
              new Contingency.Event(scope, value),
              Arrays.stream(moves)
                  .sorted(
                      Comparator.comparing(Contingency.Move::from)
                          .thenComparing(Contingency.Move::to))
                  .toList(),
              evicts,
              -1));
      return this;
    }

    public Draft moved(String from, String to, int replicas) {
      moves.add(move(from, to, replicas));
      return this;
    }

    /** Says how many of its moves the budgets are asked for. */
    public Draft voluntary(int replicas) {
      voluntary = replicas;
      return this;
    }

    public Draft tolerates(Scope scope) {
      return tolerates(scope, false);
    }

    public Draft tolerates(Scope scope, boolean assumed) {
      tolerates.add(new Decision.Tolerance(scope, 1, assumed));
      return this;
    }

    public Draft shortfall(String code) {
      shortfalls.add(new Decision.Reason(code, "not met", true));
      return this;
    }

    /** Says that what the workload only prefers is not met, so that no finding asks for it. */
    public Draft shortfalls() {
      return shortfall("SurvivalUnsatisfiable")
          .shortfall("SpreadUnsatisfiable")
          .shortfall("AffinityUnsatisfiable");
    }

    public Decision build(Estate estate) {
      Workload w =
          estate.workloads().stream().filter(o -> o.id().equals(id)).findFirst().orElseThrow();
      int placed = assignments.values().stream().mapToInt(Assignment::replicas).sum();
      List<Contingency> events =
          contingency.stream()
              .sorted(Comparator.comparing(Contingency::event))
              .map(
                  c ->
                      new Contingency(
                          c.event(), c.moves(), c.evicts(), placed - inside(estate, c.event())))
              .toList();
      SortedMap<String, List<Verdict>> rejected = new TreeMap<>();
      List<Verdict> violations = new ArrayList<>();
      for (Zone z : estate.zones()) {
        List<Verdict> failing =
            w.rules().stream().map(r -> r.evaluate(w, z, estate)).filter(Verdict::failing).toList();
        boolean excluded = failing.stream().anyMatch(Verdict::excludes);
        if (excluded || z.state() != ZoneState.Active) {
          rejected.put(z.name(), failing);
        }
        if (excluded && assignments.containsKey(z.name())) {
          violations.addAll(failing);
        }
      }
      Decision.Reason reason = new Decision.Reason("InsufficientCapacity", "no room", true);
      Decision.Outcome outcome =
          w.suspended()
              ? new Decision.Outcome.Suspended()
              : placed == w.replicas()
                  ? new Decision.Outcome.Placed()
                  : placed == 0
                      ? new Decision.Outcome.Unplaceable(reason)
                      : new Decision.Outcome.PartlyPlaced(reason);
      return new Decision(
          id,
          outcome,
          cause,
          w.replicas() - placed,
          List.copyOf(assignments.values()),
          events,
          moves,
          voluntary,
          tolerates,
          rejected,
          violations,
          List.of(),
          shortfalls,
          List.of(),
          true,
          0);
    }

    private int inside(Estate estate, Contingency.Event event) {
      BitSet zones = new CheckerEstate(estate, List.of(), List.of()).zonesOf(event);
      int inside = 0;
      for (int z = 0; z < estate.zones().size(); z++) {
        Assignment a = assignments.get(estate.zones().get(z).name());
        inside += zones.get(z) && a != null ? a.replicas() : 0;
      }
      return inside;
    }
  }
}
