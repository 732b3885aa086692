package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.ledger.LedgerConflictException;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long is waited after each of several faults, and what ends that. */
class FaultPauseTest {

  private static final Exception DEFECT = new IllegalStateException("made up");
  private final AtomicLong nanos = new AtomicLong();
  private static final Exception CONFLICT = new LedgerConflictException(DEFECT);

  @Test
  void eachIsTwiceAsLongUpToHalfAMinuteAndThenAnew() {
    FaultPause pause = new FaultPause(nanos::get);
    assertTrue(pause.isNone());
    assertEquals(
        "250 500 1000 2000 4000 8000 16000 30000 30000",
        String.join(
            " ",
            IntStream.range(0, 9).mapToObj(i -> "" + pause.begin(DEFECT).toMillis()).toList()));
    assertFalse(pause.isNone());
    pause.end();
    assertTrue(pause.isNone());
    assertEquals(250, pause.begin(DEFECT).toMillis());
    assertFalse(pause.isNone());
  }

  /** Whatever came before it: the last fault says, and none says nothing. */
  @Test
  void onlyAfterARefusalWhatChangesWaits() {
    FaultPause pause = new FaultPause(nanos::get);
    assertTrue(pause.heedsChanges());
    assertNull(pause.left());
    int i = 0;
    for (Exception fault : List.of(DEFECT, CONFLICT, CONFLICT, DEFECT, CONFLICT)) {
      pause.begin(fault);
      assertEquals(fault != CONFLICT, pause.heedsChanges());
      assertEquals(Duration.ofMillis(250).multipliedBy(1L << i++), pause.left());
    }
    nanos.addAndGet(pause.left().toNanos() - 1);
    assertFalse(pause.heedsChanges());
    nanos.incrementAndGet();
    assertTrue(pause.heedsChanges());
    nanos.incrementAndGet();
    assertEquals(Duration.ZERO, pause.left());
    pause.end();
    assertNull(pause.left());
    assertTrue(pause.heedsChanges());
  }

  /** What is no answer, or asks to come again, may be over with the next change that is seen. */
  @ParameterizedTest
  @CsvSource({
    "400, true",
    "403, true",
    "413, true",
    "422, true",
    "0, false",
    "409, false",
    "429, false",
    "500, false",
    "503, false",
    "504, false",
  })
  void whichAnswersAreRefusals(int code, boolean waits) {
    FaultPause pause = new FaultPause(nanos::get);
    pause.begin(
        new KubernetesClientException(
            "made up",
            code,
            new StatusBuilder().withCode(code).withMessage("it is made up").build()));
    assertEquals(!waits, pause.heedsChanges());
  }
}
