package cloud.bleu.operator.pass;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.Contingency;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.LaterDecision;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.ledger.RefusingServer;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.operator.pass.plan.PassPlanner;
import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.ZoneState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A namespace refuses more than the ledger keeps for it, so its decisions are withheld: what runs
 * there runs on, and its room is nobody else's. {@code low} runs in zone a, which {@code high}
 * wants; zone b would take {@code low}.
 */
class WithheldRoomTest {

  /** More than the ledger keeps of what is refused. */
  private static final int MUCH = 300_000;

  private static final WorkloadId LOW = new WorkloadId("shut", "low");
  private static final WorkloadId HIGH = new WorkloadId("open", "high");

  private RefusingServer server;
  private Ledger ledger;
  private PassPlanner planner;
  private PassPlan last;

  /** Plans that were made: of each it is asked what of it cannot be committed. */
  private int plans;

  @BeforeEach
  void start() throws LedgerConflictException {
    server = new RefusingServer();
    ledger = new Ledger(server.client, Clock.systemUTC());
    ledger.recover();
    planner = planner();
  }

  private PassPlanner planner() {
    return new PassPlanner(
        changes -> {
          plans++;
          return ledger.withhold(changes);
        },
        ledger::inForce,
        Supplier::get);
  }

  @AfterEach
  void stop() {
    ledger.close();
    server.close();
  }

  @Test
  void whoCannotBeMovedKeepsItsRoomForAsLongAsThatLasts() throws LedgerConflictException {
    pass(zones(4, 4).workload(low(4, "a")));
    shut();
    pass(zones(4, 4).workload(low(4), high(4)));
    long before = server.sequence();
    for (int round = 0; round < 5; round++) {
      assertEquals(1, passes(zones(4, 4).workload(low(4), high(4))), "no other pass is asked for");
      assertEquals(Map.of("a", 4), where(LOW));
      assertEquals(Map.of(), where(HIGH), "there is no room for it");
      assertInstanceOf(Decision.Outcome.Unplaceable.class, told(HIGH).outcome());
      assertEquals("b=4", Estates.zones(told(LOW)), "where it is to go is told");
      assertTrue(ledger.refused().containsKey(LOW), "and why it waits");
    }
    assertEquals(before, server.sequence(), "nothing was committed");

    reopen();
    pass(zones(4, 4).workload(low(4), high(4)));
    assertEquals(Map.of("b", 4), where(LOW));
    assertEquals(Map.of("a", 4), where(HIGH));
    assertEquals(Map.of(), ledger.refused());
  }

  /** What is free beside it is free, to the last cpu. */
  @ParameterizedTest
  @ValueSource(ints = {6, 7})
  void itKeepsItsRoomAndNoMore(int wanted) throws LedgerConflictException {
    pass(zones(10, 4).workload(low(4, "a")));
    shut();
    pass(zones(10, 4).workload(low(4), high(wanted)));
    assertEquals(Map.of("a", 4), where(LOW));
    assertEquals(wanted == 6 ? Map.of("a", 6) : Map.of(), where(HIGH));
  }

  @Test
  void severalKeepTheirsAndEverybodyElseGoesOn() throws LedgerConflictException {
    WorkloadBuilder other = at("shut", "other").replicas(4).only("b", "c");
    WorkloadBuilder third = at("open", "third").replicas(4).only("b").priority(10);
    WorkloadBuilder beside = at("open", "beside").replicas(2).only("d");
    pass(zones(4, 4, 0, 2).workload(low(4, "a"), other));
    shut();
    EstateBuilder full =
        zones(4, 4, 8, 2).workload(low(4, "a", "c"), other, high(4), third, beside);
    pass(full);
    assertEquals(Map.of("a", 4), where(LOW));
    assertEquals(Map.of("b", 4), where(new WorkloadId("shut", "other")));
    assertEquals(Map.of(), where(HIGH));
    assertEquals(Map.of(), where(new WorkloadId("open", "third")));
    assertEquals(Map.of("d", 2), where(new WorkloadId("open", "beside")));

    reopen();
    pass(full);
    assertEquals(Map.of("c", 4), where(LOW));
    assertEquals(Map.of("a", 4), where(HIGH));
    assertEquals(Map.of("b", 4), where(new WorkloadId("open", "third")));
  }

