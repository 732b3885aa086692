package cloud.bleu.placement.problem;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Window;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The zones of an estate by number, in the order of their names, and how they lie to one another.
 * Zones that only a placement still names come last: they keep what they have and are in no domain
 * but their own.
 */
public final class Topology {
  private static final String SHARED_UNKNOWN = "?";

  /** Shapes of requests, or scopes, that are kept for the topology after. */
  private static final int MOST_SHAPES = 1000;

  public final Estate estate;
  public final int known;
  public final int size;

  /** Whether so much is silent at once that nothing is decided by inference. */
  public final boolean inDoubt;

  /** The first zone of which a loss is told or seen, or in doubt: nothing goes home; null: none. */
  public final @Nullable Zone incident;

  /** The live drill for which zones are left, and for which nobody is evicted; null: none. */
  public final Zone.@Nullable Drill drill;

  public final String[] names;
  private final List<Zone> zones;
  private final Map<String, Integer> numbers;
  private final List<Quantities> usable;
  private final Map<Quantities, BitSet> fitting;
  private final Map<Scope, Domains> domains;

  /** Whether rules answer as in the topology before, until an instant makes a difference. */
  private final boolean ruledAsBefore;

  /** The day of the estate, which every workload starts from. */
  final Window day;

  /** What the rules answer about the zones. */
  final RuleForecast rules;

  final SpreadLimits spreadLimits = new SpreadLimits(this);

  /** By zone: nothing, of workloads that ask for no prices. */
  final long[] free;

  /** How far the zones lie from one another. */
  final ZoneDistances distances;

  /** Whether the rules say here what they said in the topology before within a time. */
  boolean ruledAsBefore(Window window) {
    return ruledAsBefore && window.holds(estate.now());
  }

  /** Compiles an estate without a topology of before to share with. */
  public Topology(Estate estate) {
    this(estate, null);
  }

  /**
   * Takes over what another topology knows and is still so.
   *
   * @param last of the estate before, which is not to be used any more
   */
  public Topology(Estate estate, @Nullable Topology last) {
    this.estate = estate;
    this.day = Window.day(estate.now());
    this.zones = estate.zones();
    this.inDoubt = PartitionDetection.doubt(zones) != null;
    this.incident = PartitionDetection.first(zones);
    this.drill = drill(zones);
    this.known = zones.size();
    boolean sameZones = last != null && zones.equals(last.zones);
    boolean noneWasGone = last != null && sameZones && last.size == last.known;
    List<String> gone = gone(estate, noneWasGone ? last : null);
    boolean same =
        sameZones
            && last != null
            && last.size - last.known == gone.size()
            && gone.equals(List.of(last.names).subList(last.known, last.size));
    if (last == null || !same) {
      this.usable = zones.stream().map(zone -> zone.capacity().usable()).toList();
      this.size = known + gone.size();
      this.names =
          Stream.concat(zones.stream().map(Zone::name), gone.stream()).toArray(String[]::new);
      this.numbers = new HashMap<>();
      for (int z = 0; z < size; z++) {
        numbers.put(names[z], z);
      }
      this.fitting = new HashMap<>();
      this.domains = new HashMap<>();
    } else {
      this.usable = last.usable;
      this.size = last.size;
      this.names = last.names;
      this.numbers = last.numbers;
      this.fitting = last.fitting.size() > MOST_SHAPES ? new HashMap<>() : last.fitting;
      this.domains = last.domains.size() > MOST_SHAPES ? new HashMap<>() : last.domains;
    }
    this.distances =
        same && last != null && estate.roundTrips().equals(last.estate.roundTrips())
            ? last.distances
            : new ZoneDistances(zones, numbers, estate.roundTrips());
    this.ruledAsBefore = same && last != null && estate.providers().equals(last.estate.providers());
    this.rules = new RuleForecast(estate, last == null ? null : last.rules);
    this.free = new long[size];
  }

  /** Whether the zones are those of the topology that this one took over from. */
  public boolean liesAs(Topology last) {
    return names == last.names;
  }

  /** In a real loss whoever may evict others does, also where a drill had begun before it. */
  private static Zone.@Nullable Drill drill(List<Zone> zones) {
    for (Zone zone : zones) {
      if (zone.drill() != null) {
        return PartitionDetection.incident(zones) == null ? zone.drill() : null;
      }
    }
    return null;
  }

