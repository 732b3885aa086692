package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.Carbon;
import cloud.bleu.api.v1alpha1.ZoneCost;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a zone costs an hour, in money and in carbon. */
final class ZonePrice {
  private static final long MILLION = 1_000_000;
  private static final long DEAREST = 1_000_000_000;

  private ZonePrice() {}

  static Zone.Price of(@Nullable ZoneCost cost, Findings findings) {
    if (cost == null) {
      return Zone.Price.UNKNOWN;
    }
    Zone.PerHour perHour = null;
    if (!cost.perHour().isEmpty()) {
      TreeMap<String, Long> nanos = new TreeMap<>();
      cost.perHour()
          .forEach(
              (resource, value) -> {
                Long price = nanos(FieldPath.child("spec.cost.perHour", resource), value, findings);
                if (price != null) {
                  nanos.put(resource, price);
                }
              });
      perHour = new Zone.PerHour(nanos);
    }
    return new Zone.Price(perHour, carbon(cost.carbon(), findings));
  }

  private static @Nullable Long nanos(String path, @Nullable String value, Findings findings) {
    BigDecimal price = findings.decimal(path, value, 0, DEAREST);
    return price == null
        ? null
        : (Long) price.movePointRight(9).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  /** watts × PUE × g/kWh is in milligrams for an hour of 1 W in 1,000: here in micrograms. */
  private static @Nullable Long carbon(@Nullable Carbon carbon, Findings findings) {
    if (carbon == null || carbon.gramsPerKWh() == null || carbon.wattsPerCpu() == null) {
      return null;
    }
    BigDecimal pue = findings.decimal("spec.cost.carbon.pue", carbon.pue(), 1, 10);
    if (pue == null) {
      return null;
    }
    int grams = findings.whole("spec.cost.carbon.gramsPerKWh", carbon.gramsPerKWh(), 0, 10_000);
    int watts = findings.whole("spec.cost.carbon.wattsPerCpu", carbon.wattsPerCpu(), 0, 10_000);
    return pue.multiply(BigDecimal.valueOf(grams))
        .multiply(BigDecimal.valueOf(watts))
        .multiply(BigDecimal.valueOf(MILLION / 1000))
        .setScale(0, RoundingMode.HALF_UP)
        .longValue();
  }
}
