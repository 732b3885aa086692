package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.zone.DeliveryProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
    "a person must act,                           problem,         , , 20000",
    "refused just now,                            refused-0,       , , 1000",
    "refused for less than a second,              refused-999,     , , 1000",
    "refused for three seconds,                   refused-3000,    , , 3000",
    "refused for longer than the longest pause,   refused-20001,   , , 20000",
    "refused before and not any more,             over-3000,       , , ",
    "refused and left behind,                     leaving refused-3000, , , 3000",
    "something may be left in a zone,             leaving,         , , 20000",
    "pods that wait become a fault,               '',        600000, , 600000",
    "a fault within the second,                   '',           300, , 300",
    "the status was put off,                      '',              , 1001, 1001",
    "problem and newer,                           again problem,   , , 1000",
    "problem and a fault before,                  problem,     5000, , 5000",
    "problem and a fault behind,                  problem,   600000, , 20000",
    "left behind and a fault before,              leaving,     5000, , 5000",
    "left behind and a fault behind,              leaving,   600000, , 20000",
    "newer and a fault before,                    again,        300, , 300",
    "newer while the status stands back,          again,           , 30000, 1000",
    "problem while the status stands back,        problem,         , 30000, 20000",
    "a fault while the status stands back,        '',          5000, 30000, 5000",
    "the status before everything else,           problem,   600000, 1001, 1001",
  })
  void workloadIsLookedAtAgainAfter(
      String what, String causes, Long fault, Long status, Long after) {
    Requeue requeue =
        Requeue.of(
                new DeliveryReport(
                    List.of(),
                    causes.contains("problem") || causes.contains("refused")
                        ? List.of(DeliveryProblem.passing("Quota", "it is full; raise it"))
                        : List.of(),
                    false,
                    causes.contains("again"),
                    false),
                refused(causes),
                fault == null ? null : NOW.plusMillis(fault),
                causes.contains("leaving"),
                NOW)
            .or(status == null ? null : Duration.ofMillis(status));
    assertEquals(after, requeue.after() == null ? null : (Long) requeue.after().toMillis());
    assertEquals(
        after, requeue.<BleuWorkload>control().getScheduleDelay().map(Long::valueOf).orElse(null));
  }

  /** Null where the server refuses nothing. */
  private static @Nullable Duration refused(String causes) {
    Matcher lasts = Pattern.compile("(?:refused|over)-(\\d+)").matcher(causes);
    return lasts.find() ? Duration.ofMillis(Long.parseLong(lasts.group(1))) : null;
  }

  @Test
  void reasonThatComesLaterChangesNothing() {
    Requeue soon = new Requeue(Requeue.AGAIN);
    assertEquals(soon, soon.or(Requeue.REFUSED));
    assertEquals(soon, soon.or(null));
    assertEquals(soon, Requeue.NEVER.or(Requeue.AGAIN));
  }
}
