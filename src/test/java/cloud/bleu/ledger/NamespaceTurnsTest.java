package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody is passed over in a namespace that refuses, whatever else happens there. */
class NamespaceTurnsTest {
  private final DryRunHistory server = new DryRunHistory();

  @AfterEach
  void stop() {
    server.close();
  }

  /** Others go first meanwhile, and whoever is only waited for is not worth a pass. */
  @Test
  void whoHasNoAnswerYetKeepsItsPlace() {
    NamespaceTurns turns = new NamespaceTurns();
    WorkloadId first = new WorkloadId("a", "first");
    WorkloadId second = new WorkloadId("a", "second");
    turns.joins(first);
    turns.joins(second);
    turns.begin(first, 1);
    assertTrue(turns.isNext(first, busy -> false));
    assertFalse(turns.isNext(second, busy -> false));
    assertTrue(turns.isNext(second, first::equals));
    assertFalse(turns.isNext(first, first::equals));
    turns.asked(second, first::equals);
    assertFalse(turns.isNext(first, busy -> false), "one question was left");
    assertTrue(turns.isAwaited("a", first::equals));
    assertFalse(turns.isAwaited("a", busy -> true));
    turns.end();
    assertFalse(turns.isAwaited("a", busy -> false));
  }

  /** Whoever waits has seen no more questions about others than the line was long. */
  @ParameterizedTest
  @CsvSource({"quick, 1", "quick, 2", "quick, 3", "quick, 4", "late, 5", "late, 6", "late, 7"})
  void whoeverIsProposedInEachPassIsAskedInTurn(String answers, long seed) {
    for (int history = 0; history < 40; history++) {
      try (DryRunHistory one = new DryRunHistory()) {
        new Passes(one, answers.equals("late"), new Random(seed * 1000 + history)).go();
      }
    }
  }

  private static final class Passes {
    private final DryRunHistory server;
    private final boolean late;
    private final Random random;
    private final List<String> live = new ArrayList<>();

    /** Who waits, and how many questions about others it may see at most, from when on. */
    private final Map<String, Integer> most = new HashMap<>();

    /** Questions that hang, also about those that are gone. */
    private final Set<String> unanswered = new LinkedHashSet<>();

    /** To tell of a failure. */
    private final List<String> passes = new ArrayList<>();

    private int names;
    private boolean somebodyLeft;

    Passes(DryRunHistory server, boolean late, Random random) {
      this.server = server;
      this.late = late;
      this.random = random;
    }

    void go() {
      if (late) {
        server.happens("late:a");
      }
      for (int pass = 0; pass < 40; pass++) {
        changes();
        pass();
      }
    }

    /** Of those that are there every fourth is gone in time; the others stay about as many. */
    private void changes() {
      somebodyLeft = false;
      List<String> before = new ArrayList<>(live);
      Collections.shuffle(before, random);
      if (!before.isEmpty() && random.nextInt(2) == 0) {
        most.remove(before.remove(0));
        somebodyLeft = true;
      }
      List<String> come = new ArrayList<>();
      for (int i = random.nextInt(names == 0 ? 9 : 3); i > 0; i--) {
        String name = "a/" + names++;
        come.add(name);
        server.happens((random.nextInt(4) == 0 ? "yes:" : "no:") + name);
      }
      live.clear();
      live.addAll(come);
      live.addAll(random.nextBoolean() ? live.size() : 0, before);
      if (!live.isEmpty() && random.nextInt(4) == 0) {
        server.happens((random.nextBoolean() ? "yes:" : "no:") + live.get(live.size() / 2));
      }
      if (random.nextInt(8) == 0) {
        server.happens(random.nextBoolean() ? "needless:a" : "hurry:a");
      }
    }

    private void pass() {
      int pause = random.nextInt(4) == 0 ? 30_000 : random.nextInt(3_000);
      for (String name : List.copyOf(unanswered)) {
        if (random.nextBoolean()) {
          server.happens("answers:" + name);
          unanswered.remove(name);
        }
      }
      // Where nothing refuses, or something is taken, all are asked until one is refused.
      int beside = server.dryRuns.untilRetry(namespace -> true) == null ? 1 : 0;
      int before = server.asked.size();
      int yesBefore = server.taken.size();
      boolean free = unanswered.isEmpty();
      server.happens("+" + pause + " [");
      for (String name : List.copyOf(live)) {
        if (late && !server.isUnderWay(name)) {
          server.happens("hangs:" + name);
        }
        int yes = server.taken.size();
        server.happens(name);
        if (server.taken.size() > yes) {
          server.happens("committed:" + name);
          live.remove(name);
          most.remove(name);
        }
      }
      server.happens("]");
      live.stream().filter(server::isUnderWay).forEach(unanswered::add);
      List<String> asked = server.asked.subList(before, server.asked.size());
      passes.add("\n+" + pause + " asked " + asked + " waiting " + live);
      int out = beside + 2 * (server.taken.size() - yesBefore);
      most.replaceAll((name, left) -> left - asked.size() + out);
      for (String name : live) {
        if (asked.contains(name) || server.isUnderWay(name) || !most.containsKey(name)) {
          most.put(name, live.size() - 1);
        }
        assertTrue(most.get(name) >= 0, name + " is passed over: " + passes);
      }
      assertFalse(
          asked.isEmpty() && pause == 30_000 && free && !somebodyLeft && !live.isEmpty(),
          "the pause is over and nobody is asked");
    }
  }

  /** Eight questions in half a minute, and the good one behind 999 is asked within an hour. */
  @Test
  void thoseThatAreRefusedDelayTheOthersByFourSecondsEach() {
    List<String> names = IntStream.range(0, 1000).mapToObj(i -> "a/" + i).toList();
    names.subList(0, 999).forEach(name -> server.happens("no:" + name));
    String pass = names.stream().collect(Collectors.joining(" ", "[ ", " ]"));
    long seconds = 0;
    while (server.taken.isEmpty() && seconds < 1000 * 30 / 8 + 30) {
      int before = server.asked.size();
      server.happens(pass);
      int questions = server.asked.size() - before;
      assertTrue(questions <= 8 && server.asked.size() <= 1 + seconds, questions + "");
      Duration left = server.dryRuns.untilRetry(namespace -> true);
      seconds += left == null ? 0 : left.toSeconds();
      server.happens("+" + (left == null ? 0 : left.toMillis()));
    }
    assertEquals(List.of("a/999"), server.taken);
    assertEquals(1000, server.asked.size());
  }
}
