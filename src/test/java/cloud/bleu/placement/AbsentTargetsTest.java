package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Specified.shortfalls;
import static cloud.bleu.placement.Specified.tolerated;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who needs another near it claims no loss after which it would be without it. */
class AbsentTargetsTest {

  private static Plan sound(Estate estate) {
    Plan plan = Planner.propose(estate, Map.of());
    assertEquals(List.of(), Checker.check(estate, plan));
    return plan;
  }

  /** Both run in z1 and are to go to z2; cache, or web itself, is suspended then. */
  private static Decision web(String suspended) {
    WorkloadBuilder web =
        workload("web")
            .tolerate(Scope.ZONE, 0, Recover.Reserved, false)
            .affinity("cache", Scope.ZONE, true);
    WorkloadBuilder cache = workload("cache").tolerate(Scope.ZONE, 0, Recover.Reserved, false);
    Plan before =
        sound(
            estate()
                .zones(9, "z1", "z2")
                .workload(web, cache)
                .running("web", "z1", 1)
                .running("cache", "z1", 1)
                .build());
    assertEquals(1, of(before, "web").contingency().get(0).moves().size());
    assertEquals(1, of(before, "cache").contingency().get(0).moves().size());
    Estate now =
        estate()
            .zones(9, "z1", "z2")
            .workload(
                suspended.equals("web") ? web.suspended() : web,
                suspended.equals("cache") ? cache.suspended() : cache)
            .build();
    Decision decision = of(sound(Estates.with(now, Estates.inForce(before))), "web");
    assertEquals(of(before, "web").contingency(), decision.contingency());
    return decision;
  }

  /** Its room stays held: only what is claimed is less. */
  @ParameterizedTest
  @CsvSource({
    "nobody, true, ''",
    "cache, false, AffinityUnsatisfiable",
    "web, false, SurvivalUnsatisfiable",
  })
  void whoIsSuspendedDoesNotMove(String suspended, boolean tolerates, String told) {
    Decision web = web(suspended);
    assertEquals(tolerates, tolerated(web).contains("Zone"));
    assertEquals(told.isEmpty() ? List.of() : List.of(told), shortfalls(web));
  }

  @Test
  void itIsSaidWhyNothingMoves() {
    assertEquals(
        "after the loss of zone z1 cache is missing where replicas are left that need it (required"
            + " affinity over Zone): its decision stands still, and its moves are not made",
        web("cache").shortfalls().get(0).message().split("; ")[0]);
    assertEquals(
        "after the loss of zone z1 nothing that was there starts elsewhere: the decision stands"
            + " still, and its moves are not made",
        web("web").shortfalls().get(0).message().split("; ")[0]);
  }

  /** In one region, web runs in z1 and z2; no entry of web names the loss of either. */
  @ParameterizedTest
  @CsvSource({
    // replicas of cache in z1 and z2; what web asks of cache; its entry; whether Zone is tolerated
    "1, 1, required,  none,   true",
    "1, 0, required,  none,   false",
    "1, 0, preferred, none,   true",
    "0, 0, required,  none,   true",
    "1, 0, required,  Region, false",
    "1, 1, required,  Region, true",
    "1, 0, required,  Zone,   false",
  })
  void whatTheLossTakesOfItsTargetCountsWhoeverNamesTheLoss(
      int first, int second, String how, String entry, boolean tolerates) {
    Plan plan = sound(apart(first, second, how, entry));
    assertEquals(tolerates, tolerated(of(plan, "web")).contains("Zone"));
    assertEquals(tolerates, tolerated(of(plan, "web")).contains("Site"));
  }

  private static Estate apart(int first, int second, String how, String entry) {
    WorkloadBuilder web =
        workload("web").replicas(2).affinity("cache", Scope.REGION, how.equals("required"));
    web =
        switch (entry) {
          case "Region" -> web.tolerate(Scope.REGION, 0, Recover.None, false);
          case "Zone" -> web.tolerate(Scope.ZONE, 0, Recover.None, false);
          default -> web;
        };
    return estate()
        .zone(zone("z1").site("s1").region("r"), zone("z2").site("s2").region("r"))
        .workload(web, workload("cache").replicas(first + second))
        .running("web", "z1", 1, "z2", 1)
        .running("cache", "z1", first, "z2", second)
        .build();
  }

  /** The check looks by itself at what the loss takes. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, true,  ''",
    "1, 1, false, ToleranceMissing",
    "1, 0, true,  ToleranceFalse",
    "1, 0, false, ''",
  })
  void theCheckFindsAClaimThatRestsOnWhatIsLost(
      int first, int second, boolean claimed, String found) {
    Estate estate = apart(first, second, "required", "none");
    Plans.Draft web = Plans.decided("web").in("z1", 1).in("z2", 1);
    web = claimed ? web.tolerates(Scope.ZONE).tolerates(Scope.SITE) : web;
    Plans.Draft cache = Plans.decided("cache").in("z1", first);
    cache = second > 0 ? cache.in("z2", second) : cache;
    Set<String> codes =
        Checker.check(estate, Plans.plan(estate, web, cache)).stream()
            .filter(finding -> Estates.id("web").equals(finding.workload()))
            .map(Finding::code)
            .collect(Collectors.toSet());
    assertEquals(found.isEmpty() ? Set.of() : Set.of(found), codes);
  }

  /** The loss of z1 leaves one in z3 of another region with its own, and not the one in z2. */
  @Test
  void oneDomainWithoutItIsEnough() {
    Plan plan =
        Specified.plan(
            estate()
                .zone(zone("z1").region("r"), zone("z2").region("r"), zone("z3").region("q"))
                .workload(workload("web").replicas(3).affinity("cache", Scope.REGION, true))
                .workload(workload("cache").replicas(2))
                .running("web", "z1", 1, "z2", 1, "z3", 1)
                .running("cache", "z1", 1, "z3", 1)
                .build());
    assertEquals(List.of("Region"), tolerated(of(plan, "web")));
  }
}
