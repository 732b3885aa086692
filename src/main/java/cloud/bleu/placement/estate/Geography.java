package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Zone;
import org.jspecify.annotations.Nullable;

/**
 * Distances and round trips between zones. Computed with {@link StrictMath}, so that every machine
 * gives the same metres.
 */
public final class Geography {

  /** Mean Earth radius (IUGG R1) in metres. */
  private static final double EARTH_RADIUS_METRES = 6_371_008.8;

  /** Fibre paths are longer than great circles. */
  private static final double PATH_FACTOR = 1.5;

  /** Light in fibre: 204 km per millisecond, that is 0.204 km per microsecond. */
  private static final double METRES_PER_MICROSECOND = 204.0;

  private static final long EQUIPMENT_MICROS = 500;

  private Geography() {}

  /** Great-circle distance in whole metres, null when either place is not known. */
  public static @Nullable Long metres(Zone a, Zone b) {
    Zone.Coordinates from = a.location().coordinates();
    Zone.Coordinates to = b.location().coordinates();
    return from == null || to == null ? null : metres(from, to);
  }

  /** Great-circle distance in whole metres (haversine). */
  public static long metres(Zone.Coordinates from, Zone.Coordinates to) {
    double lat1 = StrictMath.toRadians(from.latitudeE6() / 1e6);
    double lat2 = StrictMath.toRadians(to.latitudeE6() / 1e6);
    double dLat = lat2 - lat1;
    double dLon = StrictMath.toRadians((to.longitudeE6() - from.longitudeE6()) / 1e6);
    double sinLat = StrictMath.sin(dLat / 2);
    double sinLon = StrictMath.sin(dLon / 2);
    double h = sinLat * sinLat + StrictMath.cos(lat1) * StrictMath.cos(lat2) * sinLon * sinLon;
    return StrictMath.round(
        2 * EARTH_RADIUS_METRES * StrictMath.asin(StrictMath.sqrt(Math.min(1, h))));
  }

  /**
   * Estimated round trip in microseconds: 1.5 × great circle at 204 km/ms, there and back, plus 0.5
   * ms.
   */
  public static long estimatedRoundTripMicros(long metres) {
    return StrictMath.round(2 * PATH_FACTOR * metres / METRES_PER_MICROSECOND) + EQUIPMENT_MICROS;
  }

  /**
   * Round trip between two zones in microseconds: 0 within one zone, measured where known, else
   * estimated; null when neither is possible.
   */
  public static @Nullable Long roundTripMicros(Estate estate, Zone a, Zone b) {
    if (a.name().equals(b.name())) {
      return 0L;
    }
    for (Estate.RoundTrip measured : estate.roundTrips()) {
      boolean there = measured.from().equals(a.name()) && measured.to().equals(b.name());
      boolean back = measured.from().equals(b.name()) && measured.to().equals(a.name());
      if (there || back) {
        return measured.micros();
      }
    }
    Long metres = metres(a, b);
    return metres == null ? null : (Long) estimatedRoundTripMicros(metres);
  }
}
