package cloud.bleu.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is waited for, and how many are asked at once. The clock stands still but for the writes. */
class NamespaceWritesTest {
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final StillClock time = new StillClock(Long.MAX_VALUE - MOMENT.toNanos());
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> answered = new ArrayList<>();
  private final NamespaceWrites writes = new NamespaceWrites(() -> {}, time);

  @AfterEach
  void stop() {
    end.countDown();
    writes.close();
  }

  /** It says no in time, each time: not longer than once. */
  @Test
  void oneThatAnswersSlowlyIsNotWaitedForUntilItIsQuick() {
    take("slow", Duration.ofMillis(1500));
    assertEquals(List.of("slow"), answered, "the first one is waited for");
    assertTrue(writes.isLate("slow"));
    writes.begin();
    Duration before = writes.inVain();
    hang("slow");
    assertEquals(before, writes.inVain());
    assertFalse(writes.isFree("slow"));
    end.countDown();
    while (!writes.isFree("slow")) {
      Thread.onSpinWait();
      writes.takeAnswers();
    }
    assertFalse(writes.isLate("slow"), "it was quick by the clock of this test");
    take("slow", Duration.ZERO);
    assertEquals(List.of("slow", "slow", "slow"), answered);
  }

  /** Many answers just within patience are no reason to wait for each as long. */
  @Test
  void whatSlowAnswersTakeIsTakenFromThePatienceOfTheRound() {
    writes.begin();
    take("a", Duration.ofMillis(1900));
    take("b", Duration.ofMillis(1900));
    hang("c");
    assertEquals(Duration.ofMillis(50), writes.inVain(), "no more than a write usually takes");
  }

  /** A server that is slow for all is waited for as long as there is something to write. */
  @Test
  void manyWritesGoOnSixteenAtOnceWhereAllAreSlow() {
    long before = time.nanos();
    for (int i = 0; i < 2000; i++) {
      queue("tenant-" + i % 10, i, Duration.ofMillis(120));
    }
    writes.begin();
    writes.await();
    assertEquals(2000, answered.size());
    assertEquals(Duration.ofMillis(2000 / 16 * 120), Duration.ofNanos(time.nanos() - before));
  }

  /** The others have half of the lanes at least, and the round ends with what is left. */
  @Test
  void oneNamespaceThatIsSlowAmongQuickOnesHoldsUpNobody() {
    long before = time.nanos();
    for (int i = 0; i < 2200; i++) {
      boolean slow = i % 11 == 0;
      queue(slow ? "slow" : "tenant-" + i % 11, i, Duration.ofMillis(slow ? 400 : 10));
    }
    writes.begin();
    writes.await();
    long quick = answered.stream().filter(one -> !one.equals("slow")).count();
    assertEquals(2000, quick);
    long waited = time.nanos() - before;
    assertTrue(waited < Duration.ofMillis(2000 / 8 * 10 + 2500).toNanos(), "" + waited);
    assertTrue(writes.isLate("slow"));
  }

  @Test
  void thoseThatAreLateLeaveRoomForTheOthers() {
    for (int i = 0; i < 100; i++) {
      take("late-" + i, MOMENT);
    }
    for (int i = 0; i < 100; i++) {
      if (writes.isFree("late-" + i)) {
        hang("late-" + i);
      }
    }
    assertTrue(writes.isUnderWay("late-63"));
    assertFalse(writes.isUnderWay("late-64"));
    take("quick", Duration.ZERO);
    assertEquals("quick", answered.get(100));
  }

  /** Nearly as many as may be go on beside: the rest takes turns, and nobody is left out. */
  @Test
  void thoseThatAreWaitedForFreeTheirPlaceForTheNext() {
    for (int i = 0; i < 120; i++) {
      String namespace = "silent-" + i;
      writes.queue(namespace, namespace, () -> true, () -> untilTheEnd(namespace), answer -> {});
      if (i % 16 == 15) {
        writes.await();
      }
    }
    writes.await();
    assertTrue(writes.isUnderWay("silent-119"));
    for (int i = 0; i < 30; i++) {
      String namespace = "quick-" + i;
      writes.queue(namespace, namespace, () -> true, () -> "", answer -> answered.add(namespace));
    }
    writes.begin();
    writes.await();
    assertEquals(30, answered.size(), answered.toString());
  }

  /** By the clock of this machine, which all other tests leave out. */
  @Test
  void oneThatHangsIsWaitedForNoLongerThanPatienceLasts() {
    try (NamespaceWrites real = new NamespaceWrites(() -> {})) {
      assertTimeoutPreemptively(
          Duration.ofMinutes(1),
          () -> real.send("a", "a", () -> untilTheEnd("a"), answer -> answered.add("a")));
      assertTrue(real.isUnderWay("a"));
      assertTrue(real.isLate("a"));
      assertEquals(List.of(), answered);
      end.countDown();
    }
  }

  @Test
  void thatOneWasLateIsForgottenInTime() {
    take("late", MOMENT);
    time.pass(Duration.ofMinutes(10));
    writes.begin();
    assertTrue(writes.isLate("late"));
    time.pass(Duration.ofNanos(1));
    writes.begin();
    assertFalse(writes.isLate("late"));
  }

  /** By the clock of this test. */
  private void take(String namespace, Duration takes) {
    assertTrue(writes.isFree(namespace), namespace);
    writes.send(
        namespace,
        namespace,
        () -> {
          time.pass(takes);
          return namespace;
        },
        answer -> answered.add(namespace));
    while (writes.isUnderWay(namespace)) {
      Thread.onSpinWait();
      writes.takeAnswers();
    }
  }

  private void queue(String namespace, Object key, Duration takes) {
    writes.queue(
        namespace,
        key,
        () -> true,
        () -> {
          time.lasts(key, takes);
          return namespace;
        },
        answer -> answered.add(answer.get()));
  }

  private void hang(String namespace) {
    writes.send(
        namespace, namespace, () -> untilTheEnd(namespace), answer -> answered.add(namespace));
  }

  private String untilTheEnd(String key) {
    time.hangs(key);
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    time.ends(key);
    return "";
  }
}
