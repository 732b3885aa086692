package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A fault takes the moves of an evacuation plan away. They are held again in the first plan after
 * it, also where all zones came back more lately than the workload waits to go home.
 */
class PassingFaultTest {
  private static final List<String> ZONES = List.of("ara-a", "ara-b", "idf-a", "idf-b");

  /** Moves for each region and each zone, and what is tolerated. */
  private static final String WHOLE = "4 4 2 2 2 2, Zone 1, Site 1, Region 1";

  private static final String BARE = "0 0 0 0 0 0";

  /** What one plan after the other decides, by what is remembered and from nothing. */
  private static final class Life {
    private final PlannerMemory memory = new PlannerMemory();
    private @Nullable Plan plan;

    Plan next(EstateBuilder builder) {
      Plan last = plan;
      Estate estate = builder.build();
      estate = last == null ? estate : Estates.with(estate, Estates.inForce(last));
      Plan now = Planner.plan(estate, memory);
      assertEquals(Planner.plan(estate), now, "what is remembered changes nothing");
      assertEquals(List.of(), Checker.check(estate, now));
      plan = now;
      return now;
    }
  }

  private static EstateBuilder zones(@Nullable Instant since, Consumer<ZoneBuilder> fault) {
    EstateBuilder estate = estate();
    for (String name : ZONES) {
      ZoneBuilder zone = zone(name).region(name.substring(0, 3)).cpu(20);
      if (since != null) {
        zone.since(since);
      }
      fault.accept(zone);
      estate.zone(zone);
    }
    return estate;
  }

  private static WorkloadBuilder[] workloads(
      String who, Verdict.@Nullable Result everywhere, int replicas) {
    List<WorkloadBuilder> all = new ArrayList<>();
    for (String name : who.split(" ")) {
      WorkloadBuilder one =
          workload(name)
              .replicas(replicas)
              .tolerate(Scope.ZONE, 6, Recover.Reserved, true)
              .tolerate(Scope.REGION, 4, Recover.Reserved, true);
      if (who.length() > 1) {
        one.affinity(name.equals("a") ? "b" : "a", Scope.ZONE, true);
      }
      if (everywhere != null) {
        one.rule(
            Estates.rule("no", BoundRule.Action.Enforce, BoundRule.OnViolation.Report, everywhere));
      }
      all.add(one);
    }
    return all.toArray(WorkloadBuilder[]::new);
  }

  private static String standing(Decision d) {
    return d.contingency().stream()
            .map(c -> c.moves().stream().mapToInt(Contingency.Move::replicas).sum())
            .map(String::valueOf)
            .collect(Collectors.joining(" "))
        + d.tolerates().stream()
            .map(t -> ", " + t.scope().name() + " " + t.count())
            .collect(Collectors.joining());
  }

