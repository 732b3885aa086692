package cloud.bleu.migration;

import cloud.bleu.api.v1alpha1.MigrationFacts;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.assess.wave.Obstacle;
import cloud.bleu.assess.wave.Rehearsal;
import cloud.bleu.assess.wave.Wave;
import cloud.bleu.assess.wave.WaveFacts;
import cloud.bleu.assess.wave.WaveOutcome;
import cloud.bleu.assess.wave.WavePlan;
import cloud.bleu.assess.wave.WaveRules;
import cloud.bleu.credential.ShownText;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One wave as the status of a MigrationPlan has it. */
final class WaveStatus {

  private WaveStatus() {}

  /**
   * The wave, each list of it bounded.
   *
   * @param most entries of a list, where its own bound is not smaller
   * @param today in Europe/Paris
   */
  static MigrationPlanStatus.Wave of(
      Wave wave, WavePlan plan, WaveRules rules, LocalDate today, int most) {
    int notes = Math.min(MigrationPlanStatus.NOTES, most);
    int listed = Math.min(MigrationPlanStatus.WORKLOADS, most);
    String state = state(wave, plan.next());
    LocalDate date = wave.date();
    LocalDate free = state.equals("Done") ? null : earliest(wave, rules, today);
    List<String> workloads =
        wave.outcomes().stream().map(o -> ShownText.visible(o.workload())).toList();
    return new MigrationPlanStatus.Wave(
        wave.number(),
        wave.name(),
        date == null ? null : date.toString(),
        state,
        day(free),
        facts(wave.facts(), most),
        workloads.stream().limit(listed).toList(),
        MigrationStatus.more(workloads.size(), listed),
        (int) wave.outcomes().stream().filter(o -> o.state() == WaveOutcome.State.Moved).count(),
        wave.stops().size(),
        wave.rollBack().stream().limit(notes).map(MigrationStatus::text).toList(),
        MigrationStatus.more(wave.rollBack().size(), notes));
  }

  /** The first day from its date or today on; null where no day is known. */
  private static @Nullable LocalDate earliest(Wave wave, WaveRules rules, LocalDate today) {
    LocalDate date = wave.date();
    LocalDate from = date == null || date.isBefore(today) ? today : date;
    WaveFacts facts = wave.facts();
    if (facts == null) {
      return rules.free(from);
    }
    LocalDate begin = facts.from();
    if (begin == null) {
      return null;
    }
    LocalDate free = rules.free(begin.isAfter(from) ? begin : from);
    LocalDate until = facts.until() == null ? facts.lookedUntil() : facts.until();
    return free == null || until == null || free.isAfter(until) ? null : free;
  }

  private static @Nullable MigrationFacts facts(@Nullable WaveFacts facts, int most) {
    if (facts == null) {
      return null;
    }
    int lines = Math.min(MigrationFacts.LINES, Math.max(1, most));
    int changes = Math.min(MigrationFacts.CHANGES, most);
    return new MigrationFacts(
        facts.may().name(),
        day(facts.from()),
        day(facts.until()),
        lines(facts.begins(), lines),
        lines(facts.ends(), lines),
        lines(facts.missing(), lines),
        facts.changes().stream()
            .limit(changes)
            .map(
                c ->
                    new MigrationFacts.Change(
                        ShownText.visible(c.workload()),
                        c.codes().stream().limit(MigrationFacts.NAMES).toList()))
            .toList(),
        MigrationStatus.more(facts.changes().size(), changes),
        facts.date().isEmpty() ? null : facts.date(),
        day(facts.lookedUntil()),
        rehearsal(facts.rehearsal()));
  }

  private static MigrationFacts.@Nullable Rehearsal rehearsal(@Nullable Rehearsal rehearsal) {
    return rehearsal == null
        ? null
        : new MigrationFacts.Rehearsal(
            rehearsal.isPossible() ? "Possible" : "NotPossible",
            rehearsal.policies().stream().limit(MigrationFacts.NAMES).toList(),
            MigrationStatus.text(rehearsal.says()));
  }

  private static List<String> lines(List<String> all, int most) {
    if (all.size() <= most) {
      return all.stream().map(MigrationStatus::text).toList();
    }
    int told = most - 1;
    List<String> lines =
        new ArrayList<>(all.stream().limit(told).map(MigrationStatus::text).toList());
    lines.add("and " + (all.size() - told) + " more");
    return lines;
  }

  private static @Nullable String day(@Nullable LocalDate day) {
    return day == null ? null : day.toString();
  }

  /** The state of a wave. */
  static String state(Wave wave, @Nullable Wave next) {
    if (wave.hasMoved()) {
      return "Done";
    }
    if (wave.stops().isEmpty()) {
      return wave.equals(next) ? "Ready" : "Waiting";
    }
    return wave.stops().stream().allMatch(o -> o.kind() == Obstacle.Kind.Freeze)
        ? "Frozen"
        : "Blocked";
  }
}
