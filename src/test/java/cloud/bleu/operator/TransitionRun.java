package cloud.bleu.operator;

import cloud.bleu.layers.OperatorLog;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Makes transitions one after the other and holds each to the promises. */
final class TransitionRun {
  private static final Set<Integer> REFUSED = Set.of(400, 422);
  private static final List<String> WORKLOADS = List.of("web", "other", "db", "ref");
  private static final int MOST_FAILURES = 12;

  /** Longer than a status that waits for its second, and than one reaction takes to the next. */
  private static final Duration QUIET = Duration.ofMillis(1300);

  private static final int LOOKS = 5;

  private static final int REMEMBERED = 30;

  /** After that a condition that mostly passes within moments is taken for one that lasts. */
  private static final Duration AT_ONCE = Duration.ofSeconds(60);

  /** A bit more than the budget of moves and the way home take. */
  private static final Duration HOUR = Duration.ofMinutes(61);

  private static final int HOURS = 8;

  private final KubernetesClient client;
  private final TransitionWorld world;
  private final WorldWatch watch;
  private final ShiftedClock clock;
  private final Writes writes;
  private final OperatorLog log;
  private final List<String> failures = new ArrayList<>();

  /** Also read when a wait is over whose last look goes on. */
  private Deque<String> looks = new ConcurrentLinkedDeque<>();

  private WorldState before;

  TransitionRun(
      KubernetesClient client,
      TransitionWorld world,
      WorldWatch watch,
      ShiftedClock clock,
      Writes writes,
      OperatorLog log) {
    this.client = client;
    this.world = world;
    this.watch = watch;
    this.clock = clock;
    this.writes = writes;
    this.log = log;
  }

  /** The failures, each with the line that replays it. */
  List<String> all(List<Transition> transitions) {
    before = rest().withoutHistory();
    log.takeComplaints();
    int made = 0;
    int refused = 0;
    long start = System.nanoTime();
    for (Transition transition : transitions) {
      if (failures.size() >= MOST_FAILURES) {
        break;
      }
      try {
        if (make(transition)) {
          made++;
        } else {
          refused++;
        }
      } catch (AssertionError | RuntimeException e) {
        fail(transition, String.valueOf(e.getMessage()));
      }
    }
    System.out.printf(
        "transitions: %d made and undone, %d refused by the API server, %d failed, %d s%n",
        made, refused, failures.size(), (System.nanoTime() - start) / 1_000_000_000);
    return failures;
  }

  private void fail(Transition transition, String why) {
    String line =
        "hack/test -- -Dtest=EditCampaignTest '-Dbleu.transitions=" + transition.id() + "': " + why;
    System.out.println(line);
    failures.add(line);
    before = rest().withoutHistory();
    log.takeComplaints();
  }

  /** False if the API server refused the edit. */
  private boolean make(Transition transition) {
    try {
      transition.edit().run();
    } catch (KubernetesClientException e) {
      if (REFUSED.contains(e.getCode())) {
        return false;
      }
      throw e;
    }
    try {
      WorldState edited = rest();
      require(edited.settled().odd(), "conditions");
      if (!transition.moves()) {
        require(disturbed(transition, edited), "disturbed");
      }
      require(log.takeComplaints(), "log");
    } finally {
      transition.undo().run();
    }
    back();
    require(log.takeComplaints(), "log after undoing it");
    return true;
  }

  private static void require(List<String> nothing, String what) {
    if (!nothing.isEmpty()) {
      throw new AssertionError(what + ": " + String.join("\n  ", nothing));
    }
  }

  /** The workloads of which a pod went though the edit is not about them. */
  private List<String> disturbed(Transition transition, WorldState now) {
    List<String> disturbed = new ArrayList<>();
    for (String workload : WORKLOADS) {
      if (!workload.equals(transition.about())
          && !now.pods(workload).containsAll(before.pods(workload))) {
        disturbed.add(workload + " had " + before.pods(workload) + ", has " + now.pods(workload));
      }
    }
    return disturbed;
  }

  /**
   * Waits until everything is answered and nothing changes any more; the state then. While a watch
   * tells of changes nothing is listed, and what is listed is taken if none tells of any until all
   * of it is there: listing everything all the time costs more than all that is under test.
   */
  private WorldState rest() {
    WorldState[] last = {null};
    Stillness quiet = new Stillness(QUIET, LOOKS);
    looks = new ConcurrentLinkedDeque<>();
    long began = System.nanoTime();
    until(
        "everything comes to rest",
        Duration.ofSeconds(180),
        () -> {
          world.scene().look();
          List<?> before = seen();
          note(System.nanoTime() - began);
          if (!quiet.still(before)) {
            return false;
          }
          WorldState now = WorldState.of(client);
          SettledState settled = now.settled();
          long wait = System.nanoTime() - began;
          boolean lasting = settled.momentary().isEmpty() || wait > AT_ONCE.toNanos();
          last[0] = now;
          return settled.unseen().isEmpty() && lasting && before.equals(seen());
        });
    return last[0];
  }

  /** Remembers the last looks, for who has to find out why nothing comes to rest. */
  private void note(long nanos) {
    looks.addLast(
        "%d ms %d, %d%s"
            .formatted(
                nanos / 1_000_000,
                watch.changes(),
                writes.done().size(),
                watch.isWatching() ? "" : " (listed)"));
    if (looks.size() > REMEMBERED) {
      looks.removeFirst();
    }
  }

  /**
   * What was told of and written so far: while it is the same, nothing changes. Where a watch is
   * closed it is what is listed: the client closes each every five to ten minutes, and opens it
   * anew only after two minutes if the server does not confirm that in time.
   */
  private List<?> seen() {
    int written = writes.done().size();
    return watch.isWatching()
        ? List.of(watch.changes(), written)
        : List.of(WorldState.of(client).content(), written);
  }

  /**
   * Waits for the state before. What moved for a loss goes home once the zone has been back long
   * enough, and so many an hour: so time is let pass.
   */
  private void back() {
    for (int hour = 0; ; hour++) {
      WorldState now = rest().withoutHistory();
      List<String> different = now.differences(before);
      if (different.isEmpty()) {
        before = now;
        return;
      }
      if (hour == HOURS) {
        throw new AssertionError("not as before: " + String.join("\n  ", different));
      }
      clock.shift(HOUR);
      world.touch();
    }
  }

  private void until(String what, Duration most, Callable<Boolean> holds) {
    try {
      Awaitility.await(what)
          .atMost(most)
          .pollDelay(Duration.ZERO)
          .pollInterval(QUIET.dividedBy(LOOKS + 1))
          .until(holds);
    } catch (ConditionTimeoutException e) {
      SettledState settled = SettledState.of(client);
      List<String> done = writes.done();
      throw new AssertionError(
          what
              + " not: not answered "
              + settled.unseen()
              + ", on its way "
              + settled.momentary()
              + ", last writes "
              + done.subList(Math.max(0, done.size() - 5), done.size())
              + ", last looks (changes, writes) "
              + looks,
          e);
    }
  }
}
