package cloud.bleu.placement.check;

import cloud.bleu.placement.model.Zone;
import org.jspecify.annotations.Nullable;

/**
 * Distances and round trips as the checker computes them: the angle between two points on the
 * sphere as vectors, and whole numbers after that.
 */
public final class CheckerGeography {
  /** Mean radius of the Earth (IUGG R1) in metres. */
  private static final double RADIUS = 6_371_008.8;

  private CheckerGeography() {}

  /** Great-circle metres, rounded; null when a place is not known. */
  public static @Nullable Long metres(Zone a, Zone b) {
    Zone.Coordinates from = a.location().coordinates();
    Zone.Coordinates to = b.location().coordinates();
    if (from == null || to == null) {
      return null;
    }
    double[] u = unit(from);
    double[] v = unit(to);
    double x = u[1] * v[2] - u[2] * v[1];
    double y = u[2] * v[0] - u[0] * v[2];
    double z = u[0] * v[1] - u[1] * v[0];
    double sine = StrictMath.sqrt(x * x + y * y + z * z);
    double cosine = u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
    return StrictMath.round(RADIUS * StrictMath.atan2(sine, cosine));
  }

  /**
   * Microseconds there and back over one and a half times the distance at 204 metres a microsecond,
   * and half a millisecond: that is one for every 68 metres, rounded, and 500.
   */
  public static long roundTripMicros(long metres) {
    return Math.floorDiv(metres + 34, 68L) + 500;
  }

  private static double[] unit(Zone.Coordinates point) {
    double latitude = StrictMath.toRadians(point.latitudeE6() / 1e6);
    double longitude = StrictMath.toRadians(point.longitudeE6() / 1e6);
    double cosine = StrictMath.cos(latitude);
    return new double[] {
      cosine * StrictMath.cos(longitude),
      cosine * StrictMath.sin(longitude),
      StrictMath.sin(latitude)
    };
  }
}
