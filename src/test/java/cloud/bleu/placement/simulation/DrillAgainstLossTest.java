package cloud.bleu.placement.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.RandomEstates;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What a drill says is what comes true: the same estate with the zones told lost is planned, and
 * every verdict is computed again from that plan, in another way. A failure names its seed.
 */
class DrillAgainstLossTest {
  private static final int SEEDS = Campaign.size("bleu.seeds", 200);
  private static final List<Scope> SCOPES =
      List.of(Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER, Scope.hazard("flood"));

  private final Map<DrillOutcome, Integer> met = new EnumMap<>(DrillOutcome.class);

  @Test
  void verdictsAreThoseOfThePlanAfterTheLoss() {
    for (long seed = 0; seed < SEEDS; seed++) {
      RandomEstates random = new RandomEstates(seed);
      Estate fresh = random.fresh();
      Estate first = Estates.with(fresh, Estates.inForce(Planner.propose(fresh, Map.of())));
      verify(first, "seed " + seed);
      Estate later = random.later(first, first.placements());
      verify(
          Estates.with(later, Estates.inForce(Planner.propose(later, Map.of()))),
          "seed " + seed + " later");
    }
    assertEquals(Set.of(DrillOutcome.values()), met.keySet(), "every outcome is met: " + met);
  }

  private void verify(Estate estate, String where) {
    Plan before = Planner.propose(estate, Map.of());
    // Scopes of which the events take the same zones have the same plan after it.
    Map<Set<String>, Plan> after = new HashMap<>();
    for (Scope scope : SCOPES) {
      Set<String> values = new HashSet<>();
      estate.zones().forEach(z -> values.add(String.valueOf(scope.valueIn(z))));
      for (String value : values) {
        Loss loss = Loss.of(scope, value, estate);
        if (!loss.zones().isEmpty()) {
          verify(
              estate,
              loss,
              after.computeIfAbsent(
                  Set.copyOf(loss.zones()),
                  zones -> Planner.propose(lost(estate, zones), Map.of())),
              where + " " + loss.name());
        }
      }
    }
    assertEquals(
        before, Planner.propose(estate, Map.of()), where + ": a drill changes no decision");
  }

  private void verify(Estate estate, Loss loss, Plan after, String where) {
    DrillResult result = Drill.of(estate, loss);
    assertEquals(estate.workloads().size(), result.verdicts().size(), where);
    for (DrillVerdict verdict : result.verdicts()) {
      Workload workload =
          estate.workloads().stream()
              .filter(w -> w.id().equals(verdict.id()))
              .findFirst()
              .orElseThrow();
      Decision decision =
          after.decisions().stream()
              .filter(d -> d.id().equals(verdict.id()))
              .findFirst()
              .orElseThrow();
      List<Assignment> then =
          estate.placements().stream()
              .filter(p -> p.id().equals(verdict.id()))
              .map(Placement::assignments)
              .findFirst()
              .orElse(List.of());
      verify(estate, loss, workload, then, decision, verdict, where + " " + verdict);
    }
    assertEquals(loss.zones().stream().anyMatch(zone -> runs(estate, zone)), result.tried(), where);
    assertEquals(
        result.tried() && result.verdicts().stream().noneMatch(v -> v.broken() != null),
        result.passed(),
        where);
  }

  private void verify(
      Estate estate,
      Loss loss,
      Workload workload,
      List<Assignment> then,
      Decision decision,
      DrillVerdict verdict,
      String where) {
    int running = 0;
    int kept = 0;
    for (Assignment a : then) {
      running += runs(estate, a.zone()) ? a.replicas() : 0;
      kept += runs(estate, a.zone()) && !loss.zones().contains(a.zone()) ? a.replicas() : 0;
    }
    int left = 0;
    for (Assignment a : decision.assignments()) {
      left += runs(estate, a.zone()) && !loss.zones().contains(a.zone()) ? a.replicas() : 0;
    }
    assertEquals(List.of(running, running - kept, left), counts(verdict), where);
    boolean touched = kept < running || left < running;
    boolean asked = !asked(estate, loss, workload).isEmpty();
    boolean broken = touched && asked && breaks(estate, loss, workload, running, kept, left);
    DrillOutcome expected =
        broken
            ? DrillOutcome.Breaches
            : !touched
                ? DrillOutcome.NotConcerned
                : left >= running
                    ? DrillOutcome.Survives
                    : asked ? DrillOutcome.Reduced : DrillOutcome.Unprotected;
    met.merge(verdict.outcome(), 1, Integer::sum);
    assertEquals(expected, verdict.outcome(), where);
    assertEquals(broken, verdict.broken() != null, where);
    if (verdict.broken() != null) {
      assertTrue(verdict.broken().missing() > 0, where);
      assertTrue(verdict.broken().reason().code().matches("[A-Z][A-Za-z]+"), where);
    }
  }

  private static List<Integer> counts(DrillVerdict verdict) {
    return List.of(verdict.before(), verdict.lost(), verdict.after());
  }

  private static boolean breaks(
      Estate estate, Loss loss, Workload workload, int running, int kept, int left) {
    List<Workload.Tolerate> asked = asked(estate, loss, workload);
    boolean keep = asked.stream().anyMatch(e -> kept < e.keep());
    boolean recover =
        left < running && asked.stream().anyMatch(e -> e.recover() == Workload.Recover.Reserved);
    boolean quorum =
        workload.quorum()
            && kept < running
            && 2 * kept <= workload.replicas()
            && asked.stream().noneMatch(e -> e.copy() == Workload.DataCopy.Asynchronous);
    return keep || recover || quorum;
  }

  /** Those of the smallest event that takes at least what is lost, of several the first. */
  private static List<Workload.Tolerate> asked(Estate estate, Loss loss, Workload workload) {
    Set<String> smallest = Set.of();
    List<Workload.Tolerate> asked = new ArrayList<>();
    for (Workload.Tolerate entry : workload.tolerate()) {
      for (Zone one : estate.zones()) {
        String value = entry.of().valueIn(one);
        Set<String> event = new HashSet<>();
        for (Zone zone : estate.zones()) {
          if (value != null && value.equals(entry.of().valueIn(zone))) {
            event.add(zone.name());
          }
        }
        if (!event.containsAll(loss.zones())) {
          continue;
        }
        if (smallest.isEmpty() || event.size() < smallest.size()) {
          asked.clear();
          smallest = event;
        }
        if (event.equals(smallest) && !asked.contains(entry)) {
          asked.add(entry);
        }
      }
    }
    return asked;
  }

  private static boolean runs(Estate estate, String name) {
    return estate.zones().stream()
        .anyMatch(
            z ->
                z.name().equals(name) && z.state() != ZoneState.Lost && z.unhealthySince() == null);
  }

  /** As `spec.state: Lost` of each of its zones. */
  private static Estate lost(Estate estate, Set<String> lost) {
    List<Zone> zones = new ArrayList<>();
    for (Zone zone : estate.zones()) {
      zones.add(
          lost.contains(zone.name())
              ? zone.withState(ZoneState.Lost, estate.now(), estate.now())
              : zone);
    }
    return new Estate(
        estate.now(),
        estate.providers(),
        zones,
        estate.workloads(),
        estate.placements(),
        estate.roundTrips());
  }
}
