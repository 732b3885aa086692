package cloud.bleu.operator.snapshot;

import cloud.bleu.placement.catalogue.Lapse;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Notice;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The lapses ahead of what runs, looked for again only where the day, what is asked or where it
 * runs is another than before.
 */
public final class Lapses {

  private final Map<WorkloadId, Known> known = new HashMap<>();

  /** What a lapse was found from, and it; null when none is in sight. */
  private record Known(List<Object> from, @Nullable Lapse lapse) {}

  /**
   * What an estate of one pass has ahead.
   *
   * @param datesOf when what a workload is judged by may mean something else
   */
  public Map<WorkloadId, Lapse> of(
      Estate estate,
      Map<WorkloadId, Decision> decisions,
      Map<WorkloadId, String> digests,
      Function<WorkloadId, SortedSet<Instant>> datesOf) {
    Map<WorkloadId, Lapse> ahead = new HashMap<>();
    Map<Instant, Estate> later = new HashMap<>();
    LocalDate day = estate.now().atZone(cloud.bleu.placement.estate.ZoneRule.PARIS).toLocalDate();
    for (Workload workload : estate.workloads()) {
      Decision decision = decisions.get(workload.id());
      if (decision == null) {
        continue;
      }
      SortedSet<Instant> dates =
          datesOf.apply(workload.id()).subSet(estate.now(), farthest(estate.now()));
      List<Object> from =
          List.of(
              day,
              digests.getOrDefault(workload.id(), ""),
              decision.assignments(),
              List.copyOf(dates));
      Known before = known.get(workload.id());
      Lapse lapse =
          before != null && before.from().equals(from)
              ? before.lapse()
              : Lapse.ahead(
                  workload,
                  decision,
                  estate,
                  dates,
                  date -> later.computeIfAbsent(date, estate::at));
      known.put(workload.id(), new Known(from, lapse));
      if (lapse != null) {
        ahead.put(workload.id(), lapse);
      }
    }
    known.keySet().retainAll(Set.copyOf(decisions.keySet()));
    return ahead;
  }

  /** Beyond any notice. */
  private static Instant farthest(Instant now) {
    return now.plus(Duration.ofDays(Notice.Within90Days.days() + 1));
  }
}