  /**
   * Zones that only a placement or volumes of before name, sorted.
   *
   * @param last of the same zones, in which neither named another; null for none
   */
  private static List<String> gone(Estate estate, @Nullable Topology last) {
    Set<String> gone = new HashSet<>();
    List<Placement> placements =
        last == null ? estate.placements() : estate.placementsBeside(last.estate);
    for (Placement placement : placements) {
      placement.assignments().forEach(assignment -> gone.add(assignment.zone()));
      gone.addAll(placement.volumes().keySet());
    }
    List<Workload> workloads =
        last == null ? estate.workloads() : estate.workloadsBeside(last.estate);
    workloads.forEach(workload -> gone.addAll(workload.formerVolumes().keySet()));
    estate.zones().forEach(zone -> gone.remove(zone.name()));
    return gone.stream().sorted().toList();
  }

  /** A zone that has an object: {@code z < known}. */
  public Zone zone(int z) {
    return zones.get(z);
  }

  /** Usable totals of a zone that has an object. */
  Quantities usable(int z) {
    return usable.get(z);
  }

  /** Whether a zone could host one replica when empty, its state left out of account. */
  boolean fitsEmpty(int z, Quantities request) {
    return fitting.computeIfAbsent(request, this::fitting).get(z);
  }

  private BitSet fitting(Quantities request) {
    BitSet fits = new BitSet();
    for (int z = 0; z < known; z++) {
      Capacity capacity = zones.get(z).capacity();
      Capacity whole = capacity.whole();
      Quantities empty = whole == capacity ? usable.get(z) : whole.usable();
      boolean all = whole.fits(request);
      for (Map.Entry<String, Long> asked : request.amounts().entrySet()) {
        all &= asked.getValue() <= empty.get(asked.getKey());
      }
      fits.set(z, all);
    }
    return fits;
  }

  /** The number of a zone, -1 when nothing of that name is known. */
  public int number(String name) {
    return numbers.getOrDefault(name, -1);
  }

  /** Whether a zone can take something new as far as its state and its nodes say. */
  public boolean inService(int z) {
    return active(z) && zones.get(z).takesNew();
  }

  boolean active(int z) {
    return z < known && zones.get(z).state() == ZoneState.Active;
  }

  /**
   * What is lost at once, whoever names it: Zone, Site, Region, Provider, and each hazard of which
   * a zone states something.
   */
  List<Scope> lossScopes() {
    Set<String> hazards = new TreeSet<>();
    zones.forEach(zone -> hazards.addAll(zone.failureDomains().keySet()));
    List<Scope> scopes =
        new ArrayList<>(List.of(Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER));
    hazards.forEach(hazard -> scopes.add(Scope.hazard(hazard)));
    return scopes;
  }

  /** The domains of a scope, which are compiled once. */
  public Domains domains(Scope scope) {
    return domains.computeIfAbsent(scope, this::compile);
  }

  private Domains compile(Scope scope) {
    String[] values = new String[size];
    TreeMap<String, Integer> order = new TreeMap<>();
    for (int z = 0; z < known; z++) {
      String value = value(scope, zones.get(z));
      values[z] = value;
      if (!value.equals(Zone.NOT_EXPOSED) || !scope.isHazard()) {
        order.put(value, 0);
      }
    }
    int next = 0;
    for (Map.Entry<String, Integer> entry : order.entrySet()) {
      entry.setValue(next++);
    }
    int[] of = new int[size];
    for (int z = 0; z < size; z++) {
      of[z] = z < known ? order.getOrDefault(values[z], -1) : -1;
    }
    return new Domains(scope, of, order.keySet().toArray(new String[0]));
  }

  private static String value(Scope scope, Zone zone) {
    if (scope.isHazard()) {
      return zone.failureDomains().getOrDefault(scope.key(), SHARED_UNKNOWN);
    }
    return switch (scope.name()) {
      case "Zone" -> zone.name();
      case "Site" -> zone.site();
      case "Region" -> zone.region();
      case "Provider" -> zone.provider();
      default -> SHARED_UNKNOWN;
    };
  }
}
