package cloud.bleu.placement.problem;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Quantities;
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
public final class CompiledEstate {
  public final ResourceColumns columns;
  public final LossEvents events;
  public final List<CompiledWorkload> compiledWorkloads = new ArrayList<>();
  private final List<Quantities> requests;
  private final List<List<Workload.Tolerate>> tolerated;

  /** By workload, which is itself and no equal of it. */
  private final Map<Workload, CompiledWorkload> byWorkload = new IdentityHashMap<>();

  /**
   * Of an estate.
   *
   * @param before of an estate with the same zones, null for none
   */
  public CompiledEstate(Topology topology, @Nullable CompiledEstate before) {
    Set<Quantities> asked = new LinkedHashSet<>();
    Set<List<Workload.Tolerate>> losses = new LinkedHashSet<>();
    for (Workload workload : topology.estate.workloads()) {
      asked.add(workload.requests());
      losses.add(workload.tolerate());
    }
    requests = List.copyOf(asked);
    tolerated = List.copyOf(losses);
    CompiledEstate columned = before != null && before.requests.equals(requests) ? before : null;
    CompiledEstate evented = before != null && before.tolerated.equals(tolerated) ? before : null;
    columns = columned != null ? columned.columns : new ResourceColumns(topology, requests);
    events = evented != null ? evented.events : new LossEvents(topology, tolerated);
    for (Workload workload : topology.estate.workloads()) {
      AllowedZones allowed = topology.allowed(workload);
      CompiledWorkload same =
          columned != null && evented != null ? columned.byWorkload.get(workload) : null;
      CompiledWorkload compiled =
          same != null && same.allowed == allowed
              ? new CompiledWorkload(compiledWorkloads.size(), same, topology)
              : new CompiledWorkload(
                  compiledWorkloads.size(), workload, allowed, topology, columns, events);
      compiledWorkloads.add(compiled);
      byWorkload.put(workload, compiled);
    }
    topology.forgetBefore();
    WorkloadRelations.tie(compiledWorkloads, topology);
  }
}
