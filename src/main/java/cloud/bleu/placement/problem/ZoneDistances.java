package cloud.bleu.placement.problem;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Geography;
import cloud.bleu.placement.model.Zone;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the zones of an estate are from one another: metres on the ground, and round trips as
 * measured or as the distance allows. Computed when somebody asks.
 */
final class ZoneDistances {
  static final long UNKNOWN = -1;

  /** Round-trip bounds whose graphs are kept. */
  private static final int MOST_GRAPHS = 64;

  private final List<Zone> zones;
  private final Map<String, Integer> numbers;

  /** How many zones there are, those without an object included. */
  final int size;

  private final List<Estate.RoundTrip> measured;
  private final Map<Long, RoundTripGraph> graphs = new HashMap<>();
  private long[] roundTrips = {};
  private long[] metres = {};

  /**
   * @param zones that have an object, by number
   * @param numbers of all zones
   * @param measured round trips
   */
  ZoneDistances(
      List<Zone> zones, Map<String, Integer> numbers, int size, List<Estate.RoundTrip> measured) {
    this.zones = zones;
    this.numbers = numbers;
    this.size = size;
    this.measured = measured;
  }

  /** The same zones with other round trips. */
  ZoneDistances measured(List<Estate.RoundTrip> others) {
    ZoneDistances distances = new ZoneDistances(zones, numbers, size, others);
    distances.metres = metres;
    return distances;
  }

  /** Microseconds, {@link #UNKNOWN} when neither measured nor to be estimated. */
  long roundTrip(int a, int b) {
    if (roundTrips.length == 0) {
      roundTrips = measureRoundTrips();
    }
    return roundTrips[a * size + b];
  }

  /** Which zones lie within a round trip of at most so many microseconds of each other. */
  RoundTripGraph graph(long mostMicros) {
    if (graphs.size() > MOST_GRAPHS) {
      graphs.clear();
    }
    return graphs.computeIfAbsent(mostMicros, micros -> new RoundTripGraph(this, micros));
  }

  /** Great-circle metres, {@link #UNKNOWN} when a place is not known. */
  long metres(int a, int b) {
    if (metres.length == 0) {
      metres = measureMetres();
    }
    return metres[a * size + b];
  }

  private long[] measureMetres() {
    long[] table = new long[size * size];
    Arrays.fill(table, UNKNOWN);
    for (int a = 0; a < zones.size(); a++) {
      for (int b = 0; b < zones.size(); b++) {
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
    for (Estate.RoundTrip one : measured) {
      int a = numbers.getOrDefault(one.from(), -1);
      int b = numbers.getOrDefault(one.to(), -1);
      if (a >= 0 && b >= 0 && a != b && !set[a * size + b]) {
        table[a * size + b] = one.micros();
        table[b * size + a] = one.micros();
        set[a * size + b] = true;
        set[b * size + a] = true;
      }
    }
    return table;
  }
}
