package cloud.bleu.status;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Zone;
import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a placement costs for one hour, in the unit in which people wrote the prices. */
public final class HourlyCost {

  /** The engine counts prices in nano-units of currency. */
  private static final int NANO = 9;

  /** The engine counts emissions in micrograms. */
  private static final int MICRO = 6;

  private HourlyCost() {}

  /**
   * A decimal string without trailing zeros: the currency of {@code cost.perHour}, or grams of CO2
   * equivalent. Null where there is no such figure: the objective is Stability, a zone in use has
   * no price (the engine reckons it as the dearest, which is no price), or nothing was decided.
   */
  public static @Nullable String of(Workload workload, Decision decision, Estate estate) {
    if (workload.objective() == Workload.Objective.Stability
        || decision.outcome() instanceof Decision.Outcome.Kept) {
      return null;
    }
    boolean carbon = workload.objective() == Workload.Objective.Carbon;
    Set<String> asked = carbon ? Set.of() : priced(workload, estate);
    for (Assignment a : decision.assignments()) {
      if (a.replicas() > 0 && !priced(estate.zone(a.zone()), carbon, asked)) {
        return null;
      }
    }
    return decimal(decision.cost(), carbon ? MICRO : NANO);
  }

  /** The resources that a workload asks for and that have a price in some zone. */
  private static Set<String> priced(Workload workload, Estate estate) {
    Set<String> priced = new TreeSet<>();
    for (Zone zone : estate.zones()) {
      Zone.PerHour perHour = zone.price().perHour();
      if (perHour != null) {
        priced.addAll(perHour.nanos().keySet());
      }
    }
    priced.removeIf(resource -> workload.requests().get(resource) == 0);
    return priced;
  }

  private static boolean priced(@Nullable Zone zone, boolean carbon, Set<String> asked) {
    if (zone == null || carbon) {
      return zone != null && zone.price().carbon() != null;
    }
    Zone.PerHour perHour = zone.price().perHour();
    return perHour != null && perHour.nanos().keySet().containsAll(asked);
  }

  private static String decimal(long amount, int scale) {
    return BigDecimal.valueOf(amount, scale).stripTrailingZeros().toPlainString();
  }
}