  /**
   * Its own namespace refuses who is new: what runs is not ended for a decision that is withheld.
   */
  @Test
  void nobodyEndsForWhoCannotBeDecided() throws LedgerConflictException {
    WorkloadBuilder runs = at("open", "lowest").replicas(4).only("a").priority(-5);
    WorkloadBuilder comes = at("shut", "new").replicas(3).only("a").priority(10);
    pass(zones(4).workload(runs));
    shut();
    long before = server.sequence();
    for (int round = 0; round < 3; round++) {
      pass(zones(4).workload(runs, comes));
      assertEquals(Map.of("a", 4), where(new WorkloadId("open", "lowest")), "it runs on");
      assertTrue(ledger.refused().containsKey(new WorkloadId("shut", "new")), "why it waits");
      assertEquals("a=3", Estates.zones(told(new WorkloadId("shut", "new"))), "where it will be");
    }
    assertEquals(before, server.sequence(), "nothing was committed");

    reopen();
    pass(zones(4).workload(runs, comes));
    assertEquals(Map.of("a", 3), where(new WorkloadId("shut", "new")));
    assertEquals(Map.of("a", 1), where(new WorkloadId("open", "lowest")), "it makes room then");
  }

  /** However many would have the same one make room, one after the other. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPassHasFewPlansHoweverManyCannotBeDecided(boolean oneNamespace)
      throws LedgerConflictException {
    WorkloadBuilder runs = at("open", "lowest").replicas(1).only("a").priority(-5);
    pass(zones(1, 2).workload(runs));
    List<WorkloadBuilder> all = new ArrayList<>(List.of(runs));
    for (int i = 0; i < 40; i++) {
      String namespace = oneNamespace ? "shut" : "n" + i;
      server.refusing.add(namespace);
      all.add(at(namespace, "new" + i).replicas(1).only("a").priority(10));
    }
    all.add(at("open", "beside").replicas(2).only("b"));
    // The one that refuses much is known to; of the others the server is asked.
    refuse(oneNamespace ? "shut" : "elsewhere", oneNamespace ? MUCH : 600_000);
    EstateBuilder full = zones(1, 2).workload(all.toArray(WorkloadBuilder[]::new));
    plans = 0;
    pass(full);
    assertTrue(plans <= 10, plans + " plans");
    assertEquals(Map.of("a", 1), where(new WorkloadId("open", "lowest")), "it runs on");
    assertEquals(Map.of("b", 2), where(new WorkloadId("open", "beside")), "it goes on");
    assertTrue(ledger.refused().containsKey(all.get(1).build().id()), "why it waits");

    reopen();
    pass(full);
    assertEquals(Map.of(), where(new WorkloadId("open", "lowest")), "it makes room then");
  }

  /** So many that everybody's turn comes to stand still, but for who answers a loss, and for it. */
  @Test
  void aLossIsAnsweredBesideManyThatCannotBeDecided() throws LedgerConflictException {
    WorkloadBuilder runs = at("open", "lowest").replicas(1).only("a").priority(-5);
    WorkloadBuilder lost = at("open", "lost").replicas(2).only("b", "c").priority(100);
    WorkloadBuilder victim = at("open", "victim").replicas(2).only("c").priority(-5);
    WorkloadBuilder grows = at("open", "grows").replicas(1).only("d");
    pass(zones(1, 2, 0, 1).workload(runs, lost, grows));
    pass(zones(1, 2, 2, 1).workload(runs, lost, victim, grows));
    assertEquals(Map.of("b", 2), where(new WorkloadId("open", "lost")));
    List<WorkloadBuilder> all = new ArrayList<>(List.of(runs, lost, victim));
    all.add(at("open", "grows").replicas(3).only("d"));
    for (int i = 0; i < 40; i++) {
      server.refusing.add("n" + i);
      all.add(at("n" + i, "new" + i).replicas(1).only("a").priority(10));
    }
    refuse("elsewhere", 600_000);
    EstateBuilder estate =
        estate()
            .zone(zone("a").cpu(1))
            .zone(zone("b").cpu(2).state(ZoneState.Lost))
            .zone(zone("c").cpu(2))
            .zone(zone("d").cpu(2));
    pass(estate.workload(all.toArray(WorkloadBuilder[]::new)));
    assertEquals(Map.of("b", 0, "c", 2), where(new WorkloadId("open", "lost")), "it is answered");
    assertEquals(Map.of(), where(new WorkloadId("open", "victim")), "with the room of another");
    assertEquals(Map.of("a", 1), where(new WorkloadId("open", "lowest")), "it runs on");
    assertEquals(Map.of("d", 1), where(new WorkloadId("open", "grows")), "it waits");
    assertTrue(
        last.waitingWorkloads().contains(new WorkloadId("open", "grows")),
        "what is told of it is not in force");
  }

