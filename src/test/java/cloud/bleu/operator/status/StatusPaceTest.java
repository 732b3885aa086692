package cloud.bleu.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.SovereigntyPolicyStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is written at once and what waits for its turn. */
class StatusPaceTest {

  private final AtomicLong now = new AtomicLong(5);
  private final AtomicInteger committing = new AtomicInteger();
  private final StatusPace pace = new StatusPace(now::get, committing::get);

  @Test
  void firstWriteIsDueAtOnce() {
    assertEquals(Duration.ZERO, pace.left("uid", null, status(1, 0, ready("False", "A"))));
    assertEquals(
        Duration.ZERO,
        pace.left("uid", status(1, 0, ready("False", "A")), status(1, 1, ready("False", "A"))));
  }

  @Test
  void countersAndWordsWaitAndFlipsDoNot() {
    SovereigntyPolicyStatus before = status(1, 0, ready("False", "A"));
    pace.written("uid");
    now.addAndGet(Duration.ofMillis(400).toNanos());
    assertEquals(
        Duration.ofMillis(600), pace.left("uid", before, status(1, 1, ready("False", "A"))));
    assertEquals(
        Duration.ofMillis(600), pace.left("uid", before, status(1, 0, ready("False", "B"))));
    assertEquals(Duration.ZERO, pace.left("uid", before, status(1, 0, ready("True", "A"))));
    assertEquals(Duration.ZERO, pace.left("uid", before, status(2, 0, ready("False", "A"))));
    assertEquals(
        Duration.ZERO,
        pace.left("uid", before, status(1, 0, ready("False", "A"), condition("Stalled", "True"))));
    assertEquals(Duration.ZERO, pace.left("another", before, status(1, 1, ready("False", "A"))));
  }

  /** No status says the same, and the next one is moments away; but it is not awaited for ever. */
  @Test
  void firstStatusThatOnlyIsOnItsWayWaitsForTheNextOne() {
    SovereigntyPolicyStatus none = status(-1, 0);
    SovereigntyPolicyStatus onItsWay =
        status(1, 0, ready("False", "Delivering"), reconciling("Delivering"));
    assertEquals(StatusPace.BETWEEN, pace.left("uid", none, onItsWay));
    assertEquals(
        StatusPace.BETWEEN,
        pace.left("other", null, status(1, 0, reconciling("Committing"), condition("P", "True"))));
    assertEquals(
        Duration.ZERO, pace.left("third", null, status(1, 0, reconciling("ReplicasNotReady"))));
    now.addAndGet(Duration.ofMillis(400).toNanos());
    assertEquals(Duration.ofMillis(600), pace.left("uid", none, onItsWay));
    assertEquals(
        Duration.ZERO,
        pace.left("uid", none, status(1, 0, condition("Delivered", "True"), ready("False", "A"))));
    assertEquals(
        Duration.ZERO,
        pace.left("uid", none, status(1, 0, ready("False", "A"), condition("Stalled", "True"))));
    now.addAndGet(Duration.ofMillis(600).toNanos());
    assertEquals(Duration.ZERO, pace.left("uid", none, onItsWay));
    assertEquals(
        Duration.ZERO,
        pace.left("uid", status(1, 0, ready("True", "A")), onItsWay),
        "what had a status says at once that it is on its way");
  }

  /** Decisions are what people wait for first; but for no longer than they wait for a status. */
  @Test
  void statusesStandBackForManyDecisions() {
    BleuWorkloadStatus ready = workload(ready("True", "A"));
    committing.set(StatusPace.MANY - 1);
    assertEquals(Duration.ZERO, pace.left("uid", null, ready), "few are written in no time");
    committing.set(5 * StatusPace.MANY);
    assertEquals(Duration.ofSeconds(5), pace.left("uid", null, ready));
    assertEquals(
        Duration.ZERO,
        pace.left("policy", null, status(1, 0, ready("False", "A"))),
        "of what is not decided there are few");
    now.addAndGet(Duration.ofSeconds(117).toNanos());
    assertEquals(Duration.ofSeconds(3), pace.left("uid", null, ready));
    assertEquals(Duration.ofSeconds(5), pace.left("another", null, ready));
    now.addAndGet(Duration.ofSeconds(3).toNanos());
    assertEquals(Duration.ZERO, pace.left("uid", null, ready), "it has waited long enough");
    committing.set(0);
    assertEquals(Duration.ZERO, pace.left("another", null, ready));
  }

