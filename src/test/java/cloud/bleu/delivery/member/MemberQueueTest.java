package cloud.bleu.delivery.member;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.layers.OperatorLog;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is handed over to another cluster, and what is known of it meanwhile. */
class MemberQueueTest {

  private static final DeliveryProblem NO = DeliveryProblem.passing(DeliveryProblem.REFUSED, "no");
  private static final MemberQueue.Answer UNDER_WAY = new MemberQueue.Answer(true, null);

  @RegisterExtension private final OperatorLog log = OperatorLog.of(MemberQueue.class);
  private final AtomicLong nanos = new AtomicLong();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private volatile boolean reached = true;
  private volatile Duration putOff = Duration.ZERO;
  private final BleuWorkload web = workload("web");
  private final MemberQueue queue =
      new MemberQueue(
          "m",
          new MemberQueue.Listener() {
            @Override
            public void answered(String namespace, String workload) {
              told.add(namespace + "/" + workload);
            }

            @Override
            public void silent() {
              told.add("silent");
            }

            @Override
            public boolean isReached() {
              return reached;
            }
          },
          nanos::get,
          () -> putOff);

  @AfterEach
  void stop() {
    queue.close();
  }

  private static BleuWorkload workload(String name) {
    return workload("shop", name);
  }

  private static BleuWorkload workload(String namespace, String name) {
    BleuWorkload workload = new BleuWorkload();
    workload.getMetadata().setNamespace(namespace);
    workload.getMetadata().setName(name);
    return workload;
  }

  @Test
  void whoWaitsIsToldOfAnAnswerThatIsNoNews() {
    CountDownLatch answer = new CountDownLatch(1);
    queue.ask(web, "withdraw", 1, false, () -> waited(answer));
    assertTrue(queue.awaitsAnswer(web, "left"));
    answer.countDown();
    told("shop/web");
    assertFalse(queue.awaitsAnswer(web, "left"));
    queue.ask(web, "withdraw", 2, false, () -> null);
    await().atMost(Duration.ofSeconds(60)).until(() -> !queue.isBusy(web));
    told("shop/web");
  }

  @Test
  void whoAsksAgainWhatIsBeingReadIsNotToldOfTheSameAnswer() {
    queue.read(web, "left", 1, () -> NO);
    told("shop/web");
    CountDownLatch answer = new CountDownLatch(1);
    queue.read(
        web,
        "left",
        1,
        () -> {
          waited(answer);
          return NO;
        });
    assertFalse(queue.awaitsAnswer(web, "left"), "two clusters would ask each other for ever");
    answer.countDown();
    await().atMost(Duration.ofSeconds(60)).until(() -> !queue.isBusy(web));
    queue.ask(web, "withdraw", 1, true, () -> null);
    told("shop/web", "shop/web");
  }

  @Test
  void defectEndsWhatIsUnderWay() {
    queue.ask(
        web,
        "egress",
        1,
        false,
        () -> {
          throw new StackOverflowError("made up");
        });
    told("shop/web");
    assertFalse(queue.isBusy(web));
    String logged = ThrowableProxyUtil.asString(log.events().get(0).getThrowableProxy());
    assertTrue(logged.contains("StackOverflowError"), logged);
    assertTrue(logged.contains("defectEndsWhatIsUnderWay"), "where it was thrown: " + logged);
    assertFalse(logged.contains("made up"), "its words may hold credentials: " + logged);
  }

