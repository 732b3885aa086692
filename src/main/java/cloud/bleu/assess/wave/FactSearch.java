package cloud.bleu.assess.wave;

import cloud.bleu.assess.draft.WorkloadDraft;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds when facts let the waves go, by planning at the instants at which an answer may turn. A
 * wave may go when all of it finds a place, and all that it needs: what was placed before stands.
 */
final class FactSearch {

  /** Most instants that are planned for one wave. */
  static final int INSTANTS = 24;

  /** Most of them for all waves; today is looked at for each all the same. */
  static final int PLANS = 240;

  /**
   * Most workloads that are decided for all waves, summed over the plans: that is what it costs.
   */
  static final int DECISIONS = 24_000;

  private final WaveSimulation simulation;
  private final Instant now;
  private final LocalDate today;
  private int plans;
  private long decisions;

  FactSearch(WaveSimulation simulation, Instant now) {
    this.simulation = simulation;
    this.now = now;
    today = LocalDate.ofInstant(now, ZoneRule.PARIS);
  }

  /**
   * The answer for the wave that was planned last; null where nothing of it is still to be placed.
   *
   * @param needed workloads of the waves that it needs
   * @param date of the wave; null: nobody has set one
   */
  @Nullable WaveFacts of(
      List<String> workloads, Collection<String> needed, @Nullable LocalDate date) {
    Set<String> all = new LinkedHashSet<>(workloads);
    all.addAll(needed);
    Map<String, WorkloadId> ids = new LinkedHashMap<>();
    Set<String> stuck = new LinkedHashSet<>();
    for (String workload : all) {
      WorkloadDraft draft = simulation.draft(workload);
      String why = simulation.stuck(workload);
      if (draft != null) {
        ids.put(workload, draft.id());
      }
      if (why != null) {
        stuck.add(workload + ": " + why);
      }
    }
    boolean isOpen =
        workloads.stream().anyMatch(w -> ids.containsKey(w) || simulation.stuck(w) != null);
    if (!isOpen) {
      return null;
    }
    Rehearsal rehearsal = simulation.rehearsal(workloads);
    LocalDate asked = date == null || date.isBefore(today) ? null : date;
    int most = stuck.isEmpty() ? most(plans, decisions, simulation.size()) : 0;
    List<WorkloadId> own = workloads.stream().map(ids::get).filter(Objects::nonNull).toList();
    TrialSeries course =
        new TrialSeries(simulation, now, List.copyOf(ids.values()), own, asked, most);
    plans += course.looked();
    decisions += (long) course.looked() * simulation.size();
    TrialSeries.Stretch stretch = course.chosen();
    LocalDate lookedUntil = course.lastDay();
    if (stretch == null) {
      boolean isCut = stuck.isEmpty() && course.isCut();
      return new WaveFacts(
          isCut ? WaveFacts.May.NotKnown : WaveFacts.May.NoFact,
          null,
          null,
          List.of(),
          List.of(),
          List.copyOf(stuck.isEmpty() ? course.missing() : stuck),
          List.of(),
          course.date(),
          lookedUntil,
          course.looked(),
          rehearsal);
    }
    boolean isLater = stretch.from().isAfter(today);
    List<WaveFacts.Change> changes = new ArrayList<>();
    for (String workload : isLater ? workloads : List.<String>of()) {
      WorkloadId id = ids.get(workload);
      Set<String> codes = id == null ? Set.of() : course.lifted(id, stretch);
      if (!codes.isEmpty()) {
        changes.add(new WaveFacts.Change(workload, List.copyOf(codes)));
      }
    }
    return new WaveFacts(
        isLater ? WaveFacts.May.Later : WaveFacts.May.Now,
        stretch.from(),
        stretch.until(),
        List.copyOf(course.begins(stretch)),
        course.ends(stretch),
        List.of(),
        changes,
        course.date(),
        lookedUntil,
        course.looked(),
        rehearsal);
  }

  /**
   * How many instants are planned for one more wave.
   *
   * @param plans that were made for others
   * @param decisions of them
   * @param workloads that one plan decides
   */
  static int most(int plans, long decisions, int workloads) {
    long left = (DECISIONS - decisions) / Math.max(1, workloads);
    return (int) Math.max(1, Math.min(INSTANTS, Math.min(left, PLANS - plans)));
  }
}
