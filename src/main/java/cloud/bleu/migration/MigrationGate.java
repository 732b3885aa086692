package cloud.bleu.migration;

import cloud.bleu.assess.wave.Obstacle;
import cloud.bleu.assess.wave.Wave;
import cloud.bleu.assess.wave.WaveFacts;
import cloud.bleu.assess.wave.WaveOutcome;
import cloud.bleu.assess.wave.WavePlan;
import cloud.bleu.assess.wave.WaveRules;
import cloud.bleu.status.DesiredCondition;
import java.time.LocalDate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether the next wave may move, as the condition says it. */
final class MigrationGate {

  private MigrationGate() {}

  /** The gate as of a day: it opens on no day before that of the wave, and on none of a freeze. */
  static DesiredCondition of(WavePlan plan, WaveRules rules, LocalDate today) {
    Wave next = plan.next();
    if (next == null) {
      return plan.waves().isEmpty()
          ? DesiredCondition.no(
              MigrationStatus.CLEAR,
              "NoWorkloads",
              "no workload is selected; correct spec.namespaces or spec.selector")
          : DesiredCondition.yes(
              MigrationStatus.CLEAR, "EverythingMoved", "the target holds every workload");
    }
    if (next.stops().isEmpty()) {
      WaveRules.Freeze freeze = rules.freeze(today);
      if (freeze != null) {
        return DesiredCondition.no(
            MigrationStatus.CLEAR,
            "WaveFrozen",
            "in the way of wave "
                + next.title()
                + ": today, "
                + today
                + ", lies in the freeze until "
                + freeze.until());
      }
      LocalDate date = next.date();
      if (date != null && date.isAfter(today)) {
        return DesiredCondition.no(
            MigrationStatus.CLEAR,
            "WaveNotYetDue",
            "wave "
                + next.title()
                + " moves on "
                + date
                + "; nothing else that is known is in its way");
      }
      return DesiredCondition.yes(
          MigrationStatus.CLEAR,
          "NothingInTheWay",
          "nothing that is known stands in the way of wave " + next.title() + looks(next));
    }
    Obstacle first = next.stops().get(0);
    return DesiredCondition.no(
        MigrationStatus.CLEAR,
        switch (first.kind()) {
          case Blocks -> "OpenBlocks";
          case NotPlaced -> "WaveNotPlaced";
          case Displaces -> "WaveDisplaces";
          case Freeze -> "WaveFrozen";
          case Date -> "WaveBeforeItsNeeds";
          case Past -> "WaveDateOver";
          case Look -> throw new IllegalStateException("keeps no wave from moving");
        },
        "in the way of wave " + next.title() + ": " + line(first) + facts(next, first));
  }

  /**
   * Whether what is of a wave may be taken over on a day: it is the next one, or it has begun, and
   * nothing is in its way.
   *
   * @param next the next wave; null: all have moved
   */
  static boolean isOpen(Wave wave, @Nullable Wave next, WaveRules rules, LocalDate today) {
    boolean isTurn = wave.equals(next) || wave.outcomes().stream().anyMatch(WaveOutcome::hasBegun);
    LocalDate date = wave.date();
    return isTurn
        && wave.stops().isEmpty()
        && rules.freeze(today) == null
        && (date == null || !date.isAfter(today));
  }

  /** Where the target does not take it: when its facts let it go. */
  private static String facts(Wave wave, Obstacle first) {
    WaveFacts facts = wave.facts();
    return facts == null || first.kind() != Obstacle.Kind.NotPlaced
        ? ""
        : "; by the facts of the target: " + facts.headline();
  }

  private static String looks(Wave wave) {
    return wave.looks().isEmpty()
        ? ""
        : "; look first: "
            + wave.looks().stream().map(MigrationGate::line).collect(Collectors.joining("; "));
  }

  private static String line(Obstacle obstacle) {
    return obstacle.workload().isEmpty()
        ? obstacle.says()
        : obstacle.workload() + ": " + obstacle.says();
  }
}