  /** One more than is asked in turn: who is of another namespace has its turn all the same. */
  @Test
  void othersPreemptBesideManyThatCannot() throws LedgerConflictException {
    WorkloadBuilder runs = at("open", "lowest").replicas(1).only("a").priority(-5);
    pass(zones(1).workload(runs));
    shut();
    List<WorkloadBuilder> all = new ArrayList<>(List.of(runs, high(1).priority(5)));
    for (int i = 0; i < 40; i++) {
      all.add(at("shut", "new" + i).replicas(1).only("a").priority(10));
    }
    pass(zones(1).workload(all.toArray(WorkloadBuilder[]::new)));
    assertEquals(Map.of("a", 1), where(HIGH));
    assertEquals(Map.of(), where(new WorkloadId("open", "lowest")));
  }

  /** It waits beside what runs: nobody makes room for it, and its room is kept for it. */
  @Test
  void whoFindsRoomWaitsWithIt() throws LedgerConflictException {
    WorkloadBuilder comes = at("shut", "new").replicas(3).only("a").priority(10);
    WorkloadBuilder later = at("open", "later").replicas(2).only("a");
    shut();
    pass(zones(4).workload(comes, later));
    assertEquals(Set.of(), last.waitingWorkloads(), "it is found out by the commit");
    assertTrue(ledger.refused().containsKey(new WorkloadId("shut", "new")));
    assertEquals(Map.of(), where(new WorkloadId("open", "later")));
  }

  /** The same where only the server knows, which is asked, and where the ledger has no room. */
  @ParameterizedTest
  @ValueSource(ints = {600_000, 1_300_000})
  void nobodyEndsForWhoTheLedgerHasNoRoomFor(int bytes) throws LedgerConflictException {
    WorkloadBuilder runs = at("open", "lowest").replicas(4).only("a").priority(-5);
    WorkloadBuilder comes = at("shut", "new").replicas(3).only("a").priority(10);
    pass(zones(4).workload(runs));
    refuse("elsewhere", bytes);
    server.refusing.add("shut");
    pass(zones(4).workload(runs, comes));
    assertEquals(Map.of("a", 4), where(new WorkloadId("open", "lowest")), "it runs on");
    assertEquals(Map.of(), where(new WorkloadId("shut", "new")));
    assertTrue(ledger.refused().containsKey(new WorkloadId("shut", "new")), "why it waits");
  }

  /** Nobody leaves its zone for one that cannot come. */
  @Test
  void nobodyMakesRoomForWhoCannotMove() throws LedgerConflictException {
    WorkloadBuilder inTheWay = at("open", "lowest").replicas(4).only("b").priority(-5);
    pass(zones(4, 4).workload(low(4, "a"), inTheWay));
    shut();
    EstateBuilder full = zones(4, 4).workload(low(4), high(4), inTheWay);
    pass(full);
    assertEquals(Map.of("a", 4), where(LOW));
    assertEquals(Map.of("b", 4), where(new WorkloadId("open", "lowest")), "it runs on as well");

    reopen();
    pass(full);
    assertEquals(Map.of("b", 4), where(LOW));
    assertEquals(Map.of(), where(new WorkloadId("open", "lowest")), "it makes room then");
  }