  private static DeliveryProblem waited(CountDownLatch answer) {
    try {
      answer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private void told(String... what) {
    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertEquals(List.of(what), told));
  }

  @Test
  void whoHandsOverDoesNotWait() throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    assertEquals(
        UNDER_WAY,
        queue.ask(
            web,
            "zone a",
            1,
            true,
            () -> {
              try {
                hangs.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return null;
            }));
    AtomicInteger again = new AtomicInteger();
    assertEquals(UNDER_WAY, queue.ask(web, "zone a", 1, true, counted(again, null)));
    assertEquals(UNDER_WAY, queue.ask(workload("api"), "zone a", 1, true, counted(again, null)));
    assertTrue(queue.isBusy(web));
    hangs.countDown();
    await().atMost(Duration.ofMinutes(1)).until(() -> told.size() == 2);
    assertEquals(1, again.get(), "the same is not done twice at once");
    assertFalse(queue.isBusy(web));
  }

  @Test
  void refusalIsKeptAndNotAskedAgainAtOnce() {
    AtomicInteger asked = new AtomicInteger();
    queue.ask(web, "zone a", 1, true, counted(asked, NO));
    told("shop/web");
    MemberQueue.Answer refused = new MemberQueue.Answer(false, NO);
    assertEquals(refused, queue.ask(web, "zone a", 1, true, counted(asked, NO)));
    assertEquals(1, asked.get());
    nanos.addAndGet(MemberQueue.AGAIN.toNanos());
    assertEquals(
        new MemberQueue.Answer(true, NO), queue.ask(web, "zone a", 1, true, counted(asked, null)));
    told("shop/web", "shop/web");
    assertEquals(UNDER_WAY, queue.ask(web, "zone a", 1, true, counted(asked, null)));
  }

  /** Nobody there has judged what was not answered, or was sent by a user that is not known. */
  @ParameterizedTest
  @ValueSource(ints = {0, 401})
  void whatFailedWhileTheServerWasNotReachedIsAskedAgainAtOnceWhenItIs(int code) {
    queue.reach(true);
    AtomicInteger asked = new AtomicInteger();
    queue.ask(web, "zone a", 1, true, () -> failing(asked, code));
    queue.ask(workload("other"), "zone a", 1, true, () -> NO);
    await().atMost(Duration.ofSeconds(60)).until(() -> told.size() == (code == 0 ? 3 : 2));
    queue.reach(false);
    assertFalse(queue.ask(web, "zone a", 1, true, () -> failing(asked, code)).underWay());
    told.clear();
    queue.reach(true);
    told("shop/web");
    queue.reach(true);
    told("shop/web");
    assertTrue(queue.ask(web, "zone a", 1, true, () -> failing(asked, code)).underWay());
    told("shop/web", "shop/web");
    assertEquals(2, asked.get());
    assertFalse(
        queue.ask(web, "zone a", 1, true, () -> failing(asked, code)).underWay(),
        "it was refused since");
    assertFalse(
        queue.ask(workload("other"), "zone a", 1, true, () -> NO).underWay(),
        "that is what the server itself said");
  }

  /** Its failure says nothing of the server as it is now. */
  @Test
  void whatFailsOnlyOnceTheServerIsReachedAgainIsAskedAgainAtOnce() {
    AtomicInteger asked = new AtomicInteger();
    queue.ask(web, "zone a", 1, false, () -> failing(asked, 401));
    told("shop/web");
    nanos.addAndGet(MemberQueue.AGAIN.toNanos());
    CountDownLatch hangs = new CountDownLatch(1);
    queue.ask(
        web,
        "zone a",
        1,
        false,
        () -> {
          waited(hangs);
          return failing(asked, 401);
        });
    queue.reach(true);
    hangs.countDown();
    told("shop/web", "shop/web");
    assertTrue(queue.ask(web, "zone a", 1, false, () -> failing(asked, 401)).underWay());
  }

  /** As where one of several servers behind an address is late, and the next one is not. */
  @Test
  void whatIsRefusedForACredentialThatTheServerKnowsIsAskedAgainAtOnceASingleTime() {
    queue.reach(true);
    AtomicInteger asked = new AtomicInteger();
    queue.ask(web, "zone a", 1, false, () -> failing(asked, 401));
    queue.ask(workload("other"), "zone a", 1, false, () -> NO);
    await().atMost(Duration.ofSeconds(60)).until(() -> told.size() == 2);
    assertFalse(queue.ask(web, "zone a", 1, false, () -> failing(asked, 401)).underWay());
    told.clear();
    queue.confirm();
    told("shop/web");
    queue.confirm();
    assertTrue(queue.ask(web, "zone a", 1, false, () -> failing(asked, 401)).underWay());
    await().atMost(Duration.ofSeconds(60)).until(() -> !queue.isBusy(web));
    queue.confirm();
    assertFalse(
        queue.ask(web, "zone a", 1, false, () -> failing(asked, 401)).underWay(),
        "it is this write that is refused");
    assertEquals(2, asked.get());
    told("shop/web");
    assertFalse(
        queue.ask(workload("other"), "zone a", 1, false, () -> NO).underWay(),
        "that is what the server itself said");
    nanos.addAndGet(MemberQueue.AGAIN.toNanos());
    queue.ask(web, "zone a", 1, true, () -> null);
    told("shop/web", "shop/web");
    queue.ask(web, "zone a", 1, false, () -> failing(asked, 401));
    told("shop/web", "shop/web", "shop/web");
    queue.confirm();
    assertTrue(
        queue.ask(web, "zone a", 1, false, () -> null).underWay(), "it was taken in between");
  }

  /** Who asks whether the server answers may be faster than whoever hears of the refusal. */
  @Test
  void wordThatComesBeforeTheRefusalIsHeardOfCounts() {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch hangs = new CountDownLatch(1);
    queue.ask(
        web,
        "zone a",
        1,
        false,
        () -> {
          waited(hangs);
          return failing(asked, 401);
        });
    queue.confirm();
    hangs.countDown();
    told("shop/web");
    assertTrue(queue.ask(web, "zone a", 1, false, () -> failing(asked, 401)).underWay());
  }

  private static DeliveryProblem failing(AtomicInteger asked, int code) {
    asked.incrementAndGet();
    throw code == 0
        ? new KubernetesClientException("silent", new IOException("connection refused"))
        : new KubernetesClientException("refused", code, null);
  }

  @Test
  void anotherThingIsAskedAtOnceAfterARefusal() {
    AtomicInteger asked = new AtomicInteger();
    queue.ask(web, "zone a", 1, true, counted(asked, NO));
    told("shop/web");
    assertEquals(
        new MemberQueue.Answer(true, NO), queue.ask(web, "zone a", 2, true, counted(asked, null)));
    told("shop/web", "shop/web");
    assertEquals(2, asked.get());
  }

  @Test
  void workloadThatIsGoneIsForgotten() {
    queue.ask(web, "zone a", 1, true, () -> NO);
    told("shop/web");
    queue.forget("shop", "web");
    assertEquals(UNDER_WAY, queue.ask(web, "zone a", 1, true, () -> null));
  }

  @Test
  void sameAnswerIsNoNewsWhereOnlyNewsIsTold() {
    queue.ask(web, "budget", 1, false, () -> null);
    queue.ask(web, "egress", 1, false, () -> NO);
    told("shop/web");
  }

  /** It rests on what was seen too long ago: whoever asked is told at once, and asks anew. */
  @Test
  void whatWaitedTooLongIsHandedBackAndRefusedByNobody() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch hangs = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    queue.ask(
        web,
        "zone a",
        1,
        true,
        () -> {
          begun.countDown();
          return waited(hangs);
        });
    queue.ask(web, "zone b", 1, true, counted(asked, null));
    begun.await();
    nanos.addAndGet(MemberQueue.OLD.toNanos());
    hangs.countDown();
    told("shop/web", "shop/web");
    assertEquals(0, asked.get());
    assertEquals(1, queue.changes(web), "what was not sent changed nothing");
    assertFalse(queue.isBusy(web));
    assertEquals(UNDER_WAY, queue.ask(web, "zone b", 1, true, counted(asked, null)));
    told("shop/web", "shop/web", "shop/web");
    assertEquals(1, asked.get());
  }

