package cloud.bleu.operator.probe;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.translate.zone.StatedProbe;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose turn it is to be asked. Of one zone at most {@link #OF_A_ZONE} questions are under way, and
 * of all {@link #OF_ALL}: probes that hang make those of their own zone wait, and no others.
 */
final class ProbeRounds {

  static final int OF_A_ZONE = 2;
  static final int OF_ALL = 64;

  private static final Logger LOG = LoggerFactory.getLogger(ProbeRounds.class);

  private final Function<StatedProbe, ProbeOutcome> asked;
  private final Executor workers;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Listener listener;

  /** By zone and probe. */
  private final Map<Key, Turn> turns = new HashMap<>();

  /** Questions under way, by zone. */
  private final Map<String, Integer> underWay = new HashMap<>();

  private int all;

  private record Key(String zone, String probe) {}

  private static final class Turn {
    private final Key key;
    private final ProbeHistory history;
    private long due;
    private boolean asking;

    Turn(Key key, ProbeHistory history, long due) {
      this.key = key;
      this.history = history;
      this.due = due;
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
   */
  void look(Map<String, List<StatedProbe>> zones) {
    synchronized (this) {
      turns.keySet().removeIf(key -> stated(zones, key) == null);
      zones.forEach(
          (zone, probes) -> {
            for (StatedProbe probe : probes) {
              Key key = new Key(zone, probe.name());
              Turn turn = turns.get(key);
              if (turn == null || !turn.history.stated().equals(probe)) {
                turns.put(
                    key,
                    new Turn(key, new ProbeHistory(probe, clock.instant()), nanos.getAsLong()));
              }
            }
          });
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
    return turn == null || !turn.history.stated().equals(stated) ? null : turn.history.reading();
  }

  /** What came of each, by zone. */
  synchronized Map<String, List<Probe>> readings() {
    Map<String, List<Probe>> readings = new HashMap<>();
    turns.forEach(
        (key, turn) ->
            readings
                .computeIfAbsent(key.zone(), z -> new ArrayList<>())
                .add(turn.history.reading()));
    return readings;
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
        return;
      }
    }
  }

  private void ask(Turn turn) {
    ProbeOutcome outcome;
    try {
      outcome = asked.apply(turn.history.stated());
    } catch (RuntimeException e) {
      LOG.warn("probe {} of zone {} could not be asked", turn.key.probe(), turn.key.zone(), e);
      outcome = ProbeOutcome.unclear("NotAskable");
    }
    boolean current;
    boolean changed;
    Probe reading;
    synchronized (this) {
      turn.asking = false;
      all--;
      underWay.merge(turn.key.zone(), -1, (own, less) -> own + less == 0 ? null : own + less);
      current = turns.get(turn.key) == turn;
      changed = current && turn.history.note(outcome, clock.instant());
      reading = turn.history.reading();
    }
    if (current && outcome.kind() != ProbeOutcome.Kind.ANSWERED) {
      listener.missed(turn.key.zone(), turn.key.probe());
    }
    if (changed) {
      listener.changed(turn.key.zone(), reading);
    }
    begin();
  }
}
