package cloud.bleu.placement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The zones of an estate by number, in the order of their names, and how they lie to one another.
 * Zones that only a placement still names come last: they keep what they have and are in no domain
 * but their own.
 */
final class Topology {
  static final long UNKNOWN = -1;

  private static final String SHARED_UNKNOWN = "?";

  final Estate estate;
  final Judging judging;
  final int known;
  final int size;
  final String[] names;
  private final List<Zone> zones;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Quantities> usable;
  private final Map<Quantities, BitSet> fitting = new HashMap<>();
  private final Map<Scope, Domains> domains = new HashMap<>();
  private final Map<Integer, Estate> later = new HashMap<>();
  private long[] roundTrips = {};
  private long[] metres = {};

  /** The estate so many days later. */
  Estate later(int days) {
    return later.computeIfAbsent(days, d -> estate.at(estate.now().plus(Duration.ofDays(d))));
  }

  Topology(Estate estate) {
    this(estate, Judging.ASKING);
  }

  Topology(Estate estate, Judging judging) {
    this.judging = judging;
    this.estate = estate;
    this.zones = estate.zones();
    this.known = zones.size();
    this.usable = zones.stream().map(zone -> zone.capacity().usable()).toList();
    List<String> all = new ArrayList<>(zones.stream().map(Zone::name).toList());
    TreeSet<String> gone = new TreeSet<>();
    for (Placement placement : estate.placements()) {
      for (Assignment assignment : placement.assignments()) {
        gone.add(assignment.zone());
      }
    }
    gone.removeAll(all);
    all.addAll(gone);
    this.size = all.size();
    this.names = all.toArray(new String[0]);
    for (int z = 0; z < size; z++) {
      numbers.put(names[z], z);
    }
  }

  /** A zone that has an object: {@code z < known}. */
  Zone zone(int z) {
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
      boolean all = zones.get(z).capacity().slots(request) >= 1;
      for (Map.Entry<String, Long> asked : request.amounts().entrySet()) {
        all &= asked.getValue() <= usable.get(z).get(asked.getKey());
      }
      fits.set(z, all);
    }
    return fits;
  }

  /** The number of a zone, -1 when nothing of that name is known. */
  int number(String name) {
    return numbers.getOrDefault(name, -1);
  }

  boolean active(int z) {
    return z < known && zones.get(z).state() == ZoneState.Active;
  }

  Domains domains(Scope scope) {
    return domains.computeIfAbsent(scope, this::compile);
  }

  /** Microseconds, {@link #UNKNOWN} when neither measured nor to be estimated. */
  long roundTrip(int a, int b) {
    if (roundTrips.length == 0) {
      roundTrips = measureRoundTrips();
    }
    return roundTrips[a * size + b];
  }

  /** Great-circle metres, {@link #UNKNOWN} when a place is not known. */
  long metres(int a, int b) {
    if (metres.length == 0) {
      metres = measureMetres();
    }
    return metres[a * size + b];
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

  private long[] measureMetres() {
    long[] table = new long[size * size];
    java.util.Arrays.fill(table, UNKNOWN);
    for (int a = 0; a < known; a++) {
      for (int b = 0; b < known; b++) {
        Long d = a == b ? (Long) 0L : Geography.metres(zones.get(a), zones.get(b));
        table[a * size + b] = d == null ? UNKNOWN : d;
      }
    }
    return table;
  }

  private long[] measureRoundTrips() {
    long[] table = new long[size * size];
    for (int a = 0; a < size; a++) {
      for (int b = 0; b < size; b++) {
        long d = metres(a, b);
        table[a * size + b] =
            a == b ? 0 : d == UNKNOWN ? UNKNOWN : Geography.estimatedRoundTripMicros(d);
      }
    }
    boolean[] set = new boolean[size * size];
    for (Estate.RoundTrip measured : estate.roundTrips()) {
      int a = number(measured.from());
      int b = number(measured.to());
      if (a >= 0 && b >= 0 && a != b && !set[a * size + b]) {
        table[a * size + b] = measured.micros();
        table[b * size + a] = measured.micros();
        set[a * size + b] = true;
        set[b * size + a] = true;
      }
    }
    return table;
  }
}
