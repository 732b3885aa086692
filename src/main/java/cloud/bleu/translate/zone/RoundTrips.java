package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.placement.estate.Estate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Round trips that were measured; those that were estimated are estimated again. */
public final class RoundTrips {
  private static final int LONGEST_NUMBER = 16;

  private RoundTrips() {}

  /**
   * The round trips that the statuses of zones have as {@code Observed}, in microseconds, sorted by
   * both names.
   */
  public static List<Estate.RoundTrip> observed(List<AvailabilityZone> zones) {
    TreeMap<String, Estate.RoundTrip> observed = new TreeMap<>();
    for (AvailabilityZone zone : zones) {
      if (zone.getStatus() == null) {
        continue;
      }
      String from = zone.getMetadata().getName();
      for (AvailabilityZoneStatus.RoundTrip trip : zone.getStatus().roundTrips()) {
        Long micros = micros(trip.milliseconds());
        if ("Observed".equals(trip.origin()) && trip.zone() != null && micros != null) {
          observed.put(from + " " + trip.zone(), new Estate.RoundTrip(from, trip.zone(), micros));
        }
      }
    }
    return List.copyOf(observed.values());
  }

  private static @Nullable Long micros(@Nullable String milliseconds) {
    try {
      return milliseconds == null || milliseconds.length() > LONGEST_NUMBER
          ? null
          : new BigDecimal(milliseconds)
              .movePointRight(3)
              .setScale(0, RoundingMode.HALF_UP)
              .longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }
}