  @Test
  void anEditThatIsWithheldAsWellKeepsTheRoom() throws LedgerConflictException {
    pass(zones(4, 4).workload(low(4, "a")));
    shut();
    pass(zones(4, 4).workload(low(4), high(4)));
    pass(zones(4, 4).workload(low(1, "b"), high(4)));
    assertEquals(Map.of("a", 4), where(LOW));
    assertEquals(Map.of(), where(HIGH));
    assertEquals("b=1", Estates.zones(told(LOW)));

    pass(zones(4, 4).workload(low(4)));
    assertFalse(ledger.refused().containsKey(LOW), "as it runs is as it is to be: nothing waits");
  }

  @Test
  void whatIsDeletedGivesItsRoomBackAtOnce() throws LedgerConflictException {
    pass(zones(4, 4).workload(low(4, "a")));
    shut();
    pass(zones(4, 4).workload(low(4), high(4)));
    pass(zones(4, 4).workload(high(4)));
    assertNull(ledger.inForce(LOW));
    pass(zones(4, 4).workload(high(4)));
    assertEquals(Map.of("a", 4), where(HIGH));
  }

  /** Who takes over tries what is refused before it plans, so it knows. */
  @Test
  void whoTakesOverKnowsIt() throws LedgerConflictException {
    pass(zones(4, 4).workload(low(4, "a")));
    shut();
    pass(zones(4, 4).workload(low(4), high(4)));
    ledger.close();
    ledger = new Ledger(server.client, Clock.systemUTC());
    ledger.recover();
    planner = planner();
    assertEquals(1, passes(zones(4, 4).workload(low(4), high(4))));
    assertEquals(Map.of("a", 4), where(LOW));
    assertEquals(Map.of(), where(HIGH));
  }

  /** Of a namespace that nobody has asked yet it is known before anybody takes the room. */
  @Test
  void theServerIsAskedBeforeTheRoomIsSold() throws LedgerConflictException {
    pass(zones(4, 4).workload(low(4, "a")));
    // Beyond what is committed without a question, in another namespace.
    refuse("elsewhere", 600_000);
    server.refusing.add("shut");
    assertEquals(1, passes(zones(4, 4).workload(low(4), high(4))), "nothing is decided twice");
    assertEquals(Map.of("a", 4), where(LOW));
    assertEquals(Map.of(), where(HIGH));

    reopen();
    pass(zones(4, 4).workload(low(4), high(4)));
    assertEquals(Map.of("a", 4), where(HIGH));
  }

  /** The server is asked before anybody makes room, so nobody goes for one that cannot come. */
  @Test
  void nobodyMakesRoomForWhoTheServerWouldNotTake() throws LedgerConflictException {
    WorkloadBuilder inTheWay = at("open", "lowest").replicas(4).only("b").priority(-5);
    pass(zones(4, 4).workload(low(4, "a"), inTheWay));
    refuse("elsewhere", 600_000);
    server.refusing.add("shut");
    EstateBuilder full = zones(4, 4).workload(low(4), high(4), inTheWay);
    pass(full);
    long before = server.sequence();
    for (int round = 0; round < 3; round++) {
      ledger.retryRefused(namespace -> true);
      assertEquals(1, passes(full));
      assertEquals(Map.of("a", 4), where(LOW));
      assertEquals(Map.of("b", 4), where(new WorkloadId("open", "lowest")), "it runs on");
      assertTrue(ledger.refused().containsKey(LOW), "and why it waits is told");
    }
    assertEquals(before, server.sequence(), "nobody went and came back");

    reopen();
    pass(full);
    assertEquals(Map.of("b", 4), where(LOW));
    assertEquals(Map.of("a", 4), where(HIGH));
  }

  /** So it is where the ledger has no room at all. */
  @Test
  void aFullLedgerSellsNothingTwice() throws LedgerConflictException {
    pass(zones(4, 4).workload(low(4, "a")));
    refuse("elsewhere", 1_300_000);
    assertEquals(1, passes(zones(4, 4).workload(low(4), high(4))));
    assertEquals(Map.of("a", 4), where(LOW));
    assertEquals(Map.of(), where(HIGH));
    assertTrue(ledger.refused().get(LOW).sentence().contains("room"), ledger.refused() + "");
  }

  /** The namespace of {@code low} refuses what is decided there from now on, and much. */
  private void shut() throws LedgerConflictException {
    refuse("shut", MUCH);
  }

