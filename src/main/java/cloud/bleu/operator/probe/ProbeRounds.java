package cloud.bleu.operator.probe;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.translate.zone.StatedProbe;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which probe is asked next. Of one zone at most {@link #OF_A_ZONE} questions are under way, and of
 * all {@link #OF_ALL}. The result of a question that has not ended for too long is not known any
 * more.
 */
final class ProbeRounds {

  static final int OF_A_ZONE = 2;
  static final int OF_ALL = 64;

  /** For the rounds themselves, on top of what a probe may take. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(ProbeRounds.class);

  private final Function<StatedProbe, ProbeOutcome> asked;
  private final Executor workers;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Listener listener;

  /** By zone and probe. */
  private final Map<Key, Turn> turns = new HashMap<>();

  /** When a probe that was taken out or edited is due again: an edit asks no sooner. */
  private final Map<Key, Long> later = new HashMap<>();

  /** Questions under way, by zone. */
  private final Map<String, Integer> underWay = new HashMap<>();

  private int all;

  private record Key(String zone, String probe) {}

  private static final class Turn {
    private final Key key;
    private final ProbeHistory history;
    private long due;
    private boolean asking;

    /** When a question has ended last, or it was stated. */
    private long ended;

    Turn(Key key, ProbeHistory history, long due, long begun) {
      this.key = key;
      this.history = history;
      this.due = due;
      this.ended = begun;
    }

    /** Whether so much time is over that each question of a row should have ended. */
    boolean isOver(long now) {
      StatedProbe stated = history.stated();
      Duration longest =
          stated.period().multipliedBy(stated.failures()).plus(stated.timeout()).plus(SLACK);
      return now - ended > longest.toNanos();
    }
  }

  /** Hears what came of questions; not under the lock of the rounds. */
  interface Listener {
    /** A question was not answered as asked for. */
    void missed(String zone, String probe);

    /** What came of a probe is another thing than before. */
    void changed(String zone, Probe reading);
  }

  /**
   * @param asked one question; throws nothing as a rule
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  ProbeRounds(
      Function<StatedProbe, ProbeOutcome> asked,
      Executor workers,
      Clock clock,
      LongSupplier nanos,
      Listener listener) {
    this.asked = asked;
    this.workers = workers;
    this.clock = clock;
    this.nanos = nanos;
    this.listener = listener;
  }

  /**
   * Takes these zones as all that there are, and begins what is due.
   *
   * @param zones the probes of each, by its name
   * @param past what is known of a probe of a zone before it is asked here
   */
  void look(Map<String, List<StatedProbe>> zones, BiFunction<String, StatedProbe, ProbePast> past) {
    List<Turn> lapsed = new ArrayList<>();
    synchronized (this) {
      long now = nanos.getAsLong();
      later.values().removeIf(due -> due - now <= 0);
      turns.values().stream()
          .filter(turn -> stated(zones, turn.key) == null)
          .filter(turn -> turn.due - now > 0)
          .forEach(turn -> later.put(turn.key, turn.due));
      turns.keySet().removeIf(key -> stated(zones, key) == null);
      zones.forEach(
          (zone, probes) -> {
            for (StatedProbe probe : probes) {
              Key key = new Key(zone, probe.name());
              Turn turn = turns.get(key);
              if (turn == null || !turn.history.stated().equals(probe)) {
                boolean failed = turn != null && turn.history.hasFailed();
                long due = turn == null ? later.getOrDefault(key, now) : turn.due;
                ProbePast known = past.apply(zone, probe).afterFailure(failed);
                turns.put(
                    key,
                    new Turn(
                        key,
                        new ProbeHistory(probe, known, clock.instant()),
                        due - now > 0 ? due : now,
                        now));
              }
            }
          });
      for (Turn turn : turns.values()) {
        if (turn.isOver(now) && turn.history.lapse(clock.instant())) {
          lapsed.add(turn);
        }
      }
    }
    for (Turn turn : lapsed) {
      listener.changed(turn.key.zone(), turn.history.reading());
    }
    begin();
  }

  private static @Nullable StatedProbe stated(Map<String, List<StatedProbe>> zones, Key key) {
    return zones.getOrDefault(key.zone(), List.of()).stream()
        .filter(p -> p.name().equals(key.probe()))
        .findFirst()
        .orElse(null);
  }

  /** What came of a probe as it is stated now; null: it was not asked yet. */
  synchronized @Nullable Probe reading(String zone, StatedProbe stated) {
    Turn turn = turns.get(new Key(zone, stated.name()));
    return turn == null || !turn.history.stated().equals(stated) ? null : reading(turn);
  }

  /** What came of each, by zone. */
  synchronized Map<String, List<Probe>> readings() {
    Map<String, List<Probe>> readings = new HashMap<>();
    turns.forEach(
        (key, turn) ->
            readings.computeIfAbsent(key.zone(), z -> new ArrayList<>()).add(reading(turn)));
    return readings;
  }

  /** Also where nobody looks any more: what was answered once does not stay so for ever. */
  private Probe reading(Turn turn) {
    if (turn.isOver(nanos.getAsLong())) {
      turn.history.lapse(clock.instant());
    }
    return turn.history.reading();
  }

  /** Begins what is due and has room; what waited longest comes first. */
  private void begin() {
    List<Turn> begun = new ArrayList<>();
    synchronized (this) {
      long now = nanos.getAsLong();
      List<Turn> due =
          turns.values().stream()
              .filter(t -> !t.asking && t.due - now <= 0)
              .sorted(Comparator.comparingLong((Turn t) -> t.due - now))
              .toList();
      for (Turn turn : due) {
        int own = underWay.getOrDefault(turn.key.zone(), 0);
        if (all < OF_ALL && own < OF_A_ZONE) {
          turn.asking = true;
          turn.due = now + turn.history.stated().period().toNanos();
          underWay.put(turn.key.zone(), own + 1);
          all++;
          begun.add(turn);
        }
      }
    }
    for (Turn turn : begun) {
      try {
        workers.execute(() -> ask(turn));
      } catch (RejectedExecutionException e) {
        LOG.debug("zones are not asked any more");
        free(turn);
      } catch (Throwable e) {
        // No thread, no memory: it is asked again in its next period.
        LOG.warn("probe {} of zone {} could not be asked", turn.key.probe(), turn.key.zone(), e);
        free(turn);
      }
    }
  }

  private synchronized void free(Turn turn) {
    turn.asking = false;
    all--;
    underWay.merge(turn.key.zone(), -1, (own, less) -> own + less == 0 ? null : own + less);
  }

  private void ask(Turn turn) {
    ProbeOutcome outcome = ProbeOutcome.unclear("NotAskable");
    try {
      outcome = asked.apply(turn.history.stated());
    } catch (Throwable e) {
      // An Error as well: it would end the asking without a word.
      LOG.warn("probe {} of zone {} could not be asked", turn.key.probe(), turn.key.zone(), e);
    } finally {
      free(turn);
      tell(turn, outcome);
      begin();
    }
  }

  private void tell(Turn turn, ProbeOutcome outcome) {
    boolean current;
    boolean changed;
    Probe reading;
    synchronized (this) {
      current = turns.get(turn.key) == turn;
      turn.ended = nanos.getAsLong();
      changed = current && turn.history.note(outcome, clock.instant());
      reading = turn.history.reading();
    }
    try {
      if (current && outcome.kind() != ProbeOutcome.Kind.ANSWERED) {
        listener.missed(turn.key.zone(), turn.key.probe());
      }
      if (changed) {
        listener.changed(turn.key.zone(), reading);
      }
    } catch (RuntimeException e) {
      LOG.warn("what came of probe {} of {} was not told", turn.key.probe(), turn.key.zone(), e);
    }
  }
}
