package cloud.bleu.placement.estate;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A copy of a workload on which what it asks for can be changed, piece by piece. */
public final class EditableWorkload {
  private final Workload origin;
  public int replicas;
  List<String> layers;
  List<String> services;
  public final List<BoundRule> rules;
  public final List<Workload.Spread> spread;
  public final List<Workload.Tolerate> tolerate;
  public Workload.@Nullable Replication replication;
  public boolean quorum;
  public int perZoneMin;
  public @Nullable Integer perZoneMax;
  public SortedMap<String, Integer> weights;
  public final List<Workload.Affinity> affinity;
  public final List<Workload.Affinity> antiAffinity;
  boolean suspended;

  /** Begins with all that the workload asks for; the workload itself does not change. */
  public EditableWorkload(Workload origin) {
    this.origin = origin;
    replicas = origin.replicas();
    layers = origin.layers();
    services = origin.services();
    rules = new ArrayList<>(origin.rules());
    spread = new ArrayList<>(origin.spread());
    tolerate = new ArrayList<>(origin.tolerate());
    replication = origin.replication();
    quorum = origin.quorum();
    perZoneMin = origin.perZoneMin();
    perZoneMax = origin.perZoneMax();
    weights = origin.weights();
    affinity = new ArrayList<>(origin.affinity());
    antiAffinity = new ArrayList<>(origin.antiAffinity());
    suspended = origin.suspended();
  }

  /** The workload with the changes made so far. */
  public Workload build() {
    return new Workload(
        origin.id(),
        origin.uid(),
        replicas,
        origin.requests(),
        origin.surges(),
        origin.dataBound(),
        layers,
        services,
        origin.dataClasses(),
        origin.closure(),
        rules,
        spread,
        tolerate,
        replication,
        origin.formerVolumes(),
        origin.abandonVolumesIn(),
        quorum,
        origin.failoverAfter(),
        origin.silenceAfter(),
        origin.returnAfter(),
        perZoneMin,
        perZoneMax,
        weights,
        affinity,
        antiAffinity,
        origin.priority(),
        origin.objective(),
        origin.rebalance(),
        suspended);
  }
}