  /** Who is on call learns of a loss at once, also while thousands of others are placed. */
  @Test
  void badNewsNeverStandsBackForDecisions() {
    committing.set(500 * StatusPace.MANY);
    BleuWorkloadStatus good =
        workload(ready("True", "A"), condition("Resilient", "True"), condition("Stalled", "False"));
    for (BleuWorkloadStatus bad :
        List.of(
            workload(
                ready("False", "B"), condition("Resilient", "True"), condition("Stalled", "False")),
            workload(
                ready("Unknown", "B"),
                condition("Resilient", "True"),
                condition("Stalled", "False")),
            workload(
                ready("True", "A"), condition("Resilient", "False"), condition("Stalled", "False")),
            workload(ready("True", "A"), condition("Stalled", "False")),
            workload(
                ready("True", "A"),
                condition("Resilient", "True"),
                condition("Stalled", "True")))) {
      assertEquals(Duration.ZERO, pace.left("uid", good, bad), bad.toString());
    }
    assertEquals(
        Duration.ZERO,
        pace.left("other", null, workload(ready("False", "A"), condition("Stalled", "True"))),
        "a first status that says that nothing will come");
    assertEquals(
        Duration.ofMinutes(2),
        pace.left("uid", workload(ready("False", "A")), workload(ready("True", "A"))),
        "good news stands back");
    assertEquals(
        Duration.ofMinutes(2),
        pace.left("uid", good, good),
        "and so does what says the same in other words");
  }

  /** So who looks again and again does not take the time of who decides. */
  @Test
  void theMoreStandBackTheLaterTheyLookAgain() {
    committing.set(StatusPace.MANY);
    for (int i = 0; i < 4_000; i++) {
      pace.left("uid-" + i, null, workload(ready("True", "A")));
    }
    assertEquals(Duration.ofSeconds(20), pace.left("uid-7", null, workload(ready("True", "A"))));
  }

  /** However many come at once, and whatever is forgotten of them. */
  @Test
  void noFirstStatusWaitsTwice() {
    SovereigntyPolicyStatus onItsWay =
        status(1, 0, ready("False", "Delivering"), reconciling("Delivering"));
    for (int i = 0; i < 25_000; i++) {
      pace.left("uid-" + i, null, onItsWay);
    }
    now.addAndGet(StatusPace.BETWEEN.toNanos());
    for (int i = 0; i < 25_000; i++) {
      assertEquals(Duration.ZERO, pace.left("uid-" + i, null, onItsWay), "of " + i);
    }
  }

  /** Those that are gone before they had a status are nobody's: the next ones wait all the same. */
  @Test
  void whatIsNeverWrittenTakesNoPlaceForEver() {
    SovereigntyPolicyStatus onItsWay =
        status(1, 0, ready("False", "Delivering"), reconciling("Delivering"));
    for (int i = 0; i < 25_000; i++) {
      pace.left("gone-" + i, null, onItsWay);
    }
    now.addAndGet(Duration.ofMinutes(5).toNanos());
    assertEquals(StatusPace.BETWEEN, pace.left("uid", null, onItsWay));
  }

  private static Condition reconciling(String reason) {
    return new ConditionBuilder(condition("Reconciling", "True")).withReason(reason).build();
  }

  @Test
  void whatWaitedIsDueAfterThePace() {
    SovereigntyPolicyStatus before = status(1, 0, ready("False", "A"));
    pace.written("uid");
    now.addAndGet(StatusPace.BETWEEN.toNanos());
    assertEquals(Duration.ZERO, pace.left("uid", before, status(1, 1, ready("False", "A"))));
  }

  private static BleuWorkloadStatus workload(Condition... conditions) {
    return new BleuWorkloadStatus(1L, List.of(conditions), 0, 0, 0, null, null, null, null);
  }

  private static SovereigntyPolicyStatus status(long generation, int governed, Condition... all) {
    return new SovereigntyPolicyStatus(generation, List.of(all), governed, 0, 0, 0);
  }

  private static Condition ready(String status, String reason) {
    return new ConditionBuilder(condition("Ready", status)).withReason(reason).build();
  }

  private static Condition condition(String type, String status) {
    return new ConditionBuilder().withType(type).withStatus(status).withReason("R").build();
  }
}
