package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Specified.shortfalls;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Replicas that are promised to the moves of a higher priority are gone after that loss, as those
 * that it takes are: what is claimed of their workload counts without them.
 */
class PromisedVictimTest {

  /** A workload that runs in z1 and takes the room of another one in z3 if z1 is lost. */
  private static WorkloadBuilder api() {
    return workload("api").priority(10).only("z1", "z3").tolerate(Scope.ZONE);
  }

  private static Plan plan(EstateBuilder estate) {
    Estate first = estate.build();
    Plan plan = Specified.plan(first);
    assertTrue(
        of(plan, "api").contingency().stream().anyMatch(c -> !c.evicts().isEmpty()),
        "somebody is promised");
    Plan next = Specified.plan(Estates.with(first, Estates.inForce(plan)));
    for (Decision decision : plan.decisions()) {
      Decision again = of(next, decision.id().name());
      assertEquals(Decision.Cause.Unchanged, again.cause(), again.toString());
      assertEquals(decision.tolerates(), again.tolerates());
      assertEquals(shortfalls(decision), shortfalls(again));
    }
    return plan;
  }

  private static List<String> tolerated(Decision decision) {
    return Specified.tolerated(decision);
  }

  /** The loss of z1 takes two of five and evicts one in z3: two are left, and three a majority. */
  @Test
  void aMemberThatIsPromisedIsNoPartOfTheMajority() {
    Decision etcd =
        of(
            plan(
                estate()
                    .zone(zone("z1").cpu(4), zone("z2").cpu(2), zone("z3").cpu(1))
                    .workload(workload("etcd").replicas(5).quorum(), api())
                    .running("etcd", "z1", 2, "z2", 2, "z3", 1)),
            "etcd");
    assertEquals(List.of(), tolerated(etcd));
    assertTrue(shortfalls(etcd).contains("QuorumUnsatisfiable"), shortfalls(etcd).toString());
  }

  /** The loss of z1 takes two and evicts the two in z3: none is left. */
  @Test
  void whatIsPromisedIsNotKept() {
    Decision web =
        of(
            plan(
                estate()
                    .zone(zone("z1").cpu(4), zone("z3").cpu(2))
                    .workload(
                        workload("web").replicas(4).tolerate(Scope.ZONE, 2, Recover.None, true),
                        api().replicas(2))
                    .running("web", "z1", 2, "z3", 2)),
            "web");
    assertFalse(tolerated(web).contains("Zone"), tolerated(web).toString());
    assertTrue(shortfalls(web).contains("SurvivalUnsatisfiable"), shortfalls(web).toString());
  }

  /** With free room nobody is promised, and everything holds. */
  @Test
  void whoIsPromisedToNobodyKeepsWhatItAsks() {
    Plan plan =
        Specified.plan(
            estate()
                .zone(zone("z1").cpu(4), zone("z3").cpu(4))
                .workload(
                    workload("web").replicas(4).tolerate(Scope.ZONE, 2, Recover.None, true),
                    api().replicas(2))
                .running("web", "z1", 2, "z3", 2)
                .running("api", "z1", 2));
    assertTrue(tolerated(of(plan, "web")).contains("Zone"));
    assertEquals(List.of(), shortfalls(of(plan, "web")));
  }

  /**
   * In z1 and z2 stand a replica of web and the one of cache that it needs there. At the loss of z1
   * api takes the room of cache in z2.
   */
  private static EstateBuilder besideAVictim(WorkloadBuilder web) {
    return estate()
        .zone(zone("z1").cpu(5), zone("z2").cpu(3))
        .workload(
            web.replicas(2).affinity("cache", Scope.ZONE, true),
            workload("cache").cpu(2).replicas(2),
            workload("api").cpu(2).priority(10).tolerate(Scope.ZONE))
        .running("web", "z1", 1, "z2", 1)
        .running("cache", "z1", 1, "z2", 1);
  }

  private static WorkloadBuilder webThatAsks() {
    return workload("web").tolerate(Scope.ZONE, 1, Recover.None, false);
  }

  /** What it needs is gone from where it is left. */
  @Test
  void whoIsLeftWithoutWhatItNeedsToleratesNothing() {
    Decision web = of(plan(besideAVictim(workload("web"))), "web");
    assertEquals("z1=1, z2=1", Estates.zones(web));
    assertEquals(List.of(), tolerated(web));
    assertEquals(List.of(), shortfalls(web));
  }

  @Test
  void whoAsksToOutliveThatLossIsToldWhatItIsLeftWithout() {
    Decision web = of(plan(besideAVictim(webThatAsks())), "web");
    assertFalse(tolerated(web).contains("Zone"), tolerated(web).toString());
    assertEquals(List.of("AffinityUnsatisfiable"), shortfalls(web));
    String told = web.shortfalls().get(0).message();
    assertTrue(told.startsWith("at the loss of zone z1 a higher priority evicts "), told);
    assertTrue(told.contains(" cache "), told);
  }

  /** Only preferred, it is nothing that the claim rests on. */
  @Test
  void whoPrefersWhatIsEvictedToleratesThatLoss() {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").cpu(5), zone("z2").cpu(3))
            .workload(
                workload("web").replicas(2).affinity("cache", Scope.ZONE, false),
                workload("cache").cpu(2).replicas(2),
                workload("api").cpu(2).priority(10).tolerate(Scope.ZONE))
            .running("web", "z1", 1, "z2", 1)
            .running("cache", "z1", 1, "z2", 1);
    assertTrue(tolerated(of(plan(estate), "web")).contains("Zone"));
  }

  /** The check adds up by itself who is evicted. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "nothing",
      value = {
        "1, false, AffinityUnsatisfiable, nothing",
        "1, true,  AffinityUnsatisfiable, ToleranceFalse",
        "1, false, nothing,               ShortfallMissing",
        "0, true,  nothing,               nothing",
        "0, false, nothing,               ToleranceMissing"
      })
  void theCheckFindsAClaimThatRestsOnAVictim(
      int evicted, boolean claimed, @Nullable String told, @Nullable String found) {
    Plans.Draft web = Plans.decided("web").in("z1", 1).in("z2", 1).loss(Scope.ZONE, "z1");
    web = web.loss(Scope.ZONE, "z2");
    web = claimed ? web.tolerates(Scope.ZONE).tolerates(Scope.SITE) : web;
    web = told == null ? web : web.shortfall(told);
    Plans.Draft api = Plans.decided("api").in("z1", 1);
    api =
        evicted == 0
            ? api.loss(Scope.ZONE, "z1")
            : api.loss(
                Scope.ZONE,
                "z1",
                List.of(new Contingency.Eviction(Estates.id("cache"), "z2", 1)),
                Plans.move("z1", "z2", 1));
    Estate estate = besideAVictim(webThatAsks()).build();
    Plan plan = Plans.plan(estate, web, Plans.decided("cache").in("z1", 1).in("z2", 1), api);
    Set<String> codes = new TreeSet<>();
    Checker.check(estate, plan).stream()
        .filter(finding -> Estates.id("web").equals(finding.workload()))
        .forEach(finding -> codes.add(finding.code()));
    assertEquals(found == null ? Set.of() : Set.of(found), codes);
  }
}
