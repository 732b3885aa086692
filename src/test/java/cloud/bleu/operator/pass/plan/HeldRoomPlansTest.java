package cloud.bleu.operator.pass.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.Planner;
import cloud.bleu.placement.PlannerMemory;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What others are told, and get, while three replicas of web run on in zone n, where its decision
 * has none any more.
 */
class HeldRoomPlansTest {

  private static Plan planned(Estate estate) {
    Plan plan = Planner.plan(estate);
    assertEquals(List.of(), Checker.check(estate, plan));
    PlannerMemory memory = new PlannerMemory();
    assertEquals(plan, Planner.plan(estate, memory));
    assertEquals(plan, Planner.plan(estate, memory));
    return plan;
  }

  private static Decision of(Plan plan, String name) {
    return plan.decisions().stream().filter(d -> d.id().name().equals(name)).findFirst().get();
  }

  private static String zones(Plan plan, String name) {
    return of(plan, name).assignments().stream()
        .filter(a -> a.replicas() > 0)
        .map(a -> a.zone() + " " + a.replicas())
        .collect(Collectors.joining(", "));
  }

  private static List<String> told(Plan plan, String name) {
    return of(plan, name).shortfalls().stream().map(Decision.Reason::code).toList();
  }

  /** Of 18 usable db has 16 and web 3: as much as when web was there, and db asks for no more. */
  @ParameterizedTest
  @CsvSource({"false, 1", "true, 1", "false, 100", "true, 100"})
  void whoAsksForWhatItHadIsToldNothing(boolean measured, String asked) {
    Plan plan =
        planned(
            new HeldScene(measured)
                .zone("n", 20)
                .zone("s", 20)
                .workload("db", 1, "16")
                .workload("small", 2, "1")
                .workload("web", 4, asked)
                .runs("db", "n", 1)
                .runs("small", "n", 2)
                .runs("web", "s", 4)
                .held()
                .estate());
    assertEquals(List.of(), told(plan, "db"));
    assertEquals(List.of(), told(plan, "small"));
    assertEquals("n 1", zones(plan, "db"));
    assertEquals("n 2", zones(plan, "small"));
    assertEquals(
        asked.equals("1") ? List.of() : List.of("ReplicaTooLarge"),
        told(plan, "web").stream().distinct().toList());
  }

  /** What web uses is known, or not: nothing new comes beside it, and that may pass. */
  @ParameterizedTest
  @CsvSource({"false, 6", "true, 6", "false, 100", "true, 100", "false, 1P", "true, 1P"})
  void nobodyNewComesBeforeItIsGone(boolean measured, String asked) {
    Plan plan =
        planned(
            new HeldScene(measured)
                .zone("n", 20)
                .zone("s", 40)
                .workload("low", 1, "1", "  residency: {zones: {allow: [n]}}")
                .workload("web", 4, asked, "  residency: {zones: {allow: [s]}}")
                .runs("web", "s", 4)
                .held()
                .estate());
    Decision.Reason reason = assertWaitsForRoom(plan);
    assertEquals(
        !asked.equals("6"),
        reason.message().contains("in n run replicas that are not decided there"),
        reason.message());
  }

  /** Ten of three nodes are left, and on none more than four: no replica of five comes there. */
  @Test
  void whatIsLeftIsInPieces() {
    Plan plan =
        planned(
            new HeldScene(true)
                .zone("n", 10)
                .node("n", "second", 10)
                .node("n", "third", 10)
                .zone("s", 4)
                .workload("low", 1, "5", "  residency: {zones: {allow: [n]}}")
                .workload("web", 4, "6", "  residency: {zones: {allow: [s]}}")
                .runs("web", "s", 4)
                .held()
                .estate());
    assertWaitsForRoom(plan);
  }

  private static Decision.Reason assertWaitsForRoom(Plan plan) {
    assertEquals("", zones(plan, "low"));
    Decision.Reason reason = ((Decision.Outcome.Unplaceable) of(plan, "low").outcome()).reason();
    assertEquals("InsufficientCapacity", reason.code());
    assertTrue(reason.canPassByItself());
    return reason;
  }

  /** A zone is one to spread over, and counts for the least, however little of it is left. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void zoneThatIsFullForNowIsOneToSpreadOver(boolean measured) {
    HeldScene scene =
        new HeldScene(measured)
            .zone("n", 20)
            .zone("o", 20)
            .zone("s", 40)
            .workload("low", 5, "2", "  resilience: {spread: [{over: Zone, min: 3}]}")
            .workload("web", 4, "5500m")
            .runs("low", Map.of("n", 2, "o", 1, "s", 1))
            .runs("web", "s", 4);
    assertEquals("n 2, o 2, s 1", zones(planned(scene.held().estate()), "low"));
  }

  /**
   * What is new finds no place under a hard spread while a zone is full, be it of what is to leave:
   * it counts for the least, as one does that is full of others.
   */
  @ParameterizedTest
  @CsvSource({"false, 5900m", "true, 5900m", "false, 100", "true, 100"})
  void newWorkloadWithAHardSpreadWaitsForAZoneThatIsFull(boolean measured, String asked) {
    String spread = "  resilience: {spread: [{over: Zone, maxSkew: 1}]}";
    HeldScene scene =
        new HeldScene(measured)
            .zone("n", 20)
            .zone("o", 40)
            .zone("s", 60)
            .workload("fresh", 6, "2", spread)
            .workload("web", 4, asked, "  residency: {zones: {allow: [s]}}")
            .runs("web", "s", 4);
    Plan plan = planned(scene.held().estate());
    assertEquals("", zones(plan, "fresh"));
    Decision.Reason reason = ((Decision.Outcome.Unplaceable) of(plan, "fresh").outcome()).reason();
    assertEquals("SpreadUnsatisfiable", reason.code());
    assertTrue(reason.canPassByItself());
    Plan gone = planned(scene.held(Map.of(), Map.of()).estate());
    // A raised request stands in s as well, and closes it.
    assertEquals(asked.equals("100") ? "" : "n 2, o 2, s 2", zones(gone, "fresh"));
  }

  /** x has its place in n at the loss of m: a raised request of what is to leave n takes it not. */
  @ParameterizedTest
  @CsvSource({"false, 1", "true, 1", "false, 100", "true, 100"})
  void movesHeldForOthersStay(boolean measured, String asked) {
    HeldScene scene =
        new HeldScene(measured)
            .zone("m", 20, "  state: Lost")
            .zone("n", 20)
            .zone("s", 20)
            .workload("web", 4, asked)
            .workload("x", 2, "5", "  resilience: {tolerate: [{of: Zone}]}")
            .runs("web", "s", 4)
            .runs("x", "m", 2, HeldScene.loss("m", "n", 2));
    assertEquals("n 2", zones(planned(scene.held().estate()), "x"));
  }

  /**
   * db is not less than it was for what stands beside it: who has to leave m goes where room is.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsHeldMakesNobodyElseCountAsNothing(boolean measured) {
    HeldScene scene =
        new HeldScene(measured)
            .zone("m", 20, "  state: Lost")
            .zone("n", 20)
            .zone("o", 4)
            .zone("s", 5)
            .workload("db", 1, "16")
            .workload("web", 4, "1")
            .workload("x", 2, "1", "  resilience: {tolerate: [{of: Zone}]}")
            .runs("db", "n", 1)
            .runs("web", "s", 4)
            .runs("x", "m", 2, HeldScene.loss("m", "n", 2));
    assertEquals("o 2", zones(planned(scene.held().estate()), "x"));
  }
}
