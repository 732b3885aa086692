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
    rounds.look(zones);
    workAll();
    assertEquals(List.of("a0"), asked);
    forward(9);
    rounds.look(zones);
    workAll();
    assertEquals(List.of("a0"), asked);
    forward(1);
    rounds.look(zones);
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
      real.look(zones);
      assertEquals("b0", answered.poll(10, TimeUnit.SECONDS), "round " + round);
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
    rounds.look(zones);
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
    rounds.look(Map.of("a", List.of(probe("p", 80))));
    workAll();
    assertEquals("Answers", state("a", probe("p", 80)));
    assertNull(rounds.reading("a", probe("p", 81)));
    rounds.look(Map.of("a", List.of(probe("p", 81))));
    assertEquals("NotAsked", state("a", probe("p", 81)));
    assertNull(rounds.reading("a", probe("p", 80)));
    answers = probe -> ProbeOutcome.failed("Refused");
    workAll();
    assertEquals("Fails", state("a", probe("p", 81)));
    assertEquals(List.of("a p Answers", "a missed p", "a p Fails"), told);
    rounds.look(Map.of());
    assertEquals(Map.of(), rounds.readings());
  }

  @Test
  void answerThatComesTooLateForAnEditIsNone() {
    rounds.look(Map.of("a", List.of(probe("p", 80))));
    rounds.look(Map.of("a", List.of(probe("p", 81))));
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
    rounds.look(Map.of("a", List.of(probe("p", 80))));
    workAll();
    assertEquals("Unclear", state("a", probe("p", 80)));
  }

  private String state(String zone, StatedProbe probe) {
    Probe reading = rounds.reading(zone, probe);
    return reading == null ? "null" : reading.state();
  }
}
