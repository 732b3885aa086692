package cloud.bleu.operator.migration;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.migration.MigrationFault;
import cloud.bleu.migration.MigrationOrder;
import cloud.bleu.migration.MigrationStatus;
import cloud.bleu.migration.MigrationTranslator;
import cloud.bleu.operator.snapshot.LastRead;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which plan is read, planned and written next. A result that could not be written is kept and
 * written later, without reading again. For one thread.
 */
final class MigrationTurns {

  private static final Logger LOG = LoggerFactory.getLogger(MigrationTurns.class);

  /** After what asked the API server for next to nothing. */
  static final Duration AGAIN = Duration.ofMinutes(1);

  /** Between two readings, but for a change of the spec. */
  static final Duration SHORTEST = Duration.ofMinutes(10);

  /** A reading that took as long as this is followed by a pause. */
  private static final Duration LONG = Duration.ofSeconds(1);

  private final FindingCatalogue catalogue;
  private final Reading reading;
  private final Writing writing;
  private final Clock clock;
  private final Map<String, Turn> turns = new HashMap<>();

  /** Until when nothing is read: after a long reading, as long as it took. */
  private Instant pause = Instant.MIN;

  /**
   * What came of a reading.
   *
   * @param isLarge whether more than a page was asked for
   * @param forbidden what may not be listed; null: everything may, as far as was seen
   */
  record Outcome(
      MigrationPlanStatus status, boolean isLarge, InventoryReader.@Nullable Place forbidden) {}

  /** Reads what a plan names, and plans it. */
  interface Reading {
    /**
     * The status of the plan.
     *
     * @param forbidden what the last reading was not allowed to list, to be tried first
     * @throws InterruptedException when this process ends
     */
    Outcome read(
        MigrationPlan plan,
        MigrationOrder order,
        LastRead.Objects target,
        InventoryReader.@Nullable Place forbidden,
        Instant now)
        throws InterruptedException;
  }

  /** Writes a status. */
  interface Writing {
    /** When to come again with it; null: no need. */
    @Nullable Duration write(MigrationPlan plan, MigrationPlanStatus status);
  }

  /**
   * The last turn of a plan.
   *
   * @param invalid whether its spec was in error
   * @param next when it is read again
   * @param faults how many large readings in a row came to nothing
   * @param unwritten what is still to be written; null: nothing
   * @param again when that is tried again
   */
  private record Turn(
      long generation,
      boolean invalid,
      Instant next,
      int faults,
      InventoryReader.@Nullable Place forbidden,
      @Nullable MigrationPlanStatus unwritten,
      Instant again) {}

  MigrationTurns(FindingCatalogue catalogue, Reading reading, Writing writing, Clock clock) {
    this.catalogue = catalogue;
    this.reading = reading;
    this.writing = writing;
    this.clock = clock;
  }

  /**
   * Gives each plan its turn. One plan's fault never keeps another one from it.
   *
   * @param there all plans, as they are now
   * @param target what the newest pass read
   */
  void take(List<MigrationPlan> there, LastRead.Objects target) throws InterruptedException {
    turns.keySet().retainAll(there.stream().map(MigrationTurns::uid).toList());
    for (MigrationPlan plan : there) {
      try {
        turn(plan, target);
      } catch (RuntimeException | StackOverflowError e) {
        failed(plan, e);
      }
    }
  }

  private void turn(MigrationPlan plan, LastRead.Objects target) throws InterruptedException {
    long generation = generation(plan);
    Instant now = clock.instant();
    Turn known = turns.get(uid(plan));
    MigrationTranslator.Read asked = MigrationTranslator.read(plan, catalogue, target.objects());
    MigrationOrder order = asked.order();
    Turn last = known == null ? before(plan, order) : known;
    boolean isOther = last.generation() != generation || last.invalid() != (order == null);
    boolean isPaused = order != null && now.isBefore(pause);
    if (!isOther && (isPaused || now.isBefore(last.next()))) {
      turns.put(uid(plan), last.again().isAfter(now) ? last : written(plan, last, now));
      return;
    }
    if (isPaused) {
      // The spec is another one, whatever is still to be written is of the old one.
      return;
    }
    Turn next;
    if (order == null) {
      MigrationPlanStatus status = MigrationStatus.of(plan, asked.problems(), now);
      next = new Turn(generation, true, now.plus(AGAIN), 0, null, status, now);
    } else {
      Outcome outcome = read(plan, order, target, isOther ? null : last.forbidden(), now);
      boolean isPlanned = MigrationStatus.isPlanned(outcome.status());
      int faults = isPlanned || outcome.forbidden() != null ? 0 : last.faults() + 1;
      Instant due =
          isPlanned
              ? due(now, order.interval())
              : outcome.forbidden() == null && outcome.isLarge()
                  ? now.plus(longer(faults, order.interval()))
                  : now.plus(AGAIN);
      next = new Turn(generation, false, due, faults, outcome.forbidden(), outcome.status(), now);
    }
    turns.put(uid(plan), next);
    turns.put(uid(plan), written(plan, next, now));
  }