  /** Also right after the same thing was refused. */
  @Test
  void whatWasHandedBackIsAskedForAgainAtOnce() throws InterruptedException {
    queue.ask(web, "zone b", 1, true, () -> NO);
    told("shop/web");
    nanos.addAndGet(MemberQueue.AGAIN.toNanos());
    whatWaitedTooLong();
    AtomicInteger asked = new AtomicInteger();
    assertEquals(
        new MemberQueue.Answer(true, NO), queue.ask(web, "zone b", 1, true, counted(asked, null)));
    await().atMost(Duration.ofSeconds(60)).until(() -> asked.get() == 1);
  }

  private void whatWaitedTooLong() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch hangs = new CountDownLatch(1);
    queue.ask(
        web,
        "zone a",
        1,
        true,
        () -> {
          begun.countDown();
          return waited(hangs);
        });
    queue.ask(web, "zone b", 1, true, () -> null);
    begun.await();
    nanos.addAndGet(MemberQueue.OLD.toNanos());
    hangs.countDown();
    await().atMost(Duration.ofSeconds(60)).until(() -> !queue.isBusy(web));
  }

  /** A webhook of one namespace hangs. */
  @Test
  void namespaceWhoseWritesHangHoldsUpNoOther() {
    CountDownLatch hangs = new CountDownLatch(1);
    AtomicInteger hanging = new AtomicInteger();
    for (int i = 0; i < 24; i++) {
      queue.ask(
          workload("bad", "w" + i),
          "zone a",
          1,
          true,
          () -> {
            hanging.incrementAndGet();
            return waited(hangs);
          });
    }
    for (int i = 0; i < 24; i++) {
      queue.ask(workload("good", "w" + i), "zone a", 1, true, () -> null);
    }
    try {
      await().atMost(Duration.ofSeconds(30)).until(() -> told.size() == 24);
      assertTrue(told.stream().allMatch(one -> one.startsWith("good/")), told.toString());
      assertTrue(hanging.get() <= 8, "half of the lanes: " + hanging);
    } finally {
      hangs.countDown();
    }
  }

  /** They share lanes that the others do not need, once it is known of them. */
  @Test
  void namespacesThatAreKnownToBeLateLeaveTheLanesToOthers() {
    CountDownLatch slow = new CountDownLatch(1);
    for (int bad = 0; bad < 6; bad++) {
      queue.ask(workload("bad" + bad, "web"), "zone a", 1, true, () -> waited(slow));
    }
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    slow.countDown();
    await().atMost(Duration.ofSeconds(60)).until(() -> told.size() == 6);
    CountDownLatch hangs = new CountDownLatch(1);
    for (int bad = 0; bad < 6; bad++) {
      for (int i = 0; i < 8; i++) {
        queue.ask(workload("bad" + bad, "w" + i), "zone a", 1, true, () -> waited(hangs));
      }
    }
    queue.ask(workload("good", "web"), "zone a", 1, true, () -> null);
    try {
      await().atMost(Duration.ofSeconds(30)).until(() -> told.contains("good/web"));
    } finally {
      hangs.countDown();
    }
  }

  /** It is asked for anew in its own place, not behind those that came meanwhile. */
  @Test
  void whatIsHandedBackKeepsItsPlace() {
    CountDownLatch hangs = new CountDownLatch(1);
    for (int i = 0; i < 8; i++) {
      queue.ask(workload("w" + i), "zone a", 1, true, () -> waited(hangs));
    }
    queue.ask(web, "zone a", 1, true, () -> null);
    nanos.addAndGet(MemberQueue.OLD.toNanos());
    hangs.countDown();
    await().atMost(Duration.ofSeconds(60)).until(() -> told.size() == 9);
    assertFalse(queue.isBusy(web));
    List<String> order = new CopyOnWriteArrayList<>();
    CountDownLatch again = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      queue.ask(
          workload("w" + i),
          "zone a",
          1,
          true,
          () -> {
            begun.incrementAndGet();
            return waited(again);
          });
    }
    // They have all that there is for a namespace that is late, so what comes now waits.
    await().atMost(Duration.ofSeconds(60)).until(() -> begun.get() == 4);
    CountDownLatch first = new CountDownLatch(1);
    for (int i = 4; i < 8; i++) {
      String other = "w" + i;
      queue.ask(
          workload(other),
          "zone a",
          1,
          true,
          () -> {
            order.add(other);
            return waited(first);
          });
    }
    queue.ask(
        web,
        "zone a",
        1,
        true,
        () -> {
          order.add("web");
          return waited(first);
        });
    // Their answers are late too: so again four are under way at once, and those that come first.
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    again.countDown();
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> order.size() == 4);
    } finally {
      first.countDown();
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> order.size() == 5);
    assertTrue(order.indexOf("web") < 4, order.toString());
  }

  @Test
  void workloadThatIsWrittenSlowlyHoldsUpItsLaneAlone() throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    queue.ask(
        web,
        "zone a",
        1,
        true,
        () -> {
          try {
            hangs.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return null;
        });
    for (int i = 0; i < 50; i++) {
      queue.ask(workload("w" + i), "zone a", 1, true, () -> null);
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> told.size() > 10);
    assertTrue(queue.isBusy(web));
    hangs.countDown();
  }

  private MemberQueue.Answer failing(KubernetesClientException failure) {
    queue.ask(
        web,
        "zone a",
        1,
        true,
        () -> {
          throw failure;
        });
    await().atMost(Duration.ofSeconds(60)).until(() -> !queue.isBusy(web));
    return queue.ask(web, "zone a", 1, true, () -> null);
  }

  @ParameterizedTest
  @CsvSource({
    "429, 'too many requests, please try again later'",
    "500, 'etcdserver: request timed out'",
    "503, 'the server is currently unable to handle the request'",
    "504, 'request did not complete within the allotted timeout'"
  })
  void whatIsAnsweredIsToldInTheWordsOfTheServer(int code, String words) {
    DeliveryProblem problem =
        failing(
                new KubernetesClientException(
                    new StatusBuilder().withCode(code).withMessage(words).build()))
            .problem();
    told("shop/web");
    assertEquals(DeliveryProblem.REFUSED, problem.code());
    assertTrue(problem.message().contains(words), problem.message());
    assertTrue(problem.message().contains("(" + code + ")"), problem.message());
    assertEquals(1, queue.changes(web), "it may have been carried out");
  }

  /** Not sooner, and not as late as what is refused for good. */
  @ParameterizedTest
  @CsvSource({"429, 3, 3", "503, 10, 10", "429, 0, 15", "500, 3, 15"})
  void whatIsPutOffIsAskedAgainWhenTheServerSays(int code, long asked, long after) {
    putOff = Duration.ofSeconds(asked);
    failing(
        new KubernetesClientException(
            new StatusBuilder().withCode(code).withMessage("later").build()));
    AtomicInteger again = new AtomicInteger();
    nanos.addAndGet(Duration.ofSeconds(after).toNanos() - 1);
    queue.ask(web, "zone a", 1, true, counted(again, null));
    assertFalse(queue.isBusy(web));
    nanos.incrementAndGet();
    queue.ask(web, "zone a", 1, true, counted(again, null));
    await().atMost(Duration.ofSeconds(60)).until(() -> again.get() == 1);
  }

  /** As one that a webhook holds up. */
  @ParameterizedTest
  @CsvSource({"true, DeliveryRefused, webhook", "false, TargetUnreachable, no answer"})
  void requestWhoseTimeRunsOutIsAMatterOfTheClusterOnlyWhereThatIsNotReached(
      boolean isReached, String code, String words) {
    reached = isReached;
    DeliveryProblem problem =
        failing(new KubernetesClientException("given up", new IOException(new TimeoutException())))
            .problem();
    told("silent", "shop/web");
    assertEquals(code, problem.code());
    assertTrue(problem.message().contains(words), problem.message());
    assertEquals(1, queue.changes(web));
  }

  /** One probe says it of all. */
  @Test
  void silenceIsToldOnceForAllThatMeetIt() {
    for (int i = 0; i < 6; i++) {
      queue.ask(
          workload("w" + i),
          "zone a",
          1,
          true,
          () -> {
            throw new KubernetesClientException("connection reset");
          });
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> told.size() >= 7);
    assertEquals(1, told.stream().filter("silent"::equals).count());
    nanos.addAndGet(MemberQueue.OLD.toNanos());
    failing(new KubernetesClientException("connection reset"));
    assertEquals(2, told.stream().filter("silent"::equals).count());
  }

  @Test
  void serverThatDoesNotAnswerIsTold() {
    queue.ask(
        web,
        "zone a",
        1,
        true,
        () -> {
          throw new KubernetesClientException("timed out");
        });
    told("silent", "shop/web");
    assertEquals(
        DeliveryProblem.UNREACHABLE,
        queue.ask(web, "zone a", 1, true, () -> null).problem().code());
  }

  private static java.util.function.Supplier<DeliveryProblem> counted(
      AtomicInteger count, DeliveryProblem problem) {
    return () -> {
      count.incrementAndGet();
      return problem;
    };
  }
}