  private static void assertStand(String expected, Plan plan) {
    for (Decision d : plan.decisions()) {
      assertEquals(expected, standing(d), d.toString());
      assertEquals(expected.equals(WHOLE), d.shortfalls().isEmpty(), d.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    // what a policy forbids and what is not known, for one and for two that need each other
    "a, Reject, ",
    "a, Unknown, ",
    "a, Reject, 3",
    "a, Unknown, 3",
    "a b, Reject, ",
    "a b, Reject, 3",
    "a b, Unknown, 3",
  })
  void rulesThatLeaveNoZone(String who, Verdict.Result everywhere, @Nullable Integer minutes) {
    Instant since = minutes == null ? null : NOW.minus(Duration.ofMinutes(minutes));
    Life life = new Life();
    Plan first = life.next(zones(since, z -> {}).workload(workloads(who, null, 8)));
    assertStand(WHOLE, first);
    assertStand(BARE, life.next(zones(since, z -> {}).workload(workloads(who, everywhere, 8))));
    Plan after = life.next(zones(since, z -> {}).workload(workloads(who, null, 8)));
    assertStand(WHOLE, after);
    assertUnmoved(first, after);
    Plan then = life.next(zones(since, z -> {}).workload(workloads(who, null, 8)));
    assertTrue(
        then.decisions().stream().allMatch(d -> d.cause() == Decision.Cause.Unchanged), "at rest");
  }

  @ParameterizedTest
  @CsvSource({"a, 0", "a, 3", "a b, 0", "a b, 3"})
  void zonesThatAreCordonedForAWhile(String who, int minutes) {
    Life life = new Life();
    Plan first = life.next(zones(null, z -> {}).workload(workloads(who, null, 8)));
    assertStand(WHOLE, first);
    life.next(zones(NOW, z -> z.state(ZoneState.Cordoned)).workload(workloads(who, null, 8)));
    Plan after =
        life.next(
            zones(NOW.minus(Duration.ofMinutes(minutes)), z -> {})
                .workload(workloads(who, null, 8)));
    assertStand(WHOLE, after);
    assertUnmoved(first, after);
  }

  private static void assertUnmoved(Plan before, Plan after) {
    for (int i = 0; i < before.decisions().size(); i++) {
      assertEquals(before.decisions().get(i).assignments(), after.decisions().get(i).assignments());
      assertEquals(List.of(), after.decisions().get(i).moves());
    }
  }

  /** What found no room is sought again when there is some, and takes nobody's place. */
  @Test
  void roomThatIsFreeAgain() {
    Instant since = NOW.minus(Duration.ofMinutes(3));
    Life life = new Life();
    WorkloadBuilder[] web = workloads("a", null, 8);
    Plan first = life.next(zones(since, z -> z.cpu(4)).workload(web));
    assertStand(WHOLE, first);
    WorkloadBuilder other = workload("other").replicas(8);
    life.next(zones(since, z -> z.cpu(4)).workload(workloads("a", Verdict.Result.Reject, 8)));
    Plan full =
        life.next(
            zones(since, z -> z.cpu(4))
                .workload(workloads("a", Verdict.Result.Reject, 8))
                .workload(other));
    assertEquals("ara-a=2, ara-b=2, idf-a=2, idf-b=2", Estates.zones(Estates.of(full, "other")));
    Plan none = life.next(zones(since, z -> z.cpu(4)).workload(web).workload(other));
    assertEquals(BARE, standing(Estates.of(none, "a")));
    assertEquals(Estates.of(full, "other").assignments(), Estates.of(none, "other").assignments());
    assertStand(WHOLE, life.next(zones(since, z -> z.cpu(4)).workload(web)));
  }

  /** A zone that came back lately takes only what no other zone takes. */
  @ParameterizedTest
  @CsvSource({
    // room of each zone, what runs in z1; where that goes at its loss
    "9 9 9, 2, z3=2",
    "9 9 1, 2, z2=1 z3=1",
    "9 9 2, 3, z2=1 z3=2",
    "9 9 0, 2, z2=2",
    "9 1 0, 2, z2=1",
  })
  void zoneThatIsBackTakesTheRest(String rooms, int replicas, String then) {
    String[] room = rooms.split(" ");
    Instant lately = NOW.minus(Duration.ofMinutes(3));
    Estate estate =
        estate()
            .zone(
                zone("z1").cpu(Long.parseLong(room[0])),
                zone("z2").cpu(Long.parseLong(room[1])).since(lately),
                zone("z3").cpu(Long.parseLong(room[2])))
            .workload(workload("a").replicas(replicas).tolerate(Scope.ZONE))
            .running("a", "z1", replicas)
            .build();
    Decision d = Estates.of(Planner.plan(estate), "a");
    assertEquals("z1=" + replicas, Estates.zones(d));
    assertEquals(
        then,
        d.contingency().get(0).moves().stream()
            .map(m -> m.to() + "=" + m.replicas())
            .sorted()
            .collect(Collectors.joining(" ")));
  }

  /** Where it has to take some the spread comes first: as even as can be, with the rest in z3. */
  @ParameterizedTest
  @CsvSource({
    // room of z3, what runs in z1; where that goes at its loss
    "4, 4, z3=4",
    "3, 4, z2=2 z3=2",
    "3, 5, z2=2 z3=3",
    "1, 5, z2=4 z3=1",
  })
  void zoneThatIsBackIsSpreadOver(long room, int replicas, String then) {
    Instant lately = NOW.minus(Duration.ofMinutes(3));
    Estate estate =
        estate()
            .zone(zone("z1").cpu(9), zone("z2").cpu(9).since(lately), zone("z3").cpu(room))
            .workload(
                workload("a")
                    .replicas(replicas)
                    .tolerate(Scope.ZONE)
                    .spread(Scope.ZONE, 1, null, 9, true))
            .running("a", "z1", replicas)
            .build();
    Decision d = Estates.of(Planner.plan(estate), "a");
    assertEquals("z1=" + replicas, Estates.zones(d));
    assertEquals(
        then,
        d.contingency().get(0).moves().stream()
            .map(m -> m.to() + "=" + m.replicas())
            .sorted()
            .collect(Collectors.joining(" ")));
  }

  /**
   * A zone that is silent and back again and again holds the only room for a loss: what is held
   * there goes with each silence that counts and comes with its end, and nothing runs elsewhere.
   */
  @Test
  void zoneThatFlapsAndHasTheOnlyRoom() {
    Life life = new Life();
    WorkloadBuilder web =
        workload("a")
            .replicas(2)
            .tolerate(Scope.ZONE)
            .failover(Duration.ofSeconds(15), Duration.ofMinutes(30));
    int changes = 0;
    int flaps = 10;
    for (int second = 0; second < 60 * flaps; second += 5) {
      boolean silent = second % 60 < 30;
      Instant since = NOW.plusSeconds(second / 60 * 60 + (silent ? 0 : 30));
      Plan plan =
          life.next(
              estate()
                  .now(NOW.plusSeconds(second))
                  .zone(
                      zone("z1"),
                      zone("z2")
                          .since(since)
                          .health(silent ? Health.Signal.Silent : Health.Signal.Healthy, since))
                  .workload(web));
      Decision d = Estates.of(plan, "a");
      assertEquals("z1=2", Estates.zones(d));
      changes += d.cause() == Decision.Cause.Unchanged ? 0 : 1;
    }
    assertTrue(changes <= 1 + 2 * flaps, changes + " decisions");
  }
}