  /** Reads, and takes a pause after it: however often specs change, half of the time is free. */
  private Outcome read(
      MigrationPlan plan,
      MigrationOrder order,
      LastRead.Objects target,
      InventoryReader.@Nullable Place forbidden,
      Instant now)
      throws InterruptedException {
    try {
      return reading.read(plan, order, target, forbidden, now);
    } finally {
      Instant end = clock.instant();
      Duration took = Duration.between(now, end);
      pause = took.compareTo(LONG) < 0 ? end : end.plus(took);
    }
  }

  /** A defect of ours: it is told, and tried again when a reading may be. */
  private void failed(MigrationPlan plan, Throwable defect) {
    String name = plan.getMetadata().getName();
    LOG.error("MigrationPlan {}: planning ended with an error", name, defect);
    Instant now = clock.instant();
    Turn last = turns.get(uid(plan));
    int faults = last == null ? 1 : last.faults() + 1;
    Turn next =
        new Turn(
            generation(plan),
            last != null && last.invalid(),
            now.plus(longer(faults, Duration.ofHours(1))),
            faults,
            null,
            MigrationStatus.of(plan, ERROR, now),
            now);
    turns.put(uid(plan), next);
    try {
      turns.put(uid(plan), written(plan, next, now));
    } catch (RuntimeException e) {
      LOG.error("MigrationPlan {}: that it ended with an error is not written", name, e);
      turns.put(uid(plan), unwritten(next, now.plus(AGAIN)));
    }
  }

  /** Says that planning failed by a defect of the operator. */
  static final MigrationFault ERROR =
      new MigrationFault(
          "MigrationError",
          "planning ended with an error, and the log of the operator has all of it; it is tried"
              + " again, and `bleu assess --plan` plans the same from files",
          true);

  private Turn written(MigrationPlan plan, Turn turn, Instant now) {
    MigrationPlanStatus status = turn.unwritten();
    if (status == null) {
      return turn;
    }
    Duration due = writing.write(plan, status);
    return due == null
        ? new Turn(
            turn.generation(),
            turn.invalid(),
            turn.next(),
            turn.faults(),
            turn.forbidden(),
            null,
            Instant.MIN)
        : unwritten(turn, now.plus(due));
  }

  private static Turn unwritten(Turn turn, Instant again) {
    return new Turn(
        turn.generation(),
        turn.invalid(),
        turn.next(),
        turn.faults(),
        turn.forbidden(),
        turn.unwritten(),
        again);
  }

  /**
   * Where this process begins, what its status says counts: a restart is no reason to read. An
   * upgrade is, where admission finds nothing to go by in what an older operator wrote.
   */
  private static Turn before(MigrationPlan plan, @Nullable MigrationOrder order) {
    MigrationPlanStatus known = MigrationStatus.known(plan);
    Instant next =
        known == null
                || order == null
                || !MigrationStatus.isPlanned(known)
                || known.readAt() == null
                || !MigrationStatus.hasTurns(known)
            ? Instant.MIN
            : due(Instant.parse(known.readAt()), order.interval());
    return new Turn(generation(plan), order == null, next, 0, null, null, Instant.MIN);
  }

  /** After the interval, and on a new day, since dates and freezes begin and end with days. */
  private static Instant due(Instant read, Duration interval) {
    Instant midnight = MigrationStatus.nextDay(read);
    Instant shortest = read.plus(SHORTEST);
    Instant due = read.plus(interval);
    return !midnight.isBefore(due) ? due : midnight.isBefore(shortest) ? shortest : midnight;
  }

  /** Twice as long after each fault, and never longer than the interval. */
  private static Duration longer(int faults, Duration interval) {
    Duration wait = SHORTEST.multipliedBy(1L << Math.min(faults - 1, 10));
    return wait.compareTo(interval) < 0 ? wait : interval;
  }

  private static long generation(MigrationPlan plan) {
    return Objects.requireNonNullElse(plan.getMetadata().getGeneration(), 0L);
  }

  private static String uid(MigrationPlan plan) {
    return String.valueOf(plan.getMetadata().getUid());
  }
}
