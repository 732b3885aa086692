package cloud.bleu.placement.problem;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a world depends on zones and on what workloads ask for, and not on where they stand. What
 * is so among the zones of another world whose workloads ask for the same is taken over from it.
 */
public final class CompiledEstate {
  public final ResourceColumns columns;
  public final LossEvents events;
  public final List<CompiledWorkload> compiledWorkloads = new ArrayList<>();

  /** The lowest priority that a workload states; what one inherits is never lower. */
  public final int lowestPriority;

  private final List<Quantities> requests;
  private final List<List<Workload.Tolerate>> tolerated;

  /**
   * Of an estate.
   *
   * @param before of an estate with the same zones, null for none
   */
  public CompiledEstate(Topology topology, @Nullable CompiledEstate before) {
    Set<Quantities> asked = new LinkedHashSet<>();
    Set<List<Workload.Tolerate>> losses = new LinkedHashSet<>();
    int lowest = Integer.MAX_VALUE;
    for (Workload workload : topology.estate.workloads()) {
      asked.add(workload.requests());
      losses.add(workload.tolerate());
      lowest = Math.min(lowest, workload.priority().value());
    }
    lowestPriority = lowest;
    requests = List.copyOf(asked);
    tolerated = List.copyOf(losses);
    CompiledEstate columned = before != null && before.requests.equals(requests) ? before : null;
    CompiledEstate evented = before != null && before.tolerated.equals(tolerated) ? before : null;
    columns = columned != null ? columned.columns : new ResourceColumns(topology, requests);
    events = evented != null ? evented.events : new LossEvents(topology, tolerated);
    List<CompiledWorkload> last = before == null ? List.of() : before.compiledWorkloads;
    boolean whole = columned != null && evented != null;
    int next = 0;
    for (Workload workload : topology.estate.workloads()) {
      next = find(workload, last, next);
      CompiledWorkload same =
          next < last.size() && last.get(next).workload == workload ? last.get(next) : null;
      AllowedZones known = same == null ? null : topology.stillAllowed(same.allowed);
      compiledWorkloads.add(
          whole && same != null && known != null
              ? new CompiledWorkload(compiledWorkloads.size(), same, topology)
              : new CompiledWorkload(
                  compiledWorkloads.size(),
                  workload,
                  known == null ? new AllowedZones(topology, workload) : known,
                  topology,
                  columns,
                  events));
    }
    WorkloadRelations.tie(compiledWorkloads, topology);
  }

  /** The first from a position on that does not come before a workload in the order of names. */
  private static int find(Workload workload, List<CompiledWorkload> last, int from) {
    int next = from;
    while (next < last.size()
        && last.get(next).workload != workload
        && last.get(next).workload.id().compareTo(workload.id()) < 0) {
      next++;
    }
    return next;
  }
}
