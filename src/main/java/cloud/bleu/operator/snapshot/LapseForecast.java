package cloud.bleu.operator.snapshot;

import cloud.bleu.placement.catalogue.Lapse;
import cloud.bleu.placement.catalogue.LapseSearch;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
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

/**
 * The future lapses of what runs. They are looked for anew when what is asked, where it runs or a
 * date changes. When only the day changes, the search goes on from where it was.
 */
public final class LapseForecast {

  private final Map<WorkloadId, Known> known = new HashMap<>();

  /**
   * A search and what it was made from.
   *
   * @param from what is the same from day to day
   * @param ahead the day, and the dates that were ahead
   */
  private record Known(List<Object> from, List<Object> ahead, LapseSearch search) {}

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
    LocalDate day = estate.now().atZone(ZoneRule.PARIS).toLocalDate();
    for (Workload workload : estate.workloads()) {
      Decision decision = decisions.get(workload.id());
      if (decision == null) {
        continue;
      }
      SortedSet<Instant> all = datesOf.apply(workload.id());
      SortedSet<Instant> dates = all.subSet(estate.now(), farthest(estate.now()));
      List<Object> from =
          List.of(
              digests.getOrDefault(workload.id(), ""), decision.assignments(), List.copyOf(all));
      List<Object> seen = List.of(day, List.copyOf(dates));
      Known before = known.get(workload.id());
      LapseSearch earlier = before != null && before.from().equals(from) ? before.search() : null;
      LapseSearch search =
          before != null && earlier != null && before.ahead().equals(seen)
              ? earlier
              : LapseSearch.of(
                  workload,
                  decision,
                  estate,
                  dates,
                  date -> later.computeIfAbsent(date, estate::at),
                  earlier);
      known.put(workload.id(), new Known(from, seen, search));
      Lapse lapse = search.lapse();
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
