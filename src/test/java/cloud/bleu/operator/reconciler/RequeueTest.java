package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.zone.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a workload is looked at again, one cause at a time and two at once. */
class RequeueTest {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  /** Milliseconds; what is empty is no cause. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nothing is due,                              '',              , , ",
    "a write met a newer version,                 again,           , , 1000",
    "something is refused,                        problem,         , , 20000",
    "something may be left in a zone,             leaving,         , , 20000",
    "pods that wait become a fault,               '',        600000, , 600000",
    "a fault within the second,                   '',           300, , 300",
    "the status was put off,                      '',              , 1001, 1001",
    "refused and newer,                           again problem,   , , 1000",
    "refused and a fault before,                  problem,     5000, , 5000",
    "refused and a fault behind,                  problem,   600000, , 20000",
    "left behind and a fault before,              leaving,     5000, , 5000",
    "left behind and a fault behind,              leaving,   600000, , 20000",
    "newer and a fault before,                    again,        300, , 300",
    "newer while the status stands back,          again,           , 30000, 1000",
    "refused while the status stands back,        problem,         , 30000, 20000",
    "a fault while the status stands back,        '',          5000, 30000, 5000",
    "the status before everything else,           problem,   600000, 1001, 1001",
  })
  void workloadIsLookedAtAgainAfter(
      String what, String causes, Long fault, Long status, Long after) {
    Requeue requeue =
        Requeue.of(
                new DeliveryReport(
                    List.of(),
                    causes.contains("problem")
                        ? List.of(new Problem("Quota", "it is full; raise it", true))
                        : List.of(),
                    false,
                    causes.contains("again"),
                    false),
                fault == null ? null : NOW.plusMillis(fault),
                causes.contains("leaving"),
                NOW)
            .or(status == null ? null : Duration.ofMillis(status));
    assertEquals(after, requeue.after() == null ? null : (Long) requeue.after().toMillis());
    assertEquals(
        after, requeue.<BleuWorkload>control().getScheduleDelay().map(Long::valueOf).orElse(null));
  }

  @Test
  void reasonThatComesLaterChangesNothing() {
    Requeue soon = new Requeue(Requeue.AGAIN);
    assertEquals(soon, soon.or(Requeue.REFUSED));
    assertEquals(soon, soon.or(null));
    assertEquals(soon, Requeue.NEVER.or(Requeue.AGAIN));
  }
}
