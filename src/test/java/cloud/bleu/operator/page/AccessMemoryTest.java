package cloud.bleu.operator.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.report.page.PageAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How long what was answered holds, of tokens. */
class AccessMemoryTest {
  private static final AccessAnswer GRANTED = new AccessAnswer.Granted("dora", PageAccess.WHOLE);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicReference<AccessAnswer> answer = new AtomicReference<>(GRANTED);
  private final List<String> asked = new ArrayList<>();
  private final AccessMemory memory =
      new AccessMemory(
          token -> {
            asked.add(token);
            return answer.get();
          },
          now::get);

  @Test
  void aRevokedTokenIsOutAfterAMinute() {
    assertEquals(GRANTED, memory.of("a"));
    answer.set(new AccessAnswer.Unknown());
    now.addAndGet(Duration.ofSeconds(59).toNanos());
    assertEquals(GRANTED, memory.of("a"));
    assertEquals(List.of("a"), asked);
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertEquals(answer.get(), memory.of("a"));
  }

  @Test
  void aMinuteBeginsWhenTheQuestionIsSent() {
    AccessMemory slow =
        new AccessMemory(
            token -> {
              asked.add(token);
              now.addAndGet(Duration.ofSeconds(50).toNanos());
              return GRANTED;
            },
            now::get);
    slow.of("a");
    now.addAndGet(Duration.ofSeconds(10).toNanos());
    slow.of("a");
    assertEquals(2, asked.size());
  }

  /** Once the API server answers, the page is there. */
  @Test
  void noAnswerIsNotRemembered() {
    answer.set(new AccessAnswer.Unanswered("no"));
    assertInstanceOf(AccessAnswer.Unanswered.class, memory.of("a"));
    answer.set(GRANTED);
    assertEquals(GRANTED, memory.of("a"));
  }

  @Test
  void oneTokenSaysNothingOfAnother() {
    memory.of("a");
    memory.of("b");
    answer.set(new AccessAnswer.Refused("x"));
    assertEquals(GRANTED, memory.of("a"));
    assertEquals(answer.get(), memory.of("c"));
    for (int i = 0; i < AccessMemory.MOST; i++) {
      memory.of("of-somebody-" + i);
    }
    assertEquals(answer.get(), memory.of("a"), "forgotten, and asked anew");
  }

  /** As the streams of one session do when its answer is over. */
  @Test
  void oneQuestionIsEnoughForAllWhoAskAtOnce() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    AccessMemory slow =
        new AccessMemory(
            token -> {
              asked.add(token);
              begun.countDown();
              await(answered);
              return GRANTED;
            },
            now::get);
    CompletableFuture<AccessAnswer> first = CompletableFuture.supplyAsync(() -> slow.of("a"));
    await(begun);
    FutureTask<AccessAnswer> joined = new FutureTask<>(() -> slow.of("a"));
    Thread second = new Thread(joined);
    second.start();
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (second.getState() != Thread.State.TIMED_WAITING) {
      assertTrue(System.nanoTime() < until, "the second does not wait for the first");
      Thread.onSpinWait();
    }
    answered.countDown();
    assertEquals(GRANTED, first.get(60, TimeUnit.SECONDS));
    assertEquals(GRANTED, joined.get(60, TimeUnit.SECONDS));
    assertEquals(List.of("a"), asked);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aQuestionThatFailsHoldsNobodyUp() {
    AccessMemory failing =
        new AccessMemory(
            token -> {
              throw new IllegalStateException("a defect");
            },
            now::get);
    for (int i = 0; i < 2 * AccessMemory.MOST_AT_ONCE; i++) {
      assertThrows(IllegalStateException.class, () -> failing.of("a"));
    }
  }
}