  private void refuse(String namespace, int bytes) throws LedgerConflictException {
    server.refusing.add(namespace);
    List<Evacuation> plan = new ArrayList<>();
    for (int left = bytes; left > 0; left -= 5_000) {
      List<Contingency.Move> moves = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        moves.add(new Contingency.Move("z", "elsewhere-" + "z".repeat(45), 1 + i));
      }
      plan.add(
          new Evacuation(
              List.of(),
              null,
              List.of(new Evacuation.Loss("zone z-" + left, List.of(), moves)),
              List.of(),
              List.of(),
              1));
    }
    ledger.commit(
        List.of(
            LaterDecision.of(
                new WorkloadId(namespace, "much"),
                "much",
                Chain.GENESIS,
                null,
                "InputChanged",
                List.of(new Assignment("z", 1, null, null)),
                plan,
                0)));
  }

  /** Nothing is refused any more, and what was is written. */
  private void reopen() throws LedgerConflictException {
    server.refusing.clear();
    ledger.retryRefused(namespace -> true);
    ledger.finish();
  }

  private void pass(EstateBuilder estate) throws LedgerConflictException {
    passes(estate);
  }

  /** Makes passes until none is asked for at once; returns how many. */
  private int passes(EstateBuilder builder) throws LedgerConflictException {
    for (int number = 1; number < 6; number++) {
      Estate estate = Estates.with(builder.build(), ledger.placements(Estates.NOW));
      Set<WorkloadId> there = new HashSet<>();
      estate.workloads().forEach(w -> there.add(w.id()));
      last =
          planner.plan(
              estate,
              d ->
                  DecisionDifference.of(
                      d, d.id().name(), Chain.GENESIS, null, null, ledger.inForce(d.id())));
      List<ProposedDecision> proposed = new ArrayList<>(last.proposed());
      ledger
          .all()
          .forEach(
              (id, inForce) -> {
                if (!there.contains(id) && !id.name().equals("much")) {
                  proposed.add(DecisionDifference.withdrawal(id, inForce));
                }
              });
      ledger.leaveOut(last.waitingWorkloads());
      ledger.commit(ProposalOrder.of(proposed, estate));
      fits(estate);
      if (!ledger.isHeld()) {
        return number;
      }
    }
    throw new AssertionError("each pass asks for another one");
  }

  /** No zone is promised beyond what it has: of what stands, and of what is decided. */
  private void fits(Estate estate) {
    Map<String, Long> taken = new TreeMap<>();
    for (Workload workload : estate.workloads()) {
      DecisionInForce inForce = ledger.inForce(workload.id());
      if (inForce != null) {
        inForce
            .spec()
            .assignments()
            .forEach(
                a ->
                    taken.merge(
                        a.zone(), a.replicas() * workload.requests().get("cpu"), Long::sum));
      }
    }
    taken.forEach(
        (name, cpu) ->
            assertTrue(
                cpu <= estate.zone(name).capacity().usable().get("cpu"),
                name + " is sold twice: " + taken));
  }

  private Decision told(WorkloadId id) {
    return last.told().decisions().stream()
        .filter(d -> d.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private Map<String, Integer> where(WorkloadId id) {
    Map<String, Integer> where = new TreeMap<>();
    DecisionInForce inForce = ledger.inForce(id);
    if (inForce != null) {
      inForce.spec().assignments().forEach(a -> where.put(a.zone(), a.replicas()));
    }
    return where;
  }

  /** Zones a, b and so on with so many cpus. */
  private static EstateBuilder zones(int... cpus) {
    EstateBuilder estate = estate();
    for (int i = 0; i < cpus.length; i++) {
      if (cpus[i] > 0) {
        estate.zone(zone(String.valueOf((char) ('a' + i))).cpu(cpus[i]));
      }
    }
    return estate;
  }

  private static WorkloadBuilder at(String namespace, String name) {
    return workload(name).namespace(namespace).uid(name);
  }

  private static WorkloadBuilder low(int replicas, String... zones) {
    return at("shut", "low")
        .replicas(replicas)
        .only(zones.length == 0 ? new String[] {"a", "b"} : zones);
  }

  private static WorkloadBuilder high(int replicas) {
    return at("open", "high").replicas(replicas).only("a").priority(10);
  }
}
