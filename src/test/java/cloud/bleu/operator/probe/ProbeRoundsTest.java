package cloud.bleu.operator.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.translate.zone.StatedProbe;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whose turn it is, with a clock that is put forward and workers that work when told to. */
class ProbeRoundsTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  private final Deque<Runnable> work = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private Function<StatedProbe, ProbeOutcome> answers = probe -> ProbeOutcome.ANSWERED;
  private volatile long nanos;
  private final ProbeRounds rounds =
      new ProbeRounds(
          probe -> {
            asked.add(probe.name());
            return answers.apply(probe);
          },
          work::add,
          Clock.fixed(NOON, ZoneOffset.UTC),
          () -> nanos,
          new ProbeRounds.Listener() {
            @Override
            public void missed(String zone, String probe) {
              told.add(zone + " missed " + probe);
            }

            @Override
            public void changed(String zone, Probe reading) {
              told.add(zone + " " + reading.name() + " " + reading.state());
            }
          });

  private static StatedProbe probe(String name, int port) {
    return new StatedProbe(
        name, "198.51.100.7", port, null, Duration.ofSeconds(10), Duration.ofSeconds(2), 1, 1);
  }

  private static List<StatedProbe> probes(String zone, int count) {
    return IntStream.range(0, count).mapToObj(i -> probe(zone + i, 80)).toList();
  }

  private void look(Map<String, List<StatedProbe>> zones) {
    rounds.look(zones, (zone, probe) -> ProbePast.UNKNOWN);
  }

  private void forward(int seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
  }

  private void workAll() {
    while (!work.isEmpty()) {
      work.remove().run();
    }
  }

  @Test
  void eachIsAskedOnceInItsPeriod() {
    Map<String, List<StatedProbe>> zones = Map.of("a", probes("a", 1));
    look(zones);
    workAll();
    assertEquals(List.of("a0"), asked);
    forward(9);
    look(zones);
    workAll();
    assertEquals(List.of("a0"), asked);
    forward(1);
    look(zones);
    workAll();
    assertEquals(List.of("a0", "a0"), asked);
    assertEquals(List.of("a a0 Answers"), told, "told once: it is as it was");
  }

  /** Eight that hang take two threads, and the other zone is asked in time, each time. */
  @Test
  void zoneThatHangsHoldsUpNoOther() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger hanging = new AtomicInteger();
    BlockingQueue<String> answered = new LinkedBlockingQueue<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    ProbeRounds real =
        new ProbeRounds(
            probe -> {
              if (probe.name().startsWith("a")) {
                hanging.incrementAndGet();
                hang(end);
              } else {
                answered.add(probe.name());
              }
              return ProbeOutcome.ANSWERED;
            },
            threads,
            Clock.fixed(NOON, ZoneOffset.UTC),
            () -> nanos,
            new ProbeRounds.Listener() {
              @Override
              public void missed(String zone, String probe) {}

              @Override
              public void changed(String zone, Probe reading) {}
            });
    Map<String, List<StatedProbe>> zones = Map.of("a", probes("a", 8), "b", probes("b", 1));
    for (int round = 1; round <= 5; round++) {
      real.look(zones, (zone, probe) -> ProbePast.UNKNOWN);
      assertEquals("b0", answered.poll(60, TimeUnit.SECONDS), "round " + round);
      forward(10);
    }
    assertTrue(hanging.get() <= ProbeRounds.OF_A_ZONE, hanging::toString);
    end.countDown();
    threads.shutdownNow();
  }

  private static void hang(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void ofAllZonesNoMoreAreUnderWayThanThereIsRoomFor() {
    Map<String, List<StatedProbe>> zones = new HashMap<>();
    for (int zone = 0; zone < 100; zone++) {
      zones.put("z" + zone, probes("z" + zone + "-", 3));
    }
    look(zones);
    assertEquals(ProbeRounds.OF_ALL, work.size());
    workAll();
    assertEquals(300, asked.size(), "who ends one begins the next");
    assertEquals(300, asked.stream().distinct().count());
    assertEquals(
        Map.of("Answers", 300L),
        rounds.readings().values().stream()
            .flatMap(List::stream)
            .collect(Collectors.groupingBy(Probe::state, Collectors.counting())));
  }

  /** What came of another question is nothing that is known of this one. */
  @Test
  void probeThatIsEditedBeginsAnew() {
    look(Map.of("a", List.of(probe("p", 80))));
    workAll();
    assertEquals("Answers", state("a", probe("p", 80)));
    assertNull(rounds.reading("a", probe("p", 81)));
    look(Map.of("a", List.of(probe("p", 81))));
    assertEquals("NotAsked", state("a", probe("p", 81)));
    assertNull(rounds.reading("a", probe("p", 80)));
    answers = probe -> ProbeOutcome.failed("Refused");
    workAll();
    assertEquals(List.of("p"), asked, "an edit asks no sooner");
    forward(10);
    look(Map.of("a", List.of(probe("p", 81))));
    workAll();
    assertEquals("Unclear", state("a", probe("p", 81)), "it was never answered");
    assertEquals(List.of("a p Answers", "a missed p", "a p Unclear"), told);
    look(Map.of());
    assertEquals(Map.of(), rounds.readings());
  }

  /** As a probe that is taken out and stated again each second would have it. */
  @Test
  void probeThatIsTakenOutAndStatedAgainIsAskedNoSooner() {
    for (int second = 0; second < 25; second++) {
      look(second % 2 == 0 ? Map.of("a", List.of(probe("p", 80 + second))) : Map.of());
      workAll();
      forward(1);
    }
    assertEquals(List.of("p", "p", "p"), asked);
  }

  @Test
  void probeThatFailedIsAnsweredAsOftenAsItSaysAfterAnEdit() {
    answers = probe -> probe.port() == 80 ? ProbeOutcome.failed("Refused") : ProbeOutcome.ANSWERED;
    ProbePast failed = new ProbePast(true, false, true);
    rounds.look(Map.of("a", List.of(probe("p", 80))), (zone, probe) -> failed);
    workAll();
    assertEquals("Fails", state("a", probe("p", 80)));
    StatedProbe twice =
        new StatedProbe(
            "p", "198.51.100.7", 81, null, Duration.ofSeconds(10), Duration.ofSeconds(2), 1, 2);
    look(Map.of("a", List.of(twice)));
    forward(10);
    look(Map.of("a", List.of(twice)));
    workAll();
    assertEquals("Unclear", state("a", twice));
    forward(10);
    look(Map.of("a", List.of(twice)));
    workAll();
    assertEquals("Answers", state("a", twice));
  }

  /** What hangs, and what nobody asks any more, is not known for ever. */
  @Test
  void answerOfLongAgoIsNone() {
    Map<String, List<StatedProbe>> zones = Map.of("a", List.of(probe("p", 80)));
    look(zones);
    assertEquals("NotAsked", state("a", probe("p", 80)));
    workAll();
    forward(22);
    assertEquals("Answers", state("a", probe("p", 80)));
    forward(1);
    assertEquals("Unclear", state("a", probe("p", 80)));
    assertEquals("NotAskedLately", rounds.readings().get("a").get(0).reason());
    look(zones);
    workAll();
    assertEquals("Answers", state("a", probe("p", 80)));
  }

  @Test
  void whatIsNeverAskedIsNotAwaitedForEver() {
    Map<String, List<StatedProbe>> zones = Map.of("a", List.of(probe("p", 80)));
    look(zones);
    work.clear();
    forward(23);
    look(zones);
    assertEquals("Unclear", state("a", probe("p", 80)));
    assertEquals(List.of("a p Unclear"), told);
  }

  /** An Error as well: its place is free again, and so is that of what finds no thread. */
  @Test
  void errorEndsNoAsking() {
    Map<String, List<StatedProbe>> zones = Map.of("a", probes("a", 3));
    answers =
        probe -> {
          throw new StackOverflowError("a defect");
        };
    look(zones);
    workAll();
    assertEquals(3, asked.size());
    AtomicInteger begun = new AtomicInteger();
    ProbeRounds noThread =
        new ProbeRounds(
            probe -> ProbeOutcome.ANSWERED,
            task -> {
              begun.incrementAndGet();
              throw new OutOfMemoryError("unable to create native thread");
            },
            Clock.fixed(NOON, ZoneOffset.UTC),
            () -> nanos,
            new ProbeRounds.Listener() {
              @Override
              public void missed(String zone, String probe) {}

              @Override
              public void changed(String zone, Probe reading) {}
            });
    for (int round = 1; round <= 3; round++) {
      noThread.look(Map.of("a", probes("a", 2)), (zone, probe) -> ProbePast.UNKNOWN);
      assertEquals(2 * round, begun.get());
      forward(10);
    }
  }

  @Test
  void answerThatComesTooLateForAnEditIsNone() {
    look(Map.of("a", List.of(probe("p", 80))));
    look(Map.of("a", List.of(probe("p", 81))));
    forward(10);
    look(Map.of("a", List.of(probe("p", 81))));
    answers = probe -> probe.port() == 80 ? ProbeOutcome.failed("Refused") : ProbeOutcome.ANSWERED;
    workAll();
    assertEquals("Answers", state("a", probe("p", 81)));
    assertEquals(List.of("a p Answers"), told);
  }

  @Test
  void faultOfOursIsNoneOfTheZone() {
    answers =
        probe -> {
          throw new IllegalStateException("a defect");
        };
    look(Map.of("a", List.of(probe("p", 80))));
    workAll();
    assertEquals("Unclear", state("a", probe("p", 80)));
  }

  private String state(String zone, StatedProbe probe) {
    Probe reading = rounds.reading(zone, probe);
    return reading == null ? "null" : reading.state();
  }
}
