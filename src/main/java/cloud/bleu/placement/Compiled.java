package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a world depends on zones and on what workloads ask for, and not on where they stand. What
 * is so among the zones of another world whose workloads ask for the same is taken over from it.
 */
final class Compiled {
  final Columns columns;
  final Events events;
  final List<Subject> subjects = new ArrayList<>();
  private final List<Quantities> requests;
  private final List<List<Workload.Tolerate>> tolerated;

  /** By workload, which is itself and no equal of it. */
  private final Map<Workload, Subject> byWorkload = new IdentityHashMap<>();

  /**
   * Of an estate.
   *
   * @param before of an estate with the same zones, null for none
   */
  Compiled(Topology topology, @Nullable Compiled before) {
    Set<Quantities> asked = new LinkedHashSet<>();
    Set<List<Workload.Tolerate>> losses = new LinkedHashSet<>();
    for (Workload workload : topology.estate.workloads()) {
      asked.add(workload.requests());
      losses.add(workload.tolerate());
    }
    requests = List.copyOf(asked);
    tolerated = List.copyOf(losses);
    Compiled columned = before != null && before.requests.equals(requests) ? before : null;
    Compiled evented = before != null && before.tolerated.equals(tolerated) ? before : null;
    columns = columned != null ? columned.columns : new Columns(topology, requests);
    events = evented != null ? evented.events : new Events(topology, tolerated);
    for (Workload workload : topology.estate.workloads()) {
      Allowed allowed = topology.allowed(workload);
      Subject same = columned != null && evented != null ? columned.byWorkload.get(workload) : null;
      Subject subject =
          same != null && same.allowed == allowed
              ? new Subject(subjects.size(), same, topology)
              : new Subject(subjects.size(), workload, allowed, topology, columns, events);
      subjects.add(subject);
      byWorkload.put(workload, subject);
    }
    Subject.tie(subjects, topology);
  }
}
